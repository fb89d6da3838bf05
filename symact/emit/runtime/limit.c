/* ---- emitted from here on */
/* how a value goes on beyond 2^100 on one side: like a power of x, as computed and with a limit at infinity, if known, or
   told by the value 2^10 times as far out where it depends on parameters */
typedef struct { enum { COMPUTED, POWER, TOLD } kind; int power; double limit; } far;

static double beyond(double x, double value, double edge, double there, double further, far side) {
    if (there == 0.0 && (side.kind == POWER || (side.kind == TOLD && further == 0.0))) return there; /* 0 also times infinity */
    if (side.kind == TOLD) {
        double power = rint(log2(fabs(further / there)) / 10.0);
        if (!(fabs(power) <= 20.0) || !(fabs(fabs(further / there) / exp2(10.0 * power) - 1.0) < 1e-12)) side.kind = COMPUTED;
        else side.power = (int)power;
    }
    if (side.kind == COMPUTED) {
        if (!isinf(x)) return value;
        return side.limit == side.limit ? side.limit : isnan(value) && fabs(there) < 1e-27 ? 0.0 : value; /* 0 times infinity */
    }
    for (int k = 0; k < side.power; k++) there *= x / edge;
    for (int k = 0; k > side.power; k--) there /= x / edge;
    return there;
}

/* where a few units in the last place decide to which float a double is rounded */
INLINE int between_floats(double y) {
    return (float)(y * (1.0 - 0x1p-48)) != (float)(y * (1.0 + 0x1p-48));
}

/* the pair as one double where it is in range, for float32 such that rounding again gives the float nearest to the pair */
static double settled(pair p, double otherwise, int narrow) {
    double h = p.h + p.l, l = p.l - (h - p.h);
    if (!(fabs(h) > 1e-280 && fabs(h) < 1e280)) return otherwise;
    if (narrow && l != 0.0 && (bits_of(h) & 1u) == 0) h = nextafter(h, l > 0.0 ? HUGE_VAL : -HUGE_VAL);
    return h;
}

#define CHUNK 512
