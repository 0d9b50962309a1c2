#include "ui/sweep/sweep_picture.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr std::size_t mostTicks = 7;
constexpr double decade = 10;

QString shortText(double value) {
    return QLocale().toString(value, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

SweepScale scaleOfNumbers(const std::vector<double> &values, bool mayBeLogarithmic) {
    SweepScale scale;
    std::vector<double> finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double value) { return std::isfinite(value); });
    scale.places.assign(values.size(), std::numeric_limits<double>::quiet_NaN());
    if (finite.empty())
        return scale;
    std::sort(finite.begin(), finite.end());
    finite.erase(std::unique(finite.begin(), finite.end()), finite.end());
    const double low = finite.front(), high = finite.back();
    scale.isLogarithmic = mayBeLogarithmic && low > 0 && high >= decade * low;
    const auto placed = [&](double value) {
        if (high == low)
            return 0.5;
        return scale.isLogarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    };
    for (std::size_t row = 0; row < values.size(); ++row)
        if (std::isfinite(values[row]))
            scale.places[row] = placed(values[row]);
    const std::size_t step = (finite.size() + mostTicks - 1) / mostTicks;
    for (std::size_t value = 0; value < finite.size(); value += step)
        scale.ticks.emplace_back(placed(finite[value]), shortText(finite[value]));
    return scale;
}

} // namespace

int bestOf(const std::vector<SweepRow> &rows) {
    int best = -1;
    for (std::size_t row = 0; row < rows.size(); ++row)
        if (rows[row].isWhole && std::isfinite(rows[row].mean) && (best < 0 || rows[row].mean < rows[static_cast<std::size_t>(best)].mean))
            best = static_cast<int>(row);
    return best;
}

SweepScale scaleOf(const std::vector<SweepRow> &rows, int axis) {
    std::vector<double> numbers;
    QStringList words;
    bool areNumbers = true;
    for (const SweepRow &row : rows) {
        bool isNumber = false;
        const QString word = row.values.value(axis);
        numbers.push_back(word.toDouble(&isNumber));
        areNumbers = areNumbers && isNumber;
        if (!words.contains(word))
            words << word;
    }
    if (areNumbers)
        return scaleOfNumbers(numbers, true);
    SweepScale scale;
    const auto placed = [&words](qsizetype word) { return words.size() < 2 ? 0.5 : static_cast<double>(word) / static_cast<double>(words.size() - 1); };
    for (const SweepRow &row : rows)
        scale.places.push_back(placed(words.indexOf(row.values.value(axis))));
    for (qsizetype word = 0; word < words.size(); ++word)
        scale.ticks.emplace_back(placed(word), words[word]);
    return scale;
}

SweepScale scaleOfMeans(const std::vector<SweepRow> &rows) {
    std::vector<double> means;
    for (const SweepRow &row : rows)
        means.push_back(row.mean);
    SweepScale scale = scaleOfNumbers(means, false);
    if (scale.ticks.size() > 2) // the ends alone: the numbers between them are nobody's choice
        scale.ticks = {
            {0, shortText(*std::min_element(means.begin(), means.end(), [](double a, double b) { return std::isfinite(a) && (!std::isfinite(b) || a < b); }))},
            {1, shortText(*std::max_element(means.begin(), means.end(), [](double a, double b) { return std::isfinite(b) && (!std::isfinite(a) || a < b); }))}};
    return scale;
}

} // namespace hourglass::ui
