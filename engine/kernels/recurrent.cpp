// The gates of layers that remember: everything between the products, in one pass over the units.
#include "engine/kernels/kernels.h"
#include "engine/kernels/vectors.h"

#include <cstring>

namespace hourglass::kernels {

namespace {

/// As many neighbouring numbers as fill a vector, copied out so that the compiler sees that nothing overlaps.
struct Lanes {
    float at[width];

    static Lanes from(const float *values, Index count) {
        Lanes lanes;
        if (count >= width) {
            std::memcpy(lanes.at, values, sizeof lanes.at);
        } else {
            std::memset(lanes.at, 0, sizeof lanes.at);
            for (Index i = 0; i < count; ++i)
                lanes.at[i] = values[i];
        }
        return lanes;
    }
    void to(float *values, Index count) const {
        if (count >= width)
            std::memcpy(values, at, sizeof at);
        else
            for (Index i = 0; i < count; ++i)
                values[i] = at[i];
    }
};

Lanes zeros() {
    return Lanes::from(nullptr, 0);
}

} // namespace

void lstmForward(const RecurrentStep &step, const float *inputBias, const float *hiddenBias, float *gates, const float *previousCell, float *cell,
                 float *hidden) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column)
        for (Index unit = 0; unit < units; unit += width) {
            const Index left = units - unit;
            float *gate[4];
            Lanes value[4];
            for (int number = 0; number < 4; ++number) {
                gate[number] = gates + column * step.gateStride + number * units + unit;
                value[number] = Lanes::from(gate[number], left);
                const Lanes own = Lanes::from(inputBias + number * units + unit, left), other = Lanes::from(hiddenBias + number * units + unit, left);
                for (int lane = 0; lane < width; ++lane)
                    value[number].at[lane] += own.at[lane] + other.at[lane];
            }
            for (int lane = 0; lane < width; ++lane) {
                value[0].at[lane] = sigmoid(value[0].at[lane]);
                value[1].at[lane] = sigmoid(value[1].at[lane]);
                value[3].at[lane] = sigmoid(value[3].at[lane]);
            }
            for (int lane = 0; lane < width; ++lane)
                value[2].at[lane] = hyperbolicTangent(value[2].at[lane]);
            const Index at = column * step.unitStride + unit;
            const Lanes before = previousCell ? Lanes::from(previousCell + at, left) : zeros();
            Lanes c, h;
            for (int lane = 0; lane < width; ++lane)
                c.at[lane] = value[1].at[lane] * before.at[lane] + value[0].at[lane] * value[2].at[lane];
            for (int lane = 0; lane < width; ++lane)
                h.at[lane] = value[3].at[lane] * hyperbolicTangent(c.at[lane]);
            for (int number = 0; number < 4; ++number)
                value[number].to(gate[number], left);
            c.to(cell + at, left);
            h.to(hidden + at, left);
        }
}

void lstmBackward(const RecurrentStep &step, float *gates, const float *previousCell, const float *cell, const float *dHidden, float *dCell) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column)
        for (Index unit = 0; unit < units; unit += width) {
            const Index left = units - unit, at = column * step.unitStride + unit;
            float *gate = gates + column * step.gateStride + unit;
            Lanes i = Lanes::from(gate, left), f = Lanes::from(gate + units, left), g = Lanes::from(gate + 2 * units, left),
                  o = Lanes::from(gate + 3 * units, left), dc = Lanes::from(dCell + at, left);
            const Lanes c = Lanes::from(cell + at, left), dh = Lanes::from(dHidden + at, left),
                        before = previousCell ? Lanes::from(previousCell + at, left) : zeros();
            for (int lane = 0; lane < width; ++lane) {
                const float bent = hyperbolicTangent(c.at[lane]), in = i.at[lane], forget = f.at[lane], candidate = g.at[lane], out = o.at[lane];
                const float slope = dc.at[lane] + dh.at[lane] * out * (1.0f - bent * bent);
                o.at[lane] = dh.at[lane] * bent * out * (1.0f - out);
                i.at[lane] = slope * candidate * in * (1.0f - in);
                g.at[lane] = slope * in * (1.0f - candidate * candidate);
                f.at[lane] = slope * before.at[lane] * forget * (1.0f - forget);
                dc.at[lane] = slope * forget;
            }
            i.to(gate, left);
            f.to(gate + units, left);
            g.to(gate + 2 * units, left);
            o.to(gate + 3 * units, left);
            dc.to(dCell + at, left);
        }
}

