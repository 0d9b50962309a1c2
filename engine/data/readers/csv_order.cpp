#include "engine/data/readers/csv_order.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <unordered_map>

namespace hourglass::data {

namespace {

constexpr std::size_t fewestSteps = 7;
constexpr double mostExceptions = 0.05; ///< of all steps: where one series ends and another begins, or a clock is set back
constexpr double fewDoubled = 0.2;      ///< of all rows; where more share their time, several things are measured at once

/// Steps from each row to the next of its group.
struct Steps {
    std::size_t up = 0, down = 0, level = 0, unknown = 0;

    std::size_t known() const { return up + down + level; }
    std::size_t excess() const { return up > down ? up - down : down - up; }
};

Steps stepsOf(const std::vector<CsvTime> &times, std::size_t reading, const std::vector<std::int32_t> &groups) {
    Steps steps;
    std::unordered_map<std::int32_t, double> last;
    double before = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t row = 0; row < times.size(); ++row) {
        const double time = times[row][reading];
        if (!groups.empty()) {
            const auto found = last.find(groups[row]);
            before = found == last.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
        }
        if (std::isnan(time)) {
            ++steps.unknown;
            continue;
        }
        if (!std::isnan(before))
            ++(time > before ? steps.up : time < before ? steps.down : steps.level);
        before = time;
        if (!groups.empty())
            last[groups[row]] = time;
    }
    return steps;
}

/// The share of gaps that are like the one in the middle: much of a series, little of birthdays.
double regularityOf(const std::vector<double> &sorted) {
    std::vector<double> gaps;
    for (std::size_t i = 1; i < sorted.size(); ++i)
        if (sorted[i] > sorted[i - 1])
            gaps.push_back(sorted[i] - sorted[i - 1]);
    if (gaps.size() < fewestSteps)
        return 0.0;
    std::vector<double> ordered = gaps;
    std::nth_element(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(ordered.size() / 2), ordered.end());
    const double middle = ordered[ordered.size() / 2];
    const auto alike = std::count_if(gaps.begin(), gaps.end(), [middle](double gap) { return std::abs(gap - middle) <= 0.12 * middle; });
    return static_cast<double>(alike) / static_cast<double>(gaps.size());
}

std::string rowsText(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " row has" : " rows have");
}

} // namespace

CsvOrder orderOf(const CsvTable &table, const std::vector<CsvTime> &times, const std::vector<std::int32_t> &groups) {
    CsvOrder order;
    if (table.time < 0 || times.size() <= fewestSteps)
        return order;
    std::size_t reading = 0;
    Steps steps = stepsOf(times, 0, groups);
    for (std::size_t other = 1; other < times.front().size(); ++other) {
        const Steps read = stepsOf(times, other, groups);
        if (read.unknown < steps.unknown || (read.unknown == steps.unknown && read.excess() > steps.excess())) {
            steps = read;
            reading = other;
        }
    }
    if (steps.known() < fewestSteps || 10 * steps.unknown > times.size() || steps.up + steps.down == 0)
        return order;
    const double exceptions = static_cast<double>(std::min(steps.up, steps.down)) / static_cast<double>(steps.up + steps.down);
    order.falls = steps.down > steps.up && exceptions <= mostExceptions;

    std::vector<double> sorted;
    for (const CsvTime &time : times)
        if (!std::isnan(time[reading]))
            sorted.push_back(time[reading]);
    std::sort(sorted.begin(), sorted.end());
    std::size_t doubled = 0;
    for (std::size_t i = 1; i < sorted.size(); ++i)
        doubled += sorted[i] == sorted[i - 1] ? 1 : 0;
    const double share = static_cast<double>(doubled) / static_cast<double>(sorted.size());
    const bool isOneSeries = groups.empty() && share <= fewDoubled;
    const bool isInOrder = exceptions <= mostExceptions;
    if (!isInOrder && isOneSeries && regularityOf(sorted) >= 0.4)
        order.remark = table.titleOf(table.time) + " holds times in no order: windows and parts by order take the rows as they stand.";
    else if (isInOrder && isOneSeries && exceptions > 0.0 && regularityOf(sorted) >= 0.4)
        order.remark = table.titleOf(table.time) + (order.falls ? " falls" : " rises") + " but for " + std::to_string(std::min(steps.up, steps.down)) +
                       " steps: windows and parts by order take the rows as they stand.";
    else if (isInOrder && isOneSeries && doubled > 0 && regularityOf(sorted) >= 0.4)
        order.remark = table.titleOf(table.time) + ": " + rowsText(doubled) + " the same time as another.";
    if (groups.empty() && !isOneSeries && exceptions > 0.0) {
        std::int32_t beginning = 0;
        double before = std::numeric_limits<double>::quiet_NaN();
        for (const CsvTime &time : times) {
            const bool isTurned = order.falls ? time[reading] > before : time[reading] < before;
            beginning += isTurned ? 1 : 0;
            order.series.push_back(beginning);
            before = std::isnan(time[reading]) ? before : time[reading];
        }
    }
    return order;
}

} // namespace hourglass::data
