#include "engine/data/readers/tables/arff_bags.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "engine/data/readers/csv_number.h"
#include "engine/data/readers/csv_pass.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using Type = ArffAttribute::Type;

namespace {

/// A value as a number: that of a nominal one is its place among those declared. False where it is none.
bool numberOf(const ArffAttribute &attribute, const std::string &value, double &number) {
    number = std::numeric_limits<double>::quiet_NaN();
    if (value.empty())
        return true;
    if (attribute.type != Type::Nominal) {
        float single = 0.0f; // whether floats reach so far
        return readSeriesNumber(value, single) && (std::isnan(single) || readCsvNumber(value, '.', number) == CsvValue::Number);
    }
    const auto found = std::find(attribute.values.begin(), attribute.values.end(), value);
    number = static_cast<double>(found - attribute.values.begin());
    return found != attribute.values.end();
}

bool isNumber(const ArffAttribute &attribute) {
    return attribute.type == Type::Number || attribute.type == Type::Nominal;
}

/// Rows of one length become columns of one length.
std::vector<std::vector<double>> turned(const std::vector<std::vector<double>> &rows) {
    std::vector<std::vector<double>> columns(rows.empty() ? 0 : rows.front().size(), std::vector<double>(rows.size()));
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < columns.size(); ++column)
            columns[column][row] = rows[row][column];
    return columns;
}

} // namespace

spec::Setting bagSetting() {
    return {.key = "bag_rows",
            .label = "Rows of a bag",
            .help = "What the rows of a relational attribute are, which makes each row of the file a series.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("automatic"),
            .choices = {{"automatic", "Automatic", "Channels where all bags have as many rows, as the archives of series write them; else steps."},
                        {"channels", "Channels", "A row is a channel, and the attributes are its steps."},
                        {"steps", "Steps", "A row is a step, or one of several instances; the attributes are its channels."}}};
}

ArffBags::ArffBags(const std::vector<ArffAttribute> &attributes, Index bag, Index label) : m_attributes(attributes), m_bag(bag), m_label(label) {}

std::optional<std::string> ArffBags::readBag(const std::string &text, std::vector<std::vector<double>> &rows) const {
    const std::vector<ArffAttribute> &inner = m_attributes[static_cast<std::size_t>(m_bag)].inner;
    std::vector<std::string> values;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (trimmed(line).empty())
            continue;
        if (auto problem = splitArffRow(line, inner, values))
            return "row " + std::to_string(rows.size() + 1) + " of its bag: " + *problem;
        if (values.size() != inner.size())
            return "row " + std::to_string(rows.size() + 1) + " of its bag has " + std::to_string(values.size()) + " values instead of " +
                   std::to_string(inner.size());
        std::vector<double> &numbers = rows.emplace_back();
        for (std::size_t i = 0; i < values.size(); ++i)
            if (isNumber(inner[i]) && !numberOf(inner[i], values[i], numbers.emplace_back()))
                return "row " + std::to_string(rows.size()) + " of its bag: " + spec::quoted(values[i]) + " is no finite number";
    }
    return {};
}

std::optional<Error> ArffBags::add(const std::vector<std::string> &row, Index line, PartKind part, const std::string &file) {
    Series series;
    series.line = line;
    std::vector<std::vector<double>> rows;
    std::optional<std::string> problem;
    if (row.size() != m_attributes.size())
        problem = "the row has " + std::to_string(row.size()) + " values instead of " + std::to_string(m_attributes.size());
    else
        problem = readBag(row[static_cast<std::size_t>(m_bag)], rows);
    if (!problem && rows.empty())
        problem = "its bag is empty";
    if (problem) {
        leaveOut({*problem + "; the series is left out", {}, line});
        return {};
    }
    if (m_label >= 0)
        series.label = row[static_cast<std::size_t>(m_label)];
    m_numbers += rows.size() * (rows.front().size() + 8);
    if (static_cast<double>(m_numbers) * sizeof(double) > physicalMemory() / 4)
        return Error{"the series take more memory than the machine has", file, "Use a part of the file."};
    m_bags.push_back({std::move(series), std::move(rows), part, file});
    return {};
}

/// The rows of all bags are channels.
SeriesNumbers ArffBags::findOffsets() const {
    SeriesNumbers numbers;
    std::vector<std::vector<float>> channels;
    do {
        channels.clear();
        for (const Bag &bag : m_bags) {
            channels.resize(std::max(channels.size(), bag.rows.size()));
            for (std::size_t i = 0; i < bag.rows.size(); ++i)
                for (const double value : bag.rows[i])
                    channels[i].push_back(numbers.of(value, i));
        }
    } while (numbers.isToBeReadAgain(channels));
    return numbers;
}

core::Result<Dataset> ArffBags::finish(const ReadOrder &order) {
    const auto given = order.options.find("bag_rows");
    const auto *text = given == order.options.end() ? nullptr : std::get_if<std::string>(&given->second);
    const std::string wanted = text ? *text : "automatic";
    const bool areEqual = std::all_of(m_bags.begin(), m_bags.end(), [&](const Bag &bag) { return bag.rows.size() == m_bags.front().rows.size(); });
    const bool areChannels = wanted == "channels" || (wanted == "automatic" && areEqual);
    if (!areChannels)
        for (Bag &bag : m_bags)
            bag.rows = turned(bag.rows);
    SeriesNumbers offsets = findOffsets();
    for (Bag &bag : m_bags) {
        for (std::size_t i = 0; i < bag.rows.size(); ++i) {
            std::vector<float> &channel = bag.series.channels.emplace_back();
            std::transform(bag.rows[i].begin(), bag.rows[i].end(), std::back_inserter(channel), [&](double value) { return offsets.of(value, i); });
        }
        bag.rows = {};
        if (auto error = m_set.add(std::move(bag.series), bag.part, bag.file))
            return *error;
    }
    m_bags.clear();
    const ArffAttribute &bag = m_attributes[static_cast<std::size_t>(m_bag)];
    const auto numbers = std::count_if(bag.inner.begin(), bag.inner.end(), isNumber);
    if (numbers == 0)
        return Error{"the bags (" + bag.name + ") hold no numbers", order.path, "Choose a file whose relational attribute has numeric ones."};
    auto dataset = m_set.finish(order, offsets);
    if (!dataset)
        return dataset;
    ReadReport &report = dataset->report;
    if (numbers < static_cast<std::ptrdiff_t>(bag.inner.size()))
        report.remarks.push_back("The attributes of a bag that are dates or texts are left out.");
    report.assumed["bag_rows"] = std::string(areChannels ? "channels" : "steps");
    report.remarks.push_back("The rows of a bag (" + bag.name + ") are " +
                             (areChannels ? "the channels of a series." : "the steps of a series, its attributes the channels."));
    if (wanted == "automatic")
        report.doubts.push_back(
            {std::string("The rows of a bag are taken for ") + (areChannels ? "channels" : "steps") + (areEqual ? ", as all bags have as many." : "."),
             "bag_rows", std::string(areChannels ? "steps" : "channels"), areChannels ? "A row is a step" : "A row is a channel"});
    for (Index i = 0; i < static_cast<Index>(m_attributes.size()); ++i)
        if (i != m_bag && i != m_label) {
            std::string title = "Column " + std::to_string(i + 1) + " (" + m_attributes[static_cast<std::size_t>(i)].name + ")";
            report.remarks.push_back(title + " is left out: it is no part of the series.");
            report.leftOutColumns.push_back(std::move(title));
        }
    return dataset;
}

} // namespace hourglass::data
