/* Kernels of C alone: exponentials and logarithms without branches, so that loops over them become vector code. */
/* ---- emitted from here on */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-tree-pre") /* it makes branches of choices, and no vector code of a loop with a branch */
#endif

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef FP_FAST_FMA
#define MULTIPLY_ADD(a, b, c) fma((a), (b), (c))
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif

#ifdef __GNUC__
#define INLINE static inline __attribute__((always_inline)) /* a loop with a call in it is no vector code */
#else
#define INLINE static inline
#endif

typedef struct { double h, l; } pair;

INLINE uint64_t bits_of(double a) { uint64_t u; memcpy(&u, &a, 8); return u; }
INLINE double double_of(uint64_t u) { double a; memcpy(&a, &u, 8); return a; }

/* 2^k for a whole k from -1022 to 1023; 6755399441055744 = 1.5 * 2^52 puts k into the low bits */
INLINE double two_to(double k) { return double_of(bits_of(k + 6755399441055744.0 + 1023.0) << 52); }

INLINE double scale2(double a, double k) {
    double first = floor(0.5 * k);
    return (a * two_to(first)) * two_to(k - first);
}

/* both values are computed: a choice without a branch keeps a loop vector code */
INLINE double pick(int condition, double yes, double no) { return condition ? yes : no; }

/* the leading 24 bits */
INLINE double single(double a) { return (double)(float)a; }

INLINE double absolute(double a) { return fabs(a); }
/* of two zeros the second, as NumPy's vector code */
INLINE double maximum(double a, double b) { return a > b || a != a ? a : b; }
INLINE double minimum(double a, double b) { return a < b || a != a ? a : b; }
INLINE double sign(double a) { return a > 0.0 ? 1.0 : a < 0.0 ? -1.0 : a != a ? a : 0.0; }
INLINE int is_finite(double a) { return fabs(a) <= 1.7976931348623157e308; }

/* exp(r) - 1 - r for an argument within 0.35, as r^2 times a polynomial */
INLINE double exp_rest(double r) {
    double p = 1.0 / 6227020800.0;
    p = MULTIPLY_ADD(p, r, 1.0 / 479001600.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 39916800.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 3628800.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 362880.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 40320.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 5040.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 720.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 120.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 24.0);
    p = MULTIPLY_ADD(p, r, 1.0 / 6.0);
    p = MULTIPLY_ADD(p, r, 0.5);
    return r * r * p;
}

/* h - k log 2 in two doubles, and k */
INLINE pair less_logs(double h, double l, double k) {
    double r = MULTIPLY_ADD(-k, 6.93147180369123816490e-01, h);
    double c = MULTIPLY_ADD(-k, 1.90821492927058770002e-10, l);
    pair out = {r + c, c - ((r + c) - r)};
    return out;
}

/* the nearest whole number of an argument that is not beyond 2^51 */
INLINE double nearest(double a) { return (a + 6755399441055744.0) - 6755399441055744.0; }

/* exp(h + l) within 0.6 ulp */
INLINE double exp_of_pair(double h, double l) {
    double a = h < -1400.0 ? -1400.0 : h > 1400.0 ? 1400.0 : h;
    double k = nearest(1.4426950408889634 * a);
    pair r = less_logs(a, fabs(h) < 800.0 ? l : 0.0, k);
    double e = 1.0 + (r.h + (r.l + exp_rest(r.h)));
    double first = nearest(0.5 * k);
    return (e * two_to(first)) * two_to(k - first);
}

/* the same where the value is normal: |h| < 700 */
INLINE double exp_normal(double h, double l) {
    double k = nearest(1.4426950408889634 * h);
    pair r = less_logs(h, l, k);
    return (1.0 + (r.h + (r.l + exp_rest(r.h)))) * two_to(k);
}

/* exp(h + l) - 1 where |h| < 700 */
INLINE double expm1_normal(double h, double l) {
    double k = nearest(1.4426950408889634 * h);
    pair r = less_logs(h, l, k);
    double p = r.l + exp_rest(r.h);
    double s = two_to(k), t = s - 1.0; /* s or 1 may be lost in t, but then it does not count */
    double far = s * r.h + t, lost = s * r.h - (far - t) + s * p;
    return copysign(k == 0.0 ? r.h + p : far + lost, h);
}

