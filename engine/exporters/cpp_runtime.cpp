#include "engine/exporters/cpp_runtime.h"

namespace hourglass::exporters {

const char *const cppRuntime = R"cpp(
namespace detail {

#if defined(__GNUC__)
typedef float Eight __attribute__((vector_size(32)));
inline void load(Eight &to, const float *from) { std::memcpy(&to, from, sizeof to); }
inline void store(const Eight &from, float *to) { std::memcpy(to, &from, sizeof from); }
inline void addProduct(Eight &sum, const Eight &w, float x) { sum += w * x; }
#else
struct Eight {
    float at[8];
};
inline void load(Eight &to, const float *from) { std::memcpy(&to, from, sizeof to); }
inline void store(const Eight &from, float *to) { std::memcpy(to, &from, sizeof from); }
inline void addProduct(Eight &sum, const Eight &w, float x) {
    for (int i = 0; i < 8; ++i)
        sum.at[i] += w.at[i] * x;
}
#endif

/// y[64] += the columns of w that `which` names, each times its x. The sums stay in registers.
inline void addSixtyFour(const float *w, const float *x, const int *which, int count, float *y) {
    Eight a, b, c, d, e, f, g, h, v;
    load(a, y), load(b, y + 8), load(c, y + 16), load(d, y + 24), load(e, y + 32), load(f, y + 40), load(g, y + 48), load(h, y + 56);
    for (int k = 0; k < count; ++k) {
        const float *column = w + which[k] * 64;
        const float factor = x[which[k]];
        load(v, column), addProduct(a, v, factor);
        load(v, column + 8), addProduct(b, v, factor);
        load(v, column + 16), addProduct(c, v, factor);
        load(v, column + 24), addProduct(d, v, factor);
        load(v, column + 32), addProduct(e, v, factor);
        load(v, column + 40), addProduct(f, v, factor);
        load(v, column + 48), addProduct(g, v, factor);
        load(v, column + 56), addProduct(h, v, factor);
    }
    store(a, y), store(b, y + 8), store(c, y + 16), store(d, y + 24), store(e, y + 32), store(f, y + 40), store(g, y + 48), store(h, y + 56);
}

/// The same of eight, in four sums, so that none waits for the one before it.
inline void addEight(const float *w, const float *x, const int *which, int count, float *y) {
    Eight a, b = {}, c = {}, d = {}, v;
    load(a, y);
    int k = 0;
    for (; k + 4 <= count; k += 4) {
        load(v, w + which[k] * 8), addProduct(a, v, x[which[k]]);
        load(v, w + which[k + 1] * 8), addProduct(b, v, x[which[k + 1]]);
        load(v, w + which[k + 2] * 8), addProduct(c, v, x[which[k + 2]]);
        load(v, w + which[k + 3] * 8), addProduct(d, v, x[which[k + 3]]);
    }
    for (; k < count; ++k)
        load(v, w + which[k] * 8), addProduct(a, v, x[which[k]]);
    addProduct(a, b, 1.0f), addProduct(c, d, 1.0f), addProduct(a, c, 1.0f);
    store(a, y);
}

/// y = W x + b. W lies in blocks of 64 outputs, then of 8, each column by column; y has room for a multiple of 8. Inputs that are zero cost nothing.
inline void product(const float *w, const float *b, int inputs, int outputs, const float *x, float *y) {
    const int padded = (outputs + 7) / 8 * 8;
    std::memcpy(y, b, sizeof(float) * static_cast<std::size_t>(padded));
    for (int first = 0; first < inputs; first += 256) {
        int which[256], count = 0;
        for (int i = first; i < inputs && i < first + 256; ++i) {
            which[count] = i;
            count += x[i] != 0.0f;
        }
        const float *block = w;
        int output = 0;
        for (; output + 64 <= padded; output += 64, block += 64 * static_cast<std::size_t>(inputs))
            addSixtyFour(block, x, which, count, y + output);
        for (; output < padded; output += 8, block += 8 * static_cast<std::size_t>(inputs))
            addEight(block, x, which, count, y + output);
    }
}

/// The same at each step of a sequence. What a step writes behind its own numbers, the next overwrites.
inline void productOfSteps(const float *w, const float *b, int steps, int inputs, int outputs, const float *x, float *y) {
    for (int step = 0; step < steps; ++step)
        product(w, b, inputs, outputs, x + step * inputs, y + step * outputs);
}

/// exp(z) within 1e-7, by polynomials (Cephes), so that loops of it become vectors.
inline float exponential(float z) {
    z = z > 87.0f ? 87.0f : z < -87.0f ? -87.0f : z;
    const float shifted = z * 1.44269504088896341f + 12582912.0f, n = shifted - 12582912.0f;
    const float r = (z - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = r * 1.9875691500E-4f + 1.3981999507E-3f;
    p = p * r + 8.3334519073E-3f;
    p = p * r + 4.1665795894E-2f;
    p = p * r + 1.6666665459E-1f;
    p = p * r + 5.0000001201E-1f;
    p = p * r * r + r + 1.0f;
    std::uint32_t bits;
    std::memcpy(&bits, &shifted, sizeof bits);
    bits = (bits << 23) + (127u << 23);
    float power;
    std::memcpy(&power, &bits, sizeof power);
    return p * power;
}
inline float sigmoid(float z) { return 1.0f / (1.0f + exponential(-z)); }
inline float relu(float z) { return z < 0 ? 0.0f : z; }
inline float leakyRelu(float z) { return z < 0 ? 0.01f * z : z; }
inline float elu(float z) { return z < 0 ? std::expm1(z) : z; }
inline float selu(float z) { return 1.0507009873554805f * (z < 0 ? 1.6732632423543772f * std::expm1(z) : z); }
inline float gelu(float z) { return 0.5f * z * std::erfc(-0.70710678118654752f * z); }
inline float silu(float z) { return z * sigmoid(z); }
inline float softplus(float z) { return (z < 0 ? 0.0f : z) + std::log1p(exponential(z < 0 ? z : -z)); }
inline float hardTanh(float z) { return z < -1 ? -1.0f : z > 1 ? 1.0f : z; }
inline float hyperbolicTangent(float z) { return std::tanh(z); }

template <class Function>
inline void each(const float *x, int count, float *y, Function f) {
    for (int i = 0; i < count; ++i)
        y[i] = f(x[i]);
}

inline void softmax(const float *x, int count, float *y) {
    float largest = x[0], sum = 0;
    for (int i = 1; i < count; ++i)
        largest = x[i] > largest ? x[i] : largest;
    for (int i = 0; i < count; ++i)
        sum += y[i] = exponential(x[i] - largest);
    for (int i = 0; i < count; ++i)
        y[i] /= sum;
}

/// y = (x - mean) scale + shift, each for `positions` numbers.
inline void batchNorm(const float *mean, const float *scale, const float *shift, int channels, int positions, const float *x, float *y) {
    for (int c = 0; c < channels; ++c)
        for (int i = c * positions; i < (c + 1) * positions; ++i)
            y[i] = (x[i] - mean[c]) * scale[c] + shift[c];
}

inline void layerNorm(const float *weight, const float *bias, double epsilon, int count, const float *x, float *y) {
    double mean = 0, variance = 0;
    for (int i = 0; i < count; ++i)
        mean += static_cast<double>(x[i]) / count;
    for (int i = 0; i < count; ++i)
        variance += (static_cast<double>(x[i]) - mean) * (static_cast<double>(x[i]) - mean) / count;
    const double scale = 1 / std::sqrt(variance + epsilon);
    for (int i = 0; i < count; ++i)
        y[i] = static_cast<float>((static_cast<double>(x[i]) - mean) * scale) * weight[i] + bias[i];
}

inline void prelu(const float *slope, int channels, int positions, const float *x, float *y) {
    for (int c = 0; c < channels; ++c)
        for (int i = c * positions; i < (c + 1) * positions; ++i)
            y[i] = x[i] < 0 ? slope[c] * x[i] : x[i];
}

/// The `kept` largest, the others zero; of equals the first ones. `room` holds `count`.
inline void keepLargest(int kept, int count, const float *x, float *y, float *room) {
    std::memcpy(room, x, sizeof(float) * static_cast<std::size_t>(count));
    std::nth_element(room, room + kept - 1, room + count, std::greater<float>());
    const float threshold = room[kept - 1];
    int equals = kept;
    for (int i = 0; i < count; ++i)
        equals -= x[i] > threshold;
    for (int i = 0; i < count; ++i) {
        const bool speaks = x[i] > threshold || (x[i] == threshold && equals-- > 0);
        y[i] = speaks ? x[i] : 0.0f;
    }
}

/// Of a side of a convolution: the image's size, that of the positions, and how they meet.
struct Side {
    int image, positions, kernel, stride, dilation, before;
};

/// A convolution, or a transposed one: from the image to the positions or back, group by group. The weights of a group are `step` numbers.
/// `room` holds a patch and what the product gives.
inline void convolution(const float *w, const float *b, int step, int biasStep, int imageChannels, int positionChannels, int groups, Side rows, Side columns,
                        const float *x, float *y, float *room) {
    const int area = rows.kernel * columns.kernel, depths = imageChannels * area, count = rows.positions * columns.positions, pixels = rows.image * columns.image;
    float *sums = room + (depths + 7) / 8 * 8;
    for (int group = 0; group < groups; ++group)
        for (int row = 0; row < rows.positions; ++row)
            for (int column = 0; column < columns.positions; ++column) {
                const float *image = x + group * imageChannels * pixels;
                for (int c = 0, d = 0; c < imageChannels; ++c)
                    for (int k = 0; k < rows.kernel; ++k)
                        for (int l = 0; l < columns.kernel; ++l, ++d) {
                            const int r = row * rows.stride + k * rows.dilation - rows.before, s = column * columns.stride + l * columns.dilation - columns.before;
                            room[d] = r < 0 || s < 0 || r >= rows.image || s >= columns.image ? 0.0f : image[(c * rows.image + r) * columns.image + s];
                        }
                product(w + static_cast<std::size_t>(group) * step, b + group * biasStep, depths, positionChannels, room, sums);
                for (int c = 0; c < positionChannels; ++c)
                    y[(group * positionChannels + c) * count + row * columns.positions + column] = sums[c];
            }
}
inline void transposedConvolution(const float *w, const float *zeros, const float *bias, int step, int imageChannels, int positionChannels, int groups, Side rows,
                                  Side columns, const float *x, float *y, float *room) {
    const int area = rows.kernel * columns.kernel, depths = imageChannels * area, count = rows.positions * columns.positions, pixels = rows.image * columns.image;
    float *sums = room + (positionChannels + 7) / 8 * 8;
    for (int c = 0; c < imageChannels * groups; ++c)
        for (int i = 0; i < pixels; ++i)
            y[c * pixels + i] = bias[c];
    for (int group = 0; group < groups; ++group)
        for (int row = 0; row < rows.positions; ++row)
            for (int column = 0; column < columns.positions; ++column) {
                float *image = y + group * imageChannels * pixels;
                for (int c = 0; c < positionChannels; ++c)
                    room[c] = x[(group * positionChannels + c) * count + row * columns.positions + column];
                product(w + static_cast<std::size_t>(group) * step, zeros, positionChannels, depths, room, sums);
                for (int c = 0, d = 0; c < imageChannels; ++c)
                    for (int k = 0; k < rows.kernel; ++k)
                        for (int l = 0; l < columns.kernel; ++l, ++d) {
                            const int r = row * rows.stride + k * rows.dilation - rows.before, s = column * columns.stride + l * columns.dilation - columns.before;
                            if (r >= 0 && s >= 0 && r < rows.image && s < columns.image)
                                image[(c * rows.image + r) * columns.image + s] += sums[d];
                        }
            }
}

inline void pool(bool takesLargest, int window, int stride, int channels, int height, int width, int rows, int columns, const float *x, float *y) {
    for (int c = 0; c < channels; ++c)
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column) {
                const float *corner = x + (c * height + row * stride) * width + column * stride;
                float largest = corner[0], sum = 0;
                for (int k = 0; k < window; ++k)
                    for (int l = 0; l < window; ++l) {
                        const float value = corner[k * width + l];
                        largest = value > largest ? value : largest;
                        sum += value;
                    }
                *y++ = takesLargest ? largest : sum / static_cast<float>(window * window);
            }
}

/// A larger map: pixels repeated, or straight lines between their centres; beyond the last pixel that one.
inline void resize(bool isLinear, int factor, int channels, int height, int width, int rows, int columns, const float *x, float *y) {
    struct Place {
        int first, second;
        float share;
        Place(bool isLinear, int i, int factor, int extent) : first(i / factor < extent ? i / factor : extent - 1), second(first), share(0) {
            if (!isLinear)
                return;
            double at = (i + 0.5) / factor - 0.5;
            at = at < 0 ? 0 : at > extent - 1 ? extent - 1 : at;
            first = static_cast<int>(at);
            second = first + 1 < extent ? first + 1 : first;
            share = static_cast<float>(at - first);
        }
    };
    for (int c = 0; c < channels; ++c, x += height * width)
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column) {
                const Place r(isLinear, row, factor, height), s(isLinear, column, factor, width);
                const float *above = x + r.first * width, *below = x + r.second * width;
                const float upper = above[s.first] + s.share * (above[s.second] - above[s.first]), lower = below[s.first] + s.share * (below[s.second] - below[s.first]);
                *y++ = upper + r.share * (lower - upper);
            }
}

inline void transpose(int rows, int columns, const float *x, float *y) {
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            y[column * rows + row] = x[row * columns + column];
}

inline void repeat(int steps, int count, const float *x, float *y) {
    for (int step = 0; step < steps; ++step)
        std::memcpy(y + step * count, x, sizeof(float) * static_cast<std::size_t>(count));
}

enum class Cell { simple, lstm, gru };

/// One direction along a sequence; gates i f g o and r z n. Writes the states of all steps `across` apart, or the last one. `room` holds the gates
/// twice, each with room for a multiple of 8, and two states.
inline void recurrent(Cell kind, const float *inputWeights, const float *inputBias, const float *hiddenWeights, const float *hiddenBias, int steps, int inputs,
                      int units, bool isBackwards, bool wholeSequence, int across, const float *x, float *y, float *room) {
    const int gates = units * (kind == Cell::lstm ? 4 : kind == Cell::gru ? 3 : 1), padded = (gates + 7) / 8 * 8;
    float *gate = room, *own = room + padded, *hidden = own + padded, *cell = hidden + units;
    for (int u = 0; u < 2 * units; ++u)
        hidden[u] = 0.0f;
    for (int number = 0; number < steps; ++number) {
        const int step = isBackwards ? steps - 1 - number : number;
        product(inputWeights, inputBias, inputs, gates, x + step * inputs, gate);
        product(hiddenWeights, hiddenBias, units, gates, hidden, own);
        for (int u = 0; u < units; ++u) {
            const auto sum = [=](int which) { return gate[which * units + u] + own[which * units + u]; };
            if (kind == Cell::simple) {
                hidden[u] = std::tanh(sum(0));
            } else if (kind == Cell::lstm) {
                cell[u] = sigmoid(sum(1)) * cell[u] + sigmoid(sum(0)) * std::tanh(sum(2));
                hidden[u] = sigmoid(sum(3)) * std::tanh(cell[u]);
            } else {
                const float update = sigmoid(sum(1)), candidate = std::tanh(gate[2 * units + u] + sigmoid(sum(0)) * own[2 * units + u]);
                hidden[u] = (1.0f - update) * candidate + update * hidden[u];
            }
        }
        if (wholeSequence || number == steps - 1)
            std::memcpy(y + (wholeSequence ? step * across : 0), hidden, sizeof(float) * static_cast<std::size_t>(units));
    }
}

} // namespace detail
)cpp";

} // namespace hourglass::exporters
