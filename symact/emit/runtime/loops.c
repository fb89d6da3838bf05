/* ---- emitted from here on */
static void @CORE@_near(double x@GIVEN@, double *values, int narrow) {
    int doubt = @CORE@_whole(x@PASSED@@POINTERS@);
    (void)doubt, (void)narrow;
@EXACT@
}

static void @CORE@_one(double x@GIVEN@, double *values, int narrow) {
    static const far sides[@VALUES@][2] = {@FAR@};
    @CORE@_near(x@PASSED@, values, narrow);
    if (fabs(x) <= (narrow ? 1.7976931348623157e308 : 0x1p100)) return;
    double edge = copysign(0x1p100, x), there[@VALUES@], further[@VALUES@];
    @CORE@_near(edge@PASSED@, there, narrow);
    @CORE@_near(0x1p10 * edge@PASSED@, further, narrow);
    for (int which = 0; which < @VALUES@; which++)
        values[which] = x != x ? x : beyond(x, values[which], edge, there[which], further[which], sides[which][x > 0.0]);
}

void @WIDE@(size_t size, const double *restrict x@PARAMETERS@@OUTPUTS@) {
    for (size_t start = 0; start < size; start += CHUNK) {
        size_t end = size - start < CHUNK ? size : start + CHUNK;
        int64_t any = 0;
        for (size_t at = start; at < end; at++) {
            @LOCALS@;
            int64_t doubt = @CORE@_vector(x[at]@ELEMENTS@@AT_LOCALS@);
            @STORE@
            any |= doubt;
        }
        if (any)
            for (size_t at = start; at < end; at++) {
                double values[@VALUES@];
                if (@CORE@_vector(x[at]@ELEMENTS@@POINTERS@)) {
                    @CORE@_one(x[at]@ELEMENTS@, values, 0);
                    @FIX@
                }
            }
    }
}