INLINE double expm1_of_pair(double h, double l) {
    double out = expm1_normal(h < -100.0 ? -100.0 : h > 600.0 ? 600.0 : h, h < -100.0 || h > 600.0 ? 0.0 : l);
    return h > 600.0 ? exp_of_pair(h, l) : h != h ? h : out;
}

INLINE double times_exp_normal(double c, double e, double h, double l) {
    (void)h, (void)l;
    return c * e;
}

/* c exp(h + l), right also where the exponential alone has lost bits, or c has overflowed */
INLINE double times_exp(double c, double e, double h, double l) {
    (void)e;
    double low = h < -700.0 ? 700.0 : 0.0;
    double a = h < -1500.0 ? -1500.0 : h;
    double out = c * exp_of_pair(a + low, l);
    out = low != 0.0 ? out * 9.85967654375977e-305 : out;
    return h < -1499.0 ? 0.0 : out;
}

/* log(1 + q) for a finite q > -1 (after fdlibm's log1p): with 1 + q = u + c and u = 2^k (1 + f), by s = f/(2 + f);
   c/u as c 2^-k (1 - f + f^2): c is below the last bit of u, and all of q where f is 0 */
INLINE double log1p_near(double q) {
    double u = 1.0 + q;
    double c = q > 1.0 ? 1.0 - (u - q) : q - (u - 1.0);
    uint64_t b = bits_of(u) + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
    double k = double_of((b >> 52) | 0x4330000000000000u) - (4503599627370496.0 + 1023.0);
    double f = double_of((b & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu) - 1.0;
    double s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
    double p = 1.479819860511658591e-01;
    p = MULTIPLY_ADD(p, z, 1.531383769920937332e-01);
    p = MULTIPLY_ADD(p, z, 1.818357216161805012e-01);
    p = MULTIPLY_ADD(p, z, 2.222219843214978396e-01);
    p = MULTIPLY_ADD(p, z, 2.857142874366239149e-01);
    p = MULTIPLY_ADD(p, z, 3.999999999940941908e-01);
    p = MULTIPLY_ADD(p, z, 6.666666666666735130e-01);
    double low = MULTIPLY_ADD(k, 1.90821492927058770002e-10, c * two_to(k < 1000.0 ? -k : -1000.0) * (1.0 - (f - f * f)));
    return MULTIPLY_ADD(k, 6.93147180369123816490e-01, f - (half - MULTIPLY_ADD(s, MULTIPLY_ADD(z, p, half), low)));
}

INLINE double log1p_of(double q) {
    double out = log1p_near(q);
    out = q <= 1.7976931348623157e308 ? out : q;
    return q > -1.0 ? out : q == -1.0 ? -HUGE_VAL : NAN;
}

/* log(1 + q) for q from 0 to 1: 2 artanh(s) with s = q/(2 + q), a polynomial in s^2 */
INLINE double log1p_unit(double q) {
    double s = q / (2.0 + q), z = s * s, half = 0.5 * q * q;
    double p = 1.616404561194353e-01;
    p = MULTIPLY_ADD(p, z, 8.800738486144674e-02);
    p = MULTIPLY_ADD(p, z, 1.2001072809590713e-01);
    p = MULTIPLY_ADD(p, z, 1.3314144209654935e-01);
    p = MULTIPLY_ADD(p, z, 1.5385570064958623e-01);
    p = MULTIPLY_ADD(p, z, 1.8181789436132859e-01);
    p = MULTIPLY_ADD(p, z, 2.2222222717427864e-01);
    p = MULTIPLY_ADD(p, z, 2.857142856710876e-01);
    p = MULTIPLY_ADD(p, z, 4.0000000000014585e-01);
    p = MULTIPLY_ADD(p, z, 6.666666666666666e-01);
    return q - (half - s * MULTIPLY_ADD(z, p, half));
}

INLINE double tanh_of(double a) {
    double u = fabs(a) > 22.0 ? 22.0 : fabs(a);
    double e = expm1_normal(2.0 * u, 0.0);
    double out = copysign(e / (e + 2.0), a);
    return a != a ? a : out;
}
