#include "engine/runs/curve_series.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace hourglass::runs {

namespace {

/// Seconds of training by step, from the epochs that were timed: even between their ends.
class Clock {
public:
    explicit Clock(const Evaluations &evaluations) {
        double seconds = 0;
        for (const training::EvaluationRecord &record : evaluations.records())
            if (record.endsEpoch && std::isfinite(record.seconds)) {
                seconds += record.seconds;
                m_ends.emplace_back(record.step, seconds);
            }
    }

    double at(Index step) const {
        const auto after = std::lower_bound(m_ends.begin(), m_ends.end(), step, [](const auto &end, Index wanted) { return end.first < wanted; });
        if (after == m_ends.end()) // goes on as fast as until then
            return m_ends.empty() ? 0 : m_ends.back().second * static_cast<double>(step) / static_cast<double>(std::max<Index>(1, m_ends.back().first));
        const auto [before, seconds] = after == m_ends.begin() ? std::pair<Index, double>() : *std::prev(after);
        return seconds + (after->second - seconds) * static_cast<double>(step - before) / static_cast<double>(std::max<Index>(1, after->first - before));
    }

private:
    std::vector<std::pair<Index, double>> m_ends;
};

class Collector {
public:
    explicit Collector(const RunLog &log) : m_clock(log.evaluations()) {}

    void add(const std::string &name, const std::string &lossName, Index step, double epoch, double value) {
        add(name, lossName, {step, epoch, 0, value, static_cast<float>(value), static_cast<float>(value), 1});
    }
    void add(const std::string &name, const std::string &lossName, SeriesPoint point) {
        if (!std::isfinite(point.value))
            return;
        const auto [at, isNew] = m_places.try_emplace(name, m_series.size());
        if (isNew)
            m_series.push_back({name, lossName, {}});
        std::vector<SeriesPoint> &points = m_series[at->second].points;
        if (!points.empty() && points.back().step >= point.step)
            return; // of two at one step the first is that of the loss that was trained
        point.seconds = m_clock.at(point.step);
        points.push_back(point);
    }
    std::vector<Series> take() { return std::move(m_series); }

private:
    Clock m_clock;
    std::vector<Series> m_series;
    std::map<std::string, std::size_t> m_places;
};

} // namespace

std::vector<Series> seriesOf(const RunLog &log) {
    Collector collector(log);
    std::vector<std::pair<Index, std::string>> groups; ///< of each segment: where it ends, what its losses are called
    for (std::size_t i = 0; i < log.segments(); ++i) {
        const Segment &segment = *log.segment(i);
        const std::string group = segment.lossName == log.lossName() ? "loss" : segment.lossName;
        for (Index span = 0; span < segment.train.size(); ++span) {
            const Span at = segment.train.span(span);
            if (at.steps > 0)
                collector.add(group + "/train", segment.lossName, {at.step, at.epoch, 0, static_cast<double>(at.mean), at.minimum, at.maximum, at.steps});
        }
        const Index end = i + 1 == log.segments() ? log.lastStep() : segment.train.isEmpty() ? 0 : segment.train.last().step;
        groups.emplace_back(end, group);
    }
    for (const training::EvaluationRecord &record : log.evaluations().records()) {
        std::size_t segment = 0;
        while (segment + 1 < groups.size() && groups[segment].first < record.step)
            ++segment;
        const std::string &group = groups[segment].second, lossName = log.segment(segment)->lossName;
        collector.add(group + "/train_epoch", lossName, record.step, record.epoch, record.trainLoss);
        collector.add(group + "/validation", lossName, record.step, record.epoch, record.validationLoss);
        collector.add(group + "/test", lossName, record.step, record.epoch, record.testLoss);
        if (record.endsEpoch)
            for (const training::Term &term : record.terms)
                collector.add((group == "loss" ? "term/" : group + " term/") + term.name, lossName, record.step, record.epoch, term.value);
        if (record.endsEpoch && record.samplesPerSecond > 0)
            collector.add("speed/samples_per_second", lossName, record.step, record.epoch, record.samplesPerSecond);
    }
    return collector.take();
}

} // namespace hourglass::runs
