/* Kernels of C in float32, for the target c-fast. */
/* ---- emitted from here on */
#ifdef FP_FAST_FMAF
#define MULTIPLY_ADD_F(a, b, c) fmaf((a), (b), (c))
#else
#define MULTIPLY_ADD_F(a, b, c) ((a) * (b) + (c))
#endif

INLINE uint32_t bits_of_f(float a) { uint32_t u; memcpy(&u, &a, 4); return u; }
INLINE float float_of(uint32_t u) { float a; memcpy(&a, &u, 4); return a; }

/* 2^k for a whole k from -126 to 127; 12582912 = 1.5 * 2^23 puts k into the low bits */
INLINE float two_to_f(float k) { return float_of(bits_of_f(k + 12582912.0f + 127.0f) << 23); }
INLINE float nearest_f(float a) { return (a + 12582912.0f) - 12582912.0f; }
INLINE float pick_f(int condition, float yes, float no) { return condition ? yes : no; }
INLINE float maximum_f(float a, float b) { return a > b || a != a ? a : b; }
INLINE float minimum_f(float a, float b) { return a < b || a != a ? a : b; }
INLINE float sign_f(float a) { return a > 0.0f ? 1.0f : a < 0.0f ? -1.0f : a != a ? a : 0.0f; }

/* h - k log 2, whose first part has few bits */
INLINE float less_logs_f(float h, float k) { return (h - k * 0.693359375f) + k * 2.12194440e-4f; }

/* exp(r) - 1 - r for an argument within 0.35 */
INLINE float exp_rest_f(float r) {
    float p = 1.0f / 5040.0f;
    p = MULTIPLY_ADD_F(p, r, 1.0f / 720.0f);
    p = MULTIPLY_ADD_F(p, r, 1.0f / 120.0f);
    p = MULTIPLY_ADD_F(p, r, 1.0f / 24.0f);
    p = MULTIPLY_ADD_F(p, r, 1.0f / 6.0f);
    p = MULTIPLY_ADD_F(p, r, 0.5f);
    return p * r * r;
}

/* exp(h) where it is normal: |h| < 87 */
INLINE float exp_f(float h) {
    float k = nearest_f(1.44269504f * h), r = less_logs_f(h, k);
    return (1.0f + (r + exp_rest_f(r))) * two_to_f(k);
}

/* exp(h) - 1 where |h| < 87 */
INLINE float expm1_f(float h) {
    float k = nearest_f(1.44269504f * h), r = less_logs_f(h, k);
    float p = exp_rest_f(r), s = two_to_f(k), t = s - 1.0f;
    float far = s * r + t, lost = s * r - (far - t) + s * p;
    return copysignf(k == 0.0f ? r + p : far + lost, h);
}

/* log(1 + q) for a finite q > -1: with 1 + q = u + c and u = 2^k (1 + f), by s = f/(2 + f) */
INLINE float log1p_f(float q) {
    float u = 1.0f + q;
    float c = q > 1.0f ? 1.0f - (u - q) : q - (u - 1.0f);
    uint32_t b = bits_of_f(u) + (0x3f800000u - 0x3f3504f3u);
    float k = float_of((b >> 23) | 0x4b000000u) - (8388608.0f + 127.0f);
    float f = float_of((b & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
    float s = f / (2.0f + f), z = s * s, half = 0.5f * f * f;
    float p = 2.0f / 11.0f;
    p = MULTIPLY_ADD_F(p, z, 2.0f / 9.0f);
    p = MULTIPLY_ADD_F(p, z, 2.0f / 7.0f);
    p = MULTIPLY_ADD_F(p, z, 2.0f / 5.0f);
    p = MULTIPLY_ADD_F(p, z, 2.0f / 3.0f);
    float low = MULTIPLY_ADD_F(k, 9.05800061e-6f, c * two_to_f(k < 125.0f ? -k : -125.0f) * (1.0f - (f - f * f)));
    return MULTIPLY_ADD_F(k, 6.93138123e-1f, f - (half - MULTIPLY_ADD_F(s, MULTIPLY_ADD_F(z, p, half), low)));
}

INLINE float tanh_f(float a) {
    float u = fabsf(a) > 10.0f ? 10.0f : fabsf(a);
    float e = expm1_f(2.0f * u), out = copysignf(e / (e + 2.0f), a);
    return a != a ? a : out;
}
