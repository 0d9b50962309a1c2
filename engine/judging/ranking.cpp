#include "engine/judging/ranking.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace hourglass::judging {

double Ranking::precision(const Cut &cut) const {
    const Index taken = cut.truePositives + cut.falsePositives;
    return taken > 0 ? static_cast<double>(cut.truePositives) / static_cast<double>(taken) : 1.0;
}

double Ranking::f1(const Cut &cut) const {
    return 2.0 * static_cast<double>(cut.truePositives) / static_cast<double>(positives + cut.truePositives + cut.falsePositives);
}

double Ranking::area() const {
    double twice = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i)
        twice +=
            static_cast<double>(cuts[i].falsePositives - cuts[i - 1].falsePositives) * static_cast<double>(cuts[i].truePositives + cuts[i - 1].truePositives);
    return twice / 2.0 / static_cast<double>(positives) / static_cast<double>(negatives);
}

double Ranking::averagePrecision() const {
    double sum = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i)
        sum += static_cast<double>(cuts[i].truePositives - cuts[i - 1].truePositives) * precision(cuts[i]);
    return sum / static_cast<double>(positives);
}

const Cut &Ranking::best() const {
    return *std::max_element(cuts.begin(), cuts.end(), [this](const Cut &a, const Cut &b) {
        return truePositiveRate(a) - falsePositiveRate(a) < truePositiveRate(b) - falsePositiveRate(b);
    });
}

const Cut &Ranking::bestF1() const {
    return *std::max_element(cuts.begin(), cuts.end(), [this](const Cut &a, const Cut &b) { return f1(a) < f1(b); });
}

const Cut &Ranking::at(double threshold) const {
    const auto after = std::find_if(cuts.begin() + 1, cuts.end(), [&](const Cut &cut) { return cut.threshold < threshold; });
    return *(after - 1);
}

core::Result<Ranking> rank(std::span<const double> scores, std::span<const std::uint8_t> isPositive) {
    assert(scores.size() == isPositive.size());
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (!std::isfinite(scores[i]))
            return core::Error{"The score of sample " + std::to_string(i) + " is not finite", "", "Leave this sample out."};
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b] || (scores[a] == scores[b] && a < b); });
    Ranking ranking;
    ranking.cuts.push_back({std::numeric_limits<double>::infinity(), 0, 0});
    for (std::size_t i = 0; i < order.size(); ++i) {
        ++(isPositive[order[i]] != 0 ? ranking.positives : ranking.negatives);
        if (i + 1 == order.size() || scores[order[i + 1]] != scores[order[i]])
            ranking.cuts.push_back({scores[order[i]], ranking.positives, ranking.negatives});
    }
    if (ranking.positives == 0 || ranking.negatives == 0)
        return core::Error{"All samples are of one kind: there is nothing to tell apart", "",
                           "Choose other classes, so that some samples are of them and some are not."};
    return ranking;
}

double macroArea(core::ConstView scores, Labels truth) {
    double sum = 0;
    Index there = 0;
    std::vector<double> ofClass;
    std::vector<std::uint8_t> isOfClass;
    for (Index each = 0; each < scores.rows; ++each) {
        ofClass.clear();
        isOfClass.clear();
        for (Index sample = 0; sample < scores.columns; ++sample)
            if (const std::int32_t label = truth[static_cast<std::size_t>(sample)]; label >= 0) {
                ofClass.push_back(static_cast<double>(scores.column(sample)[each]));
                isOfClass.push_back(label == each);
            }
        if (const auto ranking = rank(ofClass, isOfClass)) {
            sum += ranking->area();
            ++there;
        }
    }
    return there > 0 ? sum / static_cast<double>(there) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace hourglass::judging
