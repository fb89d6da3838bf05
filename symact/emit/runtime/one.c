/* One argument with all that it may need: a core in pairs where the fast one is in doubt, and powers far out. */
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
