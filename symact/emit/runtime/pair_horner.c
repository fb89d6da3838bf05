/* ---- emitted from here on */
static pair pair_horner(double h, double l, const pair *coefficients, int count) {
    pair out = coefficients[0];
    for (int k = 1; k < count; k++) {
        out = pair_mul(out.h, out.l, h, l);
        out = pair_add(out.h, out.l, coefficients[k].h, coefficients[k].l);
    }
    return out;
}
