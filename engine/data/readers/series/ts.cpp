#include "engine/data/readers/series/ts.h"

#include <algorithm>
#include <filesystem>
#include <new>

#include "engine/data/readers/file_pair.h"
#include "engine/data/readers/series/series_set.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

struct TsHeader {
    bool hasClasses = false, hasTargets = false, hasStamps = false;
};

bool isPassedOver(std::string_view line) {
    line = trimmed(line);
    return line.empty() || line.front() == '#' || line.front() == '%';
}

/// Keys in any case, as both libraries read them. Up to and with @data.
Result<TsHeader> readTsHeader(TextLines &lines) {
    TsHeader header;
    std::string_view line;
    while (true) {
        const auto isThere = lines.next(line);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            return Error{"the file ends before @data", lines.path(), "It seems to be cut off: copy it again."};
        if (isPassedOver(line))
            continue;
        std::string_view rest = line;
        const std::string key = lowerCase(takeWord(rest)), value = lowerCase(takeWord(rest));
        if (!key.starts_with('@'))
            return Error{"line " + std::to_string(lines.number()) + " stands before @data and is no line of a header", lines.path(),
                         "A header has lines such as @problemName and @classLabel, and ends with @data."};
        if (key == "@data")
            return header;
        if (key == "@classlabel")
            header.hasClasses = value == "true";
        else if (key == "@targetlabel")
            header.hasTargets = value == "true";
        else if (key == "@timestamps")
            header.hasStamps = value == "true";
    }
}

/// Cuts at colons, but not at those of times within brackets.
std::vector<std::string_view> cutAtColons(std::string_view line) {
    std::vector<std::string_view> pieces;
    std::size_t from = 0;
    int depth = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        depth += line[at] == '(' ? 1 : line[at] == ')' && depth > 0 ? -1 : 0;
        if (line[at] == ':' && depth == 0) {
            pieces.push_back(trimmed(line.substr(from, at - from)));
            from = at + 1;
        }
    }
    pieces.push_back(trimmed(line.substr(from)));
    return pieces;
}

class TsReading {
public:
    TsReading(SeriesSet &set, SeriesNumbers &numbers) : m_set(set), m_numbers(numbers) {}

    std::optional<Error> read(const std::string &path, PartKind part, const Progress &progress) {
        auto lines = TextLines::open(path, progress);
        if (!lines)
            return lines.error();
        const auto header = readTsHeader(*lines);
        if (!header)
            return header.error();
        m_file = shownName(fs::path(path).filename().string());
        std::string_view line;
        while (true) {
            const auto isThere = lines->next(line);
            if (!isThere)
                return isThere.error();
            if (!*isThere)
                return {};
            if (isPassedOver(line))
                continue;
            m_line = lines->number();
            auto series = readSeries(line, *header);
            if (!series)
                m_set.leaveOut({series.error().what + "; the series is left out", m_file, m_line});
            else if (auto error = m_set.add(std::move(*series), part, path))
                return error;
        }
    }
    bool hasStamps() const { return m_hasStamps; }

private:
    Result<Series> readSeries(std::string_view line, const TsHeader &header) {
        std::vector<std::string_view> pieces = cutAtColons(line);
        Series series;
        series.line = m_line;
        if (header.hasClasses || header.hasTargets) {
            const std::string label(pieces.back());
            pieces.pop_back();
            if (header.hasTargets)
                readSeriesNumber(label, series.target);
            else if (label != "?")
                series.label = label;
        } else if (pieces.size() > 1 && pieces.back().empty()) { // as aeon writes series without labels
            pieces.pop_back();
        }
        if (pieces.empty())
            return Error{"it has a label and no values", m_file, {}};
        for (const std::string_view piece : pieces) {
            m_channel = series.channels.size();
            series.channels.emplace_back();
            if (!piece.empty())
                if (auto error = piece.front() == '(' ? readStamped(piece, series.channels.back()) : readValues(piece, series.channels.back()))
                    return *error;
        }
        return series;
    }

