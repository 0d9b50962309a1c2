#include "engine/kernels/kernels.h"

#include <cmath>

namespace hourglass::kernels {

void adam(Index count, const AdamStep &step, float *__restrict parameters, const float *__restrict gradient, float *__restrict m,
          float *__restrict v) {
    const AdamStep s = step;
    const float size = s.rate / s.correction1, root = 1.0f / std::sqrt(s.correction2), rest1 = 1.0f - s.beta1, rest2 = 1.0f - s.beta2;
    for (Index i = 0; i < count; ++i) {
        const float g = gradient[i];
        m[i] = s.beta1 * m[i] + rest1 * g;
        v[i] = s.beta2 * v[i] + rest2 * g * g;
        parameters[i] -= size * m[i] / (std::sqrt(v[i]) * root + s.epsilon);
    }
}

void momentum(Index count, float rate, float momentum, float *__restrict parameters, const float *__restrict gradient,
              float *__restrict velocity) {
    for (Index i = 0; i < count; ++i) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        parameters[i] -= rate * velocity[i];
    }
}

} // namespace hourglass::kernels
