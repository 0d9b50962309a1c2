// How a source's numbers became those that are trained on, and the way back.
#pragma once

#include "engine/core/types.h"

namespace hourglass::data {

using core::Index;

/// Fitted once, never changed: threads may share it.
class Scaling {
public:
    virtual ~Scaling() = default;

    /// Whether each number is scaled by itself, so that bytes may stay bytes and are scaled as they are read.
    virtual bool isAffine() const { return false; }
    /// Whether each sample has a length that invert() must be told.
    virtual bool takesLengths() const { return false; }
    /// Scales `count` samples that lie one behind the other, where they stand; writes their lengths where it takes them.
    virtual void apply(float *samples, Index count, float *lengths) const = 0;
    /// One sample back to the source's numbers; `length` is that of the sample, and ignored where lengths are not taken. The two may be the same.
    virtual void invert(const float *scaled, float length, float *original) const = 0;
    /// The same in double.
    virtual void invertExactly(const float *scaled, float length, double *original) const = 0;
    /// The length of a sample that never was one: the mean of the training part's.
    virtual float usualLength() const { return 1.0f; }
};

} // namespace hourglass::data
