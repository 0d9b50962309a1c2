// How a source's numbers become those that are trained on, and the way back.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

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

/// Fits what the checked component names to `train` as it was read; `remarks` gets sentences on features that carry nothing. Null for "unit".
/// All sums are in double and in the order of the samples. Errors: too many features to whiten, cancelled.
core::Result<std::shared_ptr<const Scaling>> fitScaling(const Dataset &dataset, const spec::Component &scaling, const Progress &progress,
                                                        std::vector<std::string> &remarks);

/// Fits to the training part and scales all parts; then isWithinUnit, range and lengths are those of the scaled numbers. An error also where a
/// scaled number is too large for float; the dataset is then worth nothing.
std::optional<core::Error> scale(Dataset &dataset, const spec::Component &scaling, const Progress &progress);

/// Sees each sample of the part once, in order, as copySample() gives it. False where it was cancelled in between.
template <class Work>
bool visitSamples(const Part &part, const Progress &progress, Work work) {
    constexpr Index floatsBetween = Index{1} << 18; // a megabyte
    std::vector<float> sample(static_cast<std::size_t>(part.features));
    Index seen = 0;
    for (Index i = 0; i < part.samples; ++i) {
        if (i == 0 || seen > floatsBetween) {
            seen = 0;
            if (progress.isCancelled())
                return false;
        }
        seen += part.features;
        part.copySample(i, sample.data());
        work(i, static_cast<const float *>(sample.data()));
    }
    return true;
}

} // namespace hourglass::data
