#include "engine/data/shaping/unit_norm.h"

#include <cmath>

namespace hourglass::data {

namespace {

double lengthOf(const float *sample, Index features) {
    double squares = 0;
    for (Index f = 0; f < features; ++f)
        squares += static_cast<double>(sample[f]) * sample[f];
    return std::sqrt(squares);
}

class UnitNorm : public Scaling {
public:
    UnitNorm(Index features, double meanLength) : m_features(features), m_meanLength(static_cast<float>(meanLength)) {}

    bool takesLengths() const override { return true; }

    void apply(float *samples, Index count, float *lengths) const override {
        for (Index i = 0; i < count; ++i) {
            float *sample = samples + i * m_features;
            const double length = lengthOf(sample, m_features);
            for (Index f = 0; f < m_features && length > 0; ++f)
                sample[f] = static_cast<float>(sample[f] / length);
            lengths[i] = static_cast<float>(length);
        }
    }

    void invert(const float *scaled, float length, float *original) const override {
        for (Index f = 0; f < m_features; ++f)
            original[f] = scaled[f] * length;
    }

    float usualLength() const override { return m_meanLength; }

private:
    Index m_features;
    float m_meanLength;
};

} // namespace

std::shared_ptr<const Scaling> fitUnitNorm(const Dataset &dataset, const Progress &progress, std::vector<std::string> &remarks) {
    const Part &train = dataset.train;
    double sum = 0;
    Index empty = 0;
    const bool isDone = visitSamples(train, progress, [&](Index, const float *sample) {
        const double length = lengthOf(sample, train.features);
        sum += length;
        empty += length > 0 ? 0 : 1;
    });
    if (!isDone)
        return nullptr;
    if (empty > 0)
        remarks.push_back(std::to_string(empty) + (empty == 1 ? " training sample is" : " training samples are") + " all zeros and stayed so: they have no direction.");
    return std::make_shared<UnitNorm>(train.features, sum / static_cast<double>(train.samples));
}

} // namespace hourglass::data
