#include "engine/data/readers/matrices/svmlight_rows.h"

#include <algorithm>
#include <charconv>

#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/matrices/dense_matrix.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

std::string_view withoutComment(std::string_view line) {
    line = line.substr(0, std::min(line.find('#'), line.size()));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
        line.remove_suffix(1);
    return line;
}

std::optional<std::string> readSvmlightRow(std::string_view line, SvmlightRow &row) {
    row = {};
    const bool beginsBlank = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    std::string_view word = takeWord(line);
    if (!beginsBlank && word.find(':') == std::string_view::npos) {
        row.label = word;
        word = takeWord(line);
    }
    for (; !word.empty(); word = takeWord(line)) {
        const std::size_t colon = word.find(':');
        if (colon == std::string_view::npos)
            return spec::quoted(std::string(word)) + " is no pair such as 3:0.5";
        const std::string_view place = word.substr(0, colon), value = word.substr(colon + 1);
        if (place == "qid") {
            row.group = value;
            continue;
        }
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(place.data(), place.data() + place.size(), number);
        const auto read = numberIn(value);
        if (place.empty() || error != std::errc() || end != place.data() + place.size() || number > 0xFFFFFFFFu || !read)
            return spec::quoted(std::string(word)) + " is no pair such as 3:0.5";
        if (!row.values.empty() && number <= row.values.back().first)
            return "its places do not rise: " + std::to_string(number) + " stands behind " + std::to_string(row.values.back().first);
        row.values.emplace_back(number, *read);
    }
    return {};
}

} // namespace hourglass::data
