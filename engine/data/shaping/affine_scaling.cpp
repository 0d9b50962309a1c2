#include "engine/data/shaping/affine_scaling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/shaping/quartiles.h"

namespace hourglass::data {

namespace {

class AffineScaling : public Scaling {
public:
    AffineScaling(Index features, AffineTerms terms) : m_features(features), m_terms(std::move(terms)) {}

    bool isAffine() const override { return true; }

    void apply(float *samples, Index count, float *) const override {
        for (Index i = 0; i < count; ++i) {
            float *sample = samples + i * m_features;
            for (Index f = 0; f < m_features; ++f)
                sample[f] = static_cast<float>((static_cast<double>(sample[f]) - m_terms.offset[f]) * m_terms.factor[f]);
        }
    }

    void invert(const float *scaled, float, float *original) const override {
        for (Index f = 0; f < m_features; ++f)
            original[f] = static_cast<float>(static_cast<double>(scaled[f]) * m_terms.spread[f] + m_terms.offset[f]);
    }

    void invertExactly(const float *scaled, float, double *original) const override {
        for (Index f = 0; f < m_features; ++f)
            original[f] = static_cast<double>(scaled[f]) * m_terms.spread[f] + m_terms.offset[f];
    }

private:
    Index m_features;
    AffineTerms m_terms; ///< one entry a feature
};

/// The smallest and the largest of each feature, and what is summed of them.
struct Moments {
    std::vector<double> lowest, highest, mean, variance;
};

bool measure(const Part &part, const Progress &progress, Moments &m) {
    const auto features = static_cast<std::size_t>(part.features);
    m.lowest.assign(features, std::numeric_limits<double>::infinity());
    m.highest.assign(features, -std::numeric_limits<double>::infinity());
    m.mean.assign(features, 0.0);
    m.variance.assign(features, 0.0);
    const auto samples = static_cast<double>(part.samples);
    const bool isDone = visitSamples(part, progress, [&](Index, const float *sample) {
        for (std::size_t f = 0; f < features; ++f) {
            const double value = sample[f];
            m.lowest[f] = std::min(m.lowest[f], value);
            m.highest[f] = std::max(m.highest[f], value);
            m.mean[f] += value;
        }
    });
    for (double &mean : m.mean)
        mean /= samples;
    return isDone && visitSamples(part, progress, [&](Index, const float *sample) {
               for (std::size_t f = 0; f < features; ++f)
                   m.variance[f] += (sample[f] - m.mean[f]) * (sample[f] - m.mean[f]) / samples;
           });
}

/// All features as one, in the source's numbers: their mean, and the mean of their variances and of the squared distances of their means.
Moments together(Moments m, const std::vector<double> &offsets) {
    for (std::vector<double> *values : {&m.lowest, &m.highest, &m.mean})
        for (std::size_t f = 0; f < offsets.size(); ++f)
            (*values)[f] += offsets[f];
    const auto features = static_cast<double>(m.mean.size());
    Moments all{{*std::min_element(m.lowest.begin(), m.lowest.end())}, {*std::max_element(m.highest.begin(), m.highest.end())}, {0.0}, {0.0}};
    for (const double mean : m.mean)
        all.mean[0] += mean / features;
    for (std::size_t f = 0; f < m.mean.size(); ++f)
        all.variance[0] += (m.variance[f] + (m.mean[f] - all.mean[0]) * (m.mean[f] - all.mean[0])) / features;
    return all;
}

std::string nameOf(const Dataset &dataset, std::size_t feature) {
    return feature < dataset.featureNames.size() ? dataset.featureNames[feature] : std::to_string(feature + 1);
}

/// "feature 3", "features 1, 2, 3 and 40 more", or "all numbers".
std::string listed(const Dataset &dataset, const std::vector<std::size_t> &features, bool asAWhole) {
    constexpr std::size_t mostNamed = 8;
    if (asAWhole)
        return "all numbers";
    std::string text = features.size() == 1 ? "feature " : "features ";
    for (std::size_t i = 0; i < std::min(features.size(), mostNamed); ++i) {
        text += i > 0 ? ", " : "";
        text += nameOf(dataset, features[i]);
    }
    if (features.size() > mostNamed)
        text += " and " + std::to_string(features.size() - mostNamed) + " more";
    return text;
}

} // namespace

std::shared_ptr<const Scaling> fitAffine(const Dataset &dataset, const std::string &kind, bool asAWhole, const Progress &progress,
                                         std::vector<std::string> &remarks) {
    const Part &train = dataset.train;
    Moments moments;
    if (!measure(train, progress, moments))
        return nullptr;
    if (asAWhole)
        moments = together(moments, dataset.offsets);
    std::vector<Quartiles> quartiles;
    if (kind == "robust") {
        quartiles = quartilesOf(train, asAWhole, dataset.offsets, progress);
        if (quartiles.empty())
            return nullptr;
    }
    AffineTerms terms;
    std::vector<std::size_t> constant, unspread;
    for (std::size_t i = 0; i < moments.mean.size(); ++i) {
        const bool isConstant = moments.lowest[i] == moments.highest[i];
        double offset = moments.lowest[i], spread = moments.highest[i] - moments.lowest[i];
        if (kind == "standardise") {
            offset = moments.mean[i];
            spread = std::sqrt(moments.variance[i]);
        } else if (kind == "robust") {
            offset = quartiles[i].median;
            spread = quartiles[i].upper - quartiles[i].lower;
        }
        if (isConstant) {
            constant.push_back(i);
            offset = moments.lowest[i];
            spread = 1;
        } else if (!(spread > 0)) { // a variance may vanish below double, quartiles may be equal
            unspread.push_back(i);
            spread = 1;
        }
        terms.offset.push_back(offset);
        terms.spread.push_back(spread);
        terms.factor.push_back(1.0 / spread);
    }
    if (!constant.empty())
        remarks.push_back("Only centred, because nothing varies in the training part: " + listed(dataset, constant, asAWhole) + ".");
    if (!unspread.empty())
        remarks.push_back("Only centred, because " + std::string(kind == "robust" ? "quartiles are equal: " : "the spread is too small to divide by: ") +
                          listed(dataset, unspread, asAWhole) + ".");
    if (asAWhole)
        for (std::vector<double> *values : {&terms.offset, &terms.factor, &terms.spread})
            values->assign(static_cast<std::size_t>(train.features), values->front());
    for (std::size_t f = 0; asAWhole && f < dataset.offsets.size(); ++f)
        terms.offset[f] -= dataset.offsets[f];
    return std::make_shared<AffineScaling>(train.features, std::move(terms));
}

} // namespace hourglass::data
