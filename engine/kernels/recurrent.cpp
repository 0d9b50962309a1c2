// The gates of layers that remember: everything between the products, in one pass over the units.
#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

namespace hourglass::kernels {

void lstmForward(const RecurrentStep &step, const float *inputBias, const float *hiddenBias, float *gates, const float *previousCell, float *cell,
                 float *hidden) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column) {
        float *__restrict i = gates + column * step.gateStride;
        float *__restrict f = i + units, *__restrict g = f + units, *__restrict o = g + units;
        const float *before = previousCell ? previousCell + column * step.unitStride : nullptr;
        float *__restrict c = cell + column * step.unitStride, *__restrict h = hidden + column * step.unitStride;
        const float *bi = inputBias, *bf = bi + units, *bg = bf + units, *bo = bg + units;
        const float *ci = hiddenBias, *cf = ci + units, *cg = cf + units, *co = cg + units;
        for (Index unit = 0; unit < units; ++unit) {
            i[unit] = sigmoid(i[unit] + bi[unit] + ci[unit]);
            f[unit] = sigmoid(f[unit] + bf[unit] + cf[unit]);
            g[unit] = hyperbolicTangent(g[unit] + bg[unit] + cg[unit]);
            o[unit] = sigmoid(o[unit] + bo[unit] + co[unit]);
        }
        if (before)
            for (Index unit = 0; unit < units; ++unit)
                c[unit] = f[unit] * before[unit] + i[unit] * g[unit];
        else
            for (Index unit = 0; unit < units; ++unit)
                c[unit] = i[unit] * g[unit];
        for (Index unit = 0; unit < units; ++unit)
            h[unit] = o[unit] * hyperbolicTangent(c[unit]);
    }
}

void lstmBackward(const RecurrentStep &step, float *gates, const float *previousCell, const float *cell, const float *dHidden, float *dCell) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column) {
        float *__restrict i = gates + column * step.gateStride;
        float *__restrict f = i + units, *__restrict g = f + units, *__restrict o = g + units;
        const float *before = previousCell ? previousCell + column * step.unitStride : nullptr;
        const float *__restrict c = cell + column * step.unitStride, *__restrict dh = dHidden + column * step.unitStride;
        float *__restrict dc = dCell + column * step.unitStride;
        for (Index unit = 0; unit < units; ++unit) {
            const float bent = hyperbolicTangent(c[unit]), in = i[unit], forget = f[unit], new_ = g[unit], out = o[unit];
            const float slope = dc[unit] + dh[unit] * out * (1.0f - bent * bent);
            o[unit] = dh[unit] * bent * out * (1.0f - out);
            i[unit] = slope * new_ * in * (1.0f - in);
            g[unit] = slope * in * (1.0f - new_ * new_);
            f[unit] = slope * forget * (1.0f - forget); // times c' below
            dc[unit] = slope * forget;
        }
        if (before)
            for (Index unit = 0; unit < units; ++unit)
                f[unit] *= before[unit];
        else
            for (Index unit = 0; unit < units; ++unit)
                f[unit] = 0;
    }
}

void gruForward(const RecurrentStep &step, const float *inputBias, const float *hiddenBias, float *gates, float *hiddenGates,
                const float *previousHidden, float *hidden) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column) {
        float *__restrict r = gates + column * step.gateStride;
        float *__restrict z = r + units, *__restrict n = z + units;
        float *__restrict hr = hiddenGates + column * step.gateStride;
        float *__restrict hz = hr + units, *__restrict hn = hz + units;
        const float *before = previousHidden ? previousHidden + column * step.unitStride : nullptr;
        float *__restrict h = hidden + column * step.unitStride;
        for (Index unit = 0; unit < units; ++unit) {
            r[unit] = sigmoid(r[unit] + inputBias[unit] + hr[unit] + hiddenBias[unit]);
            z[unit] = sigmoid(z[unit] + inputBias[units + unit] + hz[unit] + hiddenBias[units + unit]);
            hn[unit] += hiddenBias[2 * units + unit];
            n[unit] = hyperbolicTangent(n[unit] + inputBias[2 * units + unit] + r[unit] * hn[unit]);
            h[unit] = (1.0f - z[unit]) * n[unit];
        }
        if (before)
            for (Index unit = 0; unit < units; ++unit)
                h[unit] += z[unit] * before[unit];
    }
}

void gruBackward(const RecurrentStep &step, float *gates, float *hiddenGates, const float *previousHidden, float *dHidden) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column) {
        float *__restrict r = gates + column * step.gateStride;
        float *__restrict z = r + units, *__restrict n = z + units;
        float *__restrict hr = hiddenGates + column * step.gateStride;
        float *__restrict hz = hr + units, *__restrict hn = hz + units;
        const float *before = previousHidden ? previousHidden + column * step.unitStride : nullptr;
        float *__restrict dh = dHidden + column * step.unitStride;
        for (Index unit = 0; unit < units; ++unit) {
            const float last = before ? before[unit] : 0.0f, reset = r[unit], update = z[unit], new_ = n[unit];
            const float dNew = dh[unit] * (1.0f - update) * (1.0f - new_ * new_);
            const float dUpdate = dh[unit] * (last - new_) * update * (1.0f - update);
            const float dReset = dNew * hn[unit] * reset * (1.0f - reset);
            r[unit] = hr[unit] = dReset;
            z[unit] = hz[unit] = dUpdate;
            n[unit] = dNew;
            hn[unit] = dNew * reset;
            dh[unit] *= update;
        }
    }
}

} // namespace hourglass::kernels
