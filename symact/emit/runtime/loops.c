/* ---- emitted from here on */
static void @CORE@_near(double x@GIVEN@, double *v, int narrow) {
    int doubt = @CORE@_whole(x@PASSED@@POINTERS@);
    (void)doubt, (void)narrow;
@EXACT@
}

static void @CORE@_one(double x@GIVEN@, double *v, int narrow) {
    static const far sides[@VALUES@][2] = {@FAR@};
    @CORE@_near(x@PASSED@, v, narrow);
    if (fabs(x) <= (narrow ? 1.7976931348623157e308 : 0x1p100)) return;
    double edge = copysign(0x1p100, x), there[@VALUES@];
    @CORE@_near(edge@PASSED@, there, narrow);
    for (int k = 0; k < @VALUES@; k++) v[k] = x != x ? x : beyond(x, v[k], edge, there[k], sides[k][x > 0.0]);
}

void @WIDE@(size_t n, const double *restrict x@PARAMETERS@@OUTPUTS@) {
    for (size_t start = 0; start < n; start += CHUNK) {
        size_t end = n - start < CHUNK ? n : start + CHUNK;
        int64_t any = 0;
        for (size_t i = start; i < end; i++) {
            @LOCALS@;
            int64_t doubt = @CORE@_vector(x[i]@ELEMENTS@@AT_LOCALS@);
            @STORE@
            any |= doubt;
        }
        if (any)
            for (size_t i = start; i < end; i++) {
                double v[@VALUES@];
                if (@CORE@_vector(x[i]@ELEMENTS@@POINTERS@)) {
                    @CORE@_one(x[i]@ELEMENTS@, v, 0);
                    @FIX@
                }
            }
    }
}

void @NARROW@(size_t n, const float *restrict x@PARAMETERS@@OUTPUTS32@) {
    for (size_t start = 0; start < n; start += CHUNK) {
        size_t end = n - start < CHUNK ? n : start + CHUNK;
        int64_t any = 0;
        for (size_t i = start; i < end; i++) {
            @LOCALS@;
            int64_t doubt = @CORE@_vector((double)x[i]@ELEMENTS@@AT_LOCALS@);
            doubt |= @BETWEEN@;
            @STORE32@
            any |= doubt;
        }
        if (any)
            for (size_t i = start; i < end; i++) {
                double v[@VALUES@];
                int doubt = @CORE@_vector((double)x[i]@ELEMENTS@@POINTERS@);
                if (doubt | @BETWEEN_V@) {
                    @CORE@_one((double)x[i]@ELEMENTS@, v, 1);
                    @FIX32@
                }
            }
    }
}
