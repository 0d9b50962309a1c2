#include "engine/judging/confusion.h"

#include <cassert>
#include <limits>
#include <numeric>

namespace hourglass::judging {

Confusion::Confusion(Labels truth, Labels predicted, Index size) : classes(size), counts(static_cast<std::size_t>(size * size)) {
    assert(truth.size() == predicted.size());
    for (std::size_t i = 0; i < truth.size(); ++i)
        if (truth[i] >= 0 && predicted[i] >= 0)
            ++counts[static_cast<std::size_t>(truth[i]) * static_cast<std::size_t>(size) + static_cast<std::size_t>(predicted[i])];
}

Index Confusion::samples() const {
    return std::accumulate(counts.begin(), counts.end(), Index{0});
}

Index Confusion::ofClass(Index truth) const {
    Index sum = 0;
    for (Index each = 0; each < classes; ++each)
        sum += of(truth, each);
    return sum;
}

Index Confusion::takenFor(Index predicted) const {
    Index sum = 0;
    for (Index each = 0; each < classes; ++each)
        sum += of(each, predicted);
    return sum;
}

double Confusion::accuracy() const {
    Index found = 0;
    for (Index each = 0; each < classes; ++each)
        found += of(each, each);
    const Index all = samples();
    return all > 0 ? static_cast<double>(found) / static_cast<double>(all) : std::numeric_limits<double>::quiet_NaN();
}

double Confusion::balancedAccuracy() const {
    double sum = 0;
    Index there = 0;
    for (Index each = 0; each < classes; ++each)
        if (const Index samplesOf = ofClass(each); samplesOf > 0) {
            sum += static_cast<double>(of(each, each)) / static_cast<double>(samplesOf);
            ++there;
        }
    return there > 0 ? sum / static_cast<double>(there) : std::numeric_limits<double>::quiet_NaN();
}

double Confusion::f1(Index each) const {
    const Index both = ofClass(each) + takenFor(each);
    return both > 0 ? 2.0 * static_cast<double>(of(each, each)) / static_cast<double>(both) : 0.0;
}

double Confusion::macroF1() const {
    double sum = 0;
    Index there = 0;
    for (Index each = 0; each < classes; ++each)
        if (ofClass(each) + takenFor(each) > 0) {
            sum += f1(each);
            ++there;
        }
    return there > 0 ? sum / static_cast<double>(there) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace hourglass::judging
