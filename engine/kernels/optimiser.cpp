#include "engine/kernels/kernels.h"

#include <cmath>

namespace hourglass::kernels {

void adam(Index count, const AdamStep &step, float *__restrict parameters, const float *__restrict gradient, float *__restrict m, float *__restrict v) {
    const AdamStep s = step;
    const float size = s.rate / s.correction1, root = 1.0f / std::sqrt(s.correction2), rest1 = 1.0f - s.beta1, rest2 = 1.0f - s.beta2;
    for (Index i = 0; i < count; ++i) {
        const float g = gradient[i];
        m[i] = s.beta1 * m[i] + rest1 * g;
        v[i] = s.beta2 * v[i] + rest2 * g * g;
        parameters[i] -= size * m[i] / (std::sqrt(v[i]) * root + s.epsilon);
    }
}

void amsgrad(Index count, const AdamStep &step, float *__restrict parameters, const float *__restrict gradient, float *__restrict m, float *__restrict v,
             float *__restrict largest) {
    const AdamStep s = step;
    const float size = s.rate / s.correction1, root = 1.0f / std::sqrt(s.correction2), rest1 = 1.0f - s.beta1, rest2 = 1.0f - s.beta2;
    for (Index i = 0; i < count; ++i) {
        const float g = gradient[i];
        m[i] = s.beta1 * m[i] + rest1 * g;
        v[i] = s.beta2 * v[i] + rest2 * g * g;
        largest[i] = v[i] > largest[i] ? v[i] : largest[i];
        parameters[i] -= size * m[i] / (std::sqrt(largest[i]) * root + s.epsilon);
    }
}

void nadam(Index count, const AdamStep &step, float gradientShare, float momentumShare, float *__restrict parameters, const float *__restrict gradient,
           float *__restrict m, float *__restrict v) {
    const AdamStep s = step;
    const float root = 1.0f / std::sqrt(s.correction2), rest1 = 1.0f - s.beta1, rest2 = 1.0f - s.beta2;
    for (Index i = 0; i < count; ++i) {
        const float g = gradient[i];
        m[i] = s.beta1 * m[i] + rest1 * g;
        v[i] = s.beta2 * v[i] + rest2 * g * g;
        parameters[i] -= s.rate * (gradientShare * g + momentumShare * m[i]) / (std::sqrt(v[i]) * root + s.epsilon);
    }
}

void momentum(Index count, float rate, float momentum, bool isNesterov, float *__restrict parameters, const float *__restrict gradient,
              float *__restrict velocity) {
    const float ofGradient = isNesterov ? 1.0f : 0.0f, ofVelocity = isNesterov ? momentum : 1.0f;
    for (Index i = 0; i < count; ++i) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        parameters[i] -= rate * (ofGradient * gradient[i] + ofVelocity * velocity[i]);
    }
}

void rmsprop(Index count, float rate, float decay, float epsilon, float *__restrict parameters, const float *__restrict gradient, float *__restrict v) {
    const float rest = 1.0f - decay;
    for (Index i = 0; i < count; ++i) {
        const float g = gradient[i];
        v[i] = decay * v[i] + rest * g * g;
        parameters[i] -= rate * g / (std::sqrt(v[i]) + epsilon);
    }
}

void adagrad(Index count, float rate, float epsilon, float *__restrict parameters, const float *__restrict gradient, float *__restrict sum) {
    for (Index i = 0; i < count; ++i) {
        const float g = gradient[i];
        sum[i] += g * g;
        parameters[i] -= rate * g / (std::sqrt(sum[i]) + epsilon);
    }
}

void adadelta(Index count, float rate, float decay, float epsilon, float *__restrict parameters, const float *__restrict gradient, float *__restrict v,
              float *__restrict u) {
    const float rest = 1.0f - decay;
    for (Index i = 0; i < count; ++i) {
        const float g = gradient[i];
        v[i] = decay * v[i] + rest * g * g;
        const float step = std::sqrt(u[i] + epsilon) / std::sqrt(v[i] + epsilon) * g;
        u[i] = decay * u[i] + rest * step * step;
        parameters[i] -= rate * step;
    }
}

double dot(Index count, const float *__restrict a, const float *__restrict b) {
    constexpr int chains = 16;
    double partial[chains] = {};
    Index i = 0;
    for (; i + chains <= count; i += chains)
        for (int chain = 0; chain < chains; ++chain)
            partial[chain] += static_cast<double>(a[i + chain]) * static_cast<double>(b[i + chain]);
    double sum = 0;
    for (; i < count; ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    for (const double part : partial)
        sum += part;
    return sum;
}

void addScaled(Index count, float scale, const float *__restrict from, float *__restrict to) {
    for (Index i = 0; i < count; ++i)
        to[i] += scale * from[i];
}

void moveTowards(Index count, float share, const float *__restrict from, float *__restrict to) {
    for (Index i = 0; i < count; ++i)
        to[i] += share * (from[i] - to[i]);
}

void scaleAndClip(Index count, float scale, float limit, float *__restrict values) {
    const float bound = limit > 0 ? limit : HUGE_VALF;
    for (Index i = 0; i < count; ++i) {
        const float value = scale * values[i];
        values[i] = value > bound ? bound : value < -bound ? -bound : value;
    }
}

} // namespace hourglass::kernels
