/* One loop over an array: vector code for all elements, then the few that it says need more. */
/* ---- emitted from here on */
void @LOOP@(size_t size, const @REAL@ *restrict x@PARAMETERS@@OUTPUTS@) {
    for (size_t start = 0; start < size; start += CHUNK) {
        size_t end = size - start < CHUNK ? size : start + CHUNK;
        @WORD@ any = 0;
        for (size_t at = start; at < end; at++) {
            @LOCALS@;
            @WORD@ doubt = @FAST@(@X@@ELEMENTS@@ADDRESSES@);@BETWEEN@
            @STORE@
            any |= doubt;
        }
        if (any)
            for (size_t at = start; at < end; at++) {
                @LOCALS@;
                @WORD@ doubt = @FAST@(@X@@ELEMENTS@@ADDRESSES@);@BETWEEN@
                if (doubt) {
                    double values[@VALUES@];
                    @CORE@_one(@DOUBLE@x[at]@ELEMENTS@, values, @NARROW@);
                    @MEND@
                }
            }
    }
}
