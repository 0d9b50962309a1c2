#include "engine/data/shaping/unit_norm.h"

#include <cmath>
#include <utility>

namespace hourglass::data {

namespace {

/// `offsets` may be empty.
double numberOf(const float *sample, Index feature, const std::vector<double> &offsets) {
    return offsets.empty() ? static_cast<double>(sample[feature]) : static_cast<double>(sample[feature]) + offsets[static_cast<std::size_t>(feature)];
}

double lengthOf(const float *sample, Index features, const std::vector<double> &offsets) {
    double squares = 0;
    for (Index f = 0; f < features; ++f)
        squares += numberOf(sample, f, offsets) * numberOf(sample, f, offsets);
    return std::sqrt(squares);
}

class UnitNorm : public Scaling {
public:
    UnitNorm(Index features, std::vector<double> offsets, double meanLength)
        : m_features(features), m_offsets(std::move(offsets)), m_meanLength(static_cast<float>(meanLength)) {}

    bool takesLengths() const override { return true; }

    void apply(float *samples, Index count, float *lengths) const override {
        for (Index i = 0; i < count; ++i) {
            float *sample = samples + i * m_features;
            const double length = lengthOf(sample, m_features, m_offsets);
            for (Index f = 0; f < m_features && length > 0; ++f)
                sample[f] = static_cast<float>(numberOf(sample, f, m_offsets) / length);
            lengths[i] = static_cast<float>(length);
        }
    }

    void invert(const float *scaled, float length, float *original) const override {
        for (Index f = 0; f < m_features; ++f)
            original[f] = static_cast<float>(inverted(scaled, length, f));
    }

    void invertExactly(const float *scaled, float length, double *original) const override {
        for (Index f = 0; f < m_features; ++f)
            original[f] = inverted(scaled, length, f);
    }

    float usualLength() const override { return m_meanLength; }

private:
    /// The part's number: the offset taken off again.
    double inverted(const float *scaled, float length, Index feature) const {
        const double number = static_cast<double>(scaled[feature]) * static_cast<double>(length);
        return m_offsets.empty() ? number : number - m_offsets[static_cast<std::size_t>(feature)];
    }

    Index m_features;
    std::vector<double> m_offsets; ///< of the data set: lengths are those of the source's numbers
    float m_meanLength;
};

} // namespace

std::shared_ptr<const Scaling> fitUnitNorm(const Dataset &dataset, const Progress &progress, std::vector<std::string> &remarks) {
    const Part &train = dataset.train;
    double sum = 0;
    Index empty = 0;
    const bool isDone = visitSamples(train, progress, [&](Index, const float *sample) {
        const double length = lengthOf(sample, train.features, dataset.offsets);
        sum += length;
        empty += length > 0 ? 0 : 1;
    });
    if (!isDone)
        return nullptr;
    if (empty > 0)
        remarks.push_back(std::to_string(empty) + (empty == 1 ? " training sample is" : " training samples are") +
                          " all zeros and stayed so: they have no direction.");
    return std::make_shared<UnitNorm>(train.features, dataset.offsets, sum / static_cast<double>(train.samples));
}

} // namespace hourglass::data