void gruForward(const RecurrentStep &step, const float *inputBias, const float *hiddenBias, float *gates, float *hiddenGates, const float *previousHidden,
                float *hidden) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column)
        for (Index unit = 0; unit < units; unit += width) {
            const Index left = units - unit, at = column * step.unitStride + unit;
            float *gate = gates + column * step.gateStride + unit, *hiddenGate = hiddenGates + column * step.gateStride + unit;
            Lanes r = Lanes::from(gate, left), z = Lanes::from(gate + units, left), n = Lanes::from(gate + 2 * units, left);
            const Lanes hr = Lanes::from(hiddenGate, left), hz = Lanes::from(hiddenGate + units, left);
            Lanes hn = Lanes::from(hiddenGate + 2 * units, left), h;
            const Lanes before = previousHidden ? Lanes::from(previousHidden + at, left) : zeros();
            Lanes own[3], other[3];
            for (int number = 0; number < 3; ++number) {
                own[number] = Lanes::from(inputBias + number * units + unit, left);
                other[number] = Lanes::from(hiddenBias + number * units + unit, left);
            }
            for (int lane = 0; lane < width; ++lane) {
                r.at[lane] = sigmoid(r.at[lane] + own[0].at[lane] + hr.at[lane] + other[0].at[lane]);
                z.at[lane] = sigmoid(z.at[lane] + own[1].at[lane] + hz.at[lane] + other[1].at[lane]);
            }
            for (int lane = 0; lane < width; ++lane) {
                hn.at[lane] += other[2].at[lane];
                n.at[lane] = hyperbolicTangent(n.at[lane] + own[2].at[lane] + r.at[lane] * hn.at[lane]);
                h.at[lane] = (1.0f - z.at[lane]) * n.at[lane] + z.at[lane] * before.at[lane];
            }
            r.to(gate, left);
            z.to(gate + units, left);
            n.to(gate + 2 * units, left);
            hn.to(hiddenGate + 2 * units, left);
            h.to(hidden + at, left);
        }
}

void gruBackward(const RecurrentStep &step, float *gates, float *hiddenGates, const float *previousHidden, float *dHidden) {
    const Index units = step.units;
    for (Index column = 0; column < step.columns; ++column)
        for (Index unit = 0; unit < units; unit += width) {
            const Index left = units - unit, at = column * step.unitStride + unit;
            float *gate = gates + column * step.gateStride + unit, *hiddenGate = hiddenGates + column * step.gateStride + unit;
            Lanes r = Lanes::from(gate, left), z = Lanes::from(gate + units, left), n = Lanes::from(gate + 2 * units, left),
                  hn = Lanes::from(hiddenGate + 2 * units, left), dh = Lanes::from(dHidden + at, left);
            const Lanes before = previousHidden ? Lanes::from(previousHidden + at, left) : zeros();
            for (int lane = 0; lane < width; ++lane) {
                const float reset = r.at[lane], update = z.at[lane], candidate = n.at[lane];
                const float dNew = dh.at[lane] * (1.0f - update) * (1.0f - candidate * candidate);
                r.at[lane] = dNew * hn.at[lane] * reset * (1.0f - reset);
                z.at[lane] = dh.at[lane] * (before.at[lane] - candidate) * update * (1.0f - update);
                n.at[lane] = dNew;
                hn.at[lane] = dNew * reset;
                dh.at[lane] *= update;
            }
            r.to(gate, left);
            r.to(hiddenGate, left);
            z.to(gate + units, left);
            z.to(hiddenGate + units, left);
            n.to(gate + 2 * units, left);
            hn.to(hiddenGate + 2 * units, left);
            dh.to(dHidden + at, left);
        }
}

} // namespace hourglass::kernels
