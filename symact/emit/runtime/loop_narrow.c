/* The loop over float32 that computes in float64. */
/* ---- emitted from here on */
void @NARROW@(size_t size, const float *restrict x@PARAMETERS@@OUTPUTS32@) {
    for (size_t start = 0; start < size; start += CHUNK) {
        size_t end = size - start < CHUNK ? size : start + CHUNK;
        int64_t any = 0;
        for (size_t at = start; at < end; at++) {
            @LOCALS@;
            int64_t doubt = @CORE@_vector((double)x[at]@ELEMENTS@@AT_LOCALS@);
            doubt |= @BETWEEN@;
            @STORE32@
            any |= doubt;
        }
        if (any)
            for (size_t at = start; at < end; at++) {
                double values[@VALUES@];
                int doubt = @CORE@_vector((double)x[at]@ELEMENTS@@POINTERS@);
                if (doubt | @BETWEEN_V@) {
                    @CORE@_one((double)x[at]@ELEMENTS@, values, 1);
                    @FIX32@
                }
            }
    }
}
