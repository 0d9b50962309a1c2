#include "engine/data/readers/csv_prose.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

namespace {

constexpr std::size_t bytesLookedAt = 16 << 10, fewestWords = 20, linesLookedAt = 100, fewestLines = 5, fewestColumns = 3;

/// Words that hold sentences together, in English, German, French and Spanish.
constexpr std::string_view small = "|the|of|and|to|a|in|is|are|be|or|for|that|this|with|by|on|as|it|you|not|any|from|at|was|were|an|if|which|der|die|das|und|"
                                   "den|von|zu|mit|ist|ein|eine|nicht|le|la|les|des|du|et|est|une|dans|pour|que|el|los|las|y|en|un|por|con|del|";

} // namespace

bool looksLikeProse(std::string_view text) {
    text = text.substr(0, bytesLookedAt);
    std::size_t words = 0, numbers = 0, binding = 0;
    std::string token;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte >= 0x80;
        if (isLetter || isDigit(c) || (!token.empty() && (c == '_' || c == '\''))) {
            token += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
            continue;
        }
        if (token.empty())
            continue;
        if (token.find_first_not_of("0123456789") == std::string::npos)
            ++numbers;
        else
            ++words;
        binding += small.find('|' + token + '|') != std::string_view::npos ? 1 : 0;
        token.clear();
    }
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const bool isList = words + numbers <= lines + 1; // a word a line: classes may be called "a" and "b"
    return words >= fewestWords && 8 * numbers <= words && 8 * binding >= words && !isList;
}

bool hasFixedWidths(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < std::min(text.size(), bytesLookedAt) && lines.size() < linesLookedAt;) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos)
            break;
        std::string_view line = text.substr(at, end - at);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(' ') != std::string_view::npos)
            lines.push_back(line);
        at = end + 1;
    }
    if (lines.size() < fewestLines)
        return false;
    std::vector<std::size_t> filled; // lines that have a sign there
    for (const std::string_view line : lines) {
        if (line.find('\t') != std::string_view::npos)
            return false;
        filled.resize(std::max(filled.size(), line.size()));
        for (std::size_t i = 0; i < line.size(); ++i)
            filled[i] += line[i] != ' ' ? 1 : 0;
    }
    std::size_t columns = 0, uneven = 0, most = 0;
    for (std::size_t i = 0; i < filled.size(); ++i) {
        most = i > 0 && filled[i - 1] > 0 ? std::max(most, filled[i]) : filled[i];
        if (filled[i] == 0 || (i + 1 < filled.size() && filled[i + 1] > 0))
            continue;
        if (2 * most < lines.size()) // of a line or two
            return false;
        ++columns;
    }
    for (const std::string_view line : lines) {
        std::size_t words = 0;
        for (std::size_t i = 0; i < line.size(); ++i)
            words += line[i] != ' ' && (i == 0 || line[i - 1] == ' ') ? 1 : 0;
        uneven += words != columns ? 1 : 0;
    }
    return columns >= fewestColumns && 10 * uneven > lines.size();
}

} // namespace hourglass::data
