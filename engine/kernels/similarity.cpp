// Structural similarity and its gradient, image by image, in tiles of columns: the memory is a fixed part of the stack whatever the image.
#include "engine/kernels/kernels.h"

#include <cmath>

namespace hourglass::kernels {

namespace {

constexpr int largestWindow = 11, tile = 64, halo = largestWindow - 1;
constexpr double stabiliser1 = 0.01 * 0.01, stabiliser2 = 0.03 * 0.03; ///< for numbers that reach from 0 to 1

/// 11, or the largest odd number that fits into the image.
int windowFor(Index height, Index width) {
    Index window = height < width ? height : width;
    window = window < largestWindow ? window : largestWindow;
    return static_cast<int>(window % 2 == 0 ? window - 1 : window);
}

struct Weights {
    double of[largestWindow];

    /// A Gaussian with a standard deviation of 1.5 whose sum is 1.
    explicit Weights(int window) {
        double sum = 0;
        for (int i = 0; i < window; ++i) {
            const double way = i - window / 2;
            of[i] = std::exp(-way * way / (2 * 1.5 * 1.5));
            sum += of[i];
        }
        for (int i = 0; i < window; ++i)
            of[i] /= sum;
    }
};

/// One row of a tile in numbers of five kinds: y, t, y², t², y t.
struct Moments {
    double of[5][tile];
};

struct Channel {
    const float *y, *t;
    Index height, width;
};

void filterAlongRow(const Channel &channel, Index row, Index first, int count, int window, const Weights &weights, Moments &to) {
    const float *y = channel.y + row * channel.width + first, *t = channel.t + row * channel.width + first;
    double numbers[5][tile + halo];
    for (int i = 0; i < count + window - 1; ++i) {
        const auto a = static_cast<double>(y[i]), b = static_cast<double>(t[i]);
        numbers[0][i] = a;
        numbers[1][i] = b;
        numbers[2][i] = a * a;
        numbers[3][i] = b * b;
        numbers[4][i] = a * b;
    }
    for (int kind = 0; kind < 5; ++kind) {
        for (int i = 0; i < count; ++i)
            to.of[kind][i] = 0;
        for (int shift = 0; shift < window; ++shift)
            for (int i = 0; i < count; ++i)
                to.of[kind][i] += weights.of[shift] * numbers[kind][i + shift];
    }
}

/// What a place of the map has to say: SSIM = (2 μ_y μ_t + C1)(2 σ_yt + C2) / ((μ_y² + μ_t² + C1)(σ_y² + σ_t² + C2)), and its derivatives
/// by the weighted means of y, y² and y t.
struct Slopes {
    double mean[tile], square[tile], product[tile];
};

double similarityOf(const Moments &m, int count, Slopes &slopes) {
    double sum = 0;
    for (int i = 0; i < count; ++i) {
        const double meanY = m.of[0][i], meanT = m.of[1][i];
        const double varianceY = m.of[2][i] - meanY * meanY, varianceT = m.of[3][i] - meanT * meanT, covariance = m.of[4][i] - meanY * meanT;
        const double a1 = 2 * meanY * meanT + stabiliser1, a2 = 2 * covariance + stabiliser2;
        const double b1 = meanY * meanY + meanT * meanT + stabiliser1, b2 = varianceY + varianceT + stabiliser2;
        const double inverse = 1 / (b1 * b2), similarity = a1 * a2 * inverse;
        slopes.mean[i] = 2 * meanT * (a2 - a1) * inverse + 2 * meanY * similarity * (1 / b2 - 1 / b1);
        slopes.square[i] = -similarity / b2;
        slopes.product[i] = 2 * a1 * inverse;
        sum += similarity;
    }
    return sum;
}

/// Adds scale · w(p − q) (mean_q + 2 y_p square_q + t_p product_q) to the gradient at all p that the window of a place q covers.
void spread(const Channel &channel, Index row, Index first, int count, int window, const Weights &weights, const Slopes &slopes, double scale,
            float *gradient) {
    double along[3][tile + halo] = {};
    for (int shift = 0; shift < window; ++shift)
        for (int i = 0; i < count; ++i) {
            along[0][i + shift] += weights.of[shift] * slopes.mean[i];
            along[1][i + shift] += weights.of[shift] * slopes.square[i];
            along[2][i + shift] += weights.of[shift] * slopes.product[i];
        }
    for (int down = 0; down < window; ++down) {
        const Index at = (row + down) * channel.width + first;
        const float *y = channel.y + at, *t = channel.t + at;
        float *slope = gradient + at;
        const double weight = scale * weights.of[down];
        for (int i = 0; i < count + window - 1; ++i)
            slope[i] += static_cast<float>(weight * (along[0][i] + 2 * static_cast<double>(y[i]) * along[1][i] + static_cast<double>(t[i]) * along[2][i]));
    }
}

/// The sum of the map over a tile of `count` columns.
double similarityOfTile(const Channel &channel, Index first, int count, int window, const Weights &weights, double scale, float *gradient) {
    Moments rows[largestWindow], here;
    Slopes slopes;
    double sum = 0;
    for (Index row = 0; row < channel.height; ++row) {
        filterAlongRow(channel, row, first, count, window, weights, rows[row % window]);
        const Index top = row - window + 1;
        if (top < 0)
            continue;
        for (int kind = 0; kind < 5; ++kind)
            for (int i = 0; i < count; ++i) {
                double mean = 0;
                for (int down = 0; down < window; ++down)
                    mean += weights.of[down] * rows[(top + down) % window].of[kind][i];
                here.of[kind][i] = mean;
            }
        sum += similarityOf(here, count, slopes);
        if (gradient)
            spread(channel, top, first, count, window, weights, slopes, scale, gradient);
    }
    return sum;
}

} // namespace

double structuralDissimilarity(Index channels, Index height, Index width, Index columns, const float *y, Index yStride, const float *t, Index tStride,
                               float *gradient, Index gradientStride, float scale) {
    const int window = windowFor(height, width);
    const Weights weights(window);
    const Index pixels = height * width, places = width - window + 1;
    const double perPlace = 1.0 / static_cast<double>(channels * (height - window + 1) * places);
    double sum = 0;
    for (Index column = 0; column < columns; ++column) {
        double similarity = 0;
        for (Index channel = 0; channel < channels; ++channel) {
            const Channel view{y + column * yStride + channel * pixels, t + column * tStride + channel * pixels, height, width};
            float *slope = gradient ? gradient + column * gradientStride + channel * pixels : nullptr;
            for (Index i = 0; slope && i < pixels; ++i)
                slope[i] = 0;
            for (Index first = 0; first < places; first += tile) {
                const Index left = places - first;
                similarity +=
                    similarityOfTile(view, first, static_cast<int>(left < tile ? left : tile), window, weights, -static_cast<double>(scale) * perPlace, slope);
            }
        }
        sum += 1.0 - similarity * perPlace;
    }
    return sum;
}

} // namespace hourglass::kernels
