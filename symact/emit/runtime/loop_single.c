/* The loop over float32 that computes in float32. */
/* ---- emitted from here on */
void @NARROW@(size_t size, const float *restrict x@PARAMETERS@@OUTPUTS32@) {
    for (size_t start = 0; start < size; start += CHUNK) {
        size_t end = size - start < CHUNK ? size : start + CHUNK;
        int any = 0;
        for (size_t at = start; at < end; at++) {
            @FLOATS@;
            any |= @CORE@_single(x[at]@AT_LOCALS@);
            @STORE@
        }
        if (any)
            for (size_t at = start; at < end; at++) {
                @FLOATS@;
                double values[@VALUES@];
                if (@CORE@_single(x[at]@AT_LOCALS@)) {
                    @CORE@_one((double)x[at]@ELEMENTS@, values, 1);
                    @FIX32@
                }
            }
    }
}