    std::optional<Error> readValues(std::string_view text, std::vector<float> &values) {
        for (std::size_t from = 0; from <= text.size();) {
            const std::size_t end = std::min(text.find(',', from), text.size());
            if (auto error = readValue(text.substr(from, end - from), values))
                return error;
            from = end + 1;
        }
        return {};
    }

    /// "(time,value),(time,value)": the times are passed over.
    std::optional<Error> readStamped(std::string_view text, std::vector<float> &values) {
        m_hasStamps = true;
        for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
            const std::size_t end = text.find(')');
            const std::size_t comma = end == std::string_view::npos ? end : text.substr(0, end).rfind(',');
            if (text.front() != '(' || comma == std::string_view::npos)
                return Error{spec::quoted(std::string(text.substr(0, 40))) + " is no pair of a time and a value, (time,value)", m_file, {}};
            if (auto error = readValue(text.substr(comma + 1, end - comma - 1), values))
                return error;
            text = trimmed(text.substr(end + 1));
            if (text.starts_with(','))
                text.remove_prefix(1);
        }
        return {};
    }

    std::optional<Error> readValue(std::string_view text, std::vector<float> &values) {
        float number = 0.0f;
        if (!m_numbers.read(trimmed(text), m_channel, number))
            return Error{"value " + std::to_string(values.size() + 1) + ", " + spec::quoted(std::string(trimmed(text))) + ", is no finite number", m_file, {}};
        values.push_back(number);
        return {};
    }

    SeriesSet &m_set;
    SeriesNumbers &m_numbers;
    std::string m_file;
    Index m_line = 0;
    std::size_t m_channel = 0; ///< that is read
    bool m_hasStamps = false;
};

} // namespace

spec::Kind tsKind() {
    spec::Kind kind{.key = "ts", .label = "Time series (.ts)", .help = "The text format of sktime and aeon, a series a line.", .settings = seriesSettings()};
    kind.settings.push_back(pairSetting());
    return kind;
}

bool looksLikeTs(const std::string &path) {
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return !pairIn(path, ".ts").train.empty();
    for (const std::string &line : firstLines(path, 200)) {
        if (isPassedOver(line))
            continue;
        std::string_view rest = line;
        const std::string key = lowerCase(takeWord(rest));
        for (const char *known :
             {"@problemname", "@timestamps", "@univariate", "@classlabel", "@targetlabel", "@equallength", "@serieslength", "@dimension", "@dimensions"})
            if (key == known && !hasEnding(path, ".tsf"))
                return true;
        if (!key.starts_with("@missing"))
            return false;
    }
    return false;
}

Result<Dataset> readTs(const ReadOrder &order) try {
    const FilePair pair = pairOf(order, ".ts");
    SeriesSet set;
    SeriesNumbers numbers;
    TsReading reading(set, numbers);
    do {
        set = SeriesSet();
        if (auto error = reading.read(pair.train, PartKind::Train, order.progress.between(0.0, pair.test.empty() ? 0.9 : 0.45)))
            return *error;
        if (!pair.test.empty())
            if (auto error = reading.read(pair.test, PartKind::Test, order.progress.between(0.45, 0.9)))
                return *error;
    } while (numbers.isToBeReadAgain(set.channels()));
    auto dataset = set.finish(order, numbers);
    if (!dataset)
        return dataset;
    dataset->title = shownName(fs::path(pair.train).filename().string());
    dataset->origin = "Time series " + pair.train;
    dataset->report.assumed["test"] = std::string(pair.test.empty() ? "none" : "automatic");
    if (!pair.test.empty())
        dataset->report.remarks.push_back(pairRemark(pair));
    if (reading.hasStamps())
        dataset->report.remarks.push_back("The times of the values are left out: the values are taken in their order.");
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
