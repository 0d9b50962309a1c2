#include "engine/data/readers/csv_vector.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/data/readers/csv_number.h"

namespace hourglass::data {

namespace {

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Of "array([…], dtype=float32)" and "tensor([…])", as NumPy and PyTorch show them, what is within the inner brackets.
std::string_view withoutCall(std::string_view text) {
    for (const std::string_view call : {"array(", "np.array(", "tensor(", "torch.tensor("}) {
        if (!text.starts_with(call) || text.back() != ')')
            continue;
        const std::string_view inner = trimmed(text.substr(call.size(), text.size() - call.size() - 1));
        const std::size_t end = inner.rfind(']');
        if (inner.empty() || inner.front() != '[' || end == std::string_view::npos)
            return text;
        const std::string_view behind = trimmed(inner.substr(end + 1));
        return behind.empty() || behind.starts_with(',') ? inner.substr(0, end + 1) : text;
    }
    return text;
}

/// Without one pair of brackets around.
std::string_view withoutBrackets(std::string_view text) {
    text = withoutCall(trimmed(text));
    for (const std::string_view pair : {"[]", "()", "{}"})
        if (text.size() >= 2 && text.front() == pair[0] && text.back() == pair[1])
            return trimmed(text.substr(1, text.size() - 2));
    return text;
}

} // namespace

bool readVector(std::string_view text, char point, std::vector<float> &numbers) {
    text = withoutBrackets(text);
    char separator = 0; // besides blanks: the same throughout
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && !isBlank(text[end]) && text[end] != ';' && text[end] != '|' && (text[end] != ',' || point == ','))
            ++end;
        float value = 0.0f;
        if (end == at || readCsvNumber(text.substr(at, end - at), point, value) != CsvValue::Number)
            return false;
        numbers.push_back(value);
        bool isSeparated = false;
        for (at = end; at < text.size(); ++at) {
            if (isBlank(text[at]))
                continue;
            if (isSeparated || (text[at] != ';' && text[at] != '|' && (text[at] != ',' || point == ',')))
                break;
            if (separator != 0 && text[at] != separator)
                return false;
            separator = text[at];
            isSeparated = true;
        }
        if (at == text.size() && isSeparated) // nothing behind the last separator
            return false;
    }
    return !numbers.empty();
}

std::size_t vectorLength(std::string_view text, char point) {
    const std::string_view inner = withoutBrackets(text);
    if (inner.empty() || std::string_view("0123456789+-.").find(inner.front()) == std::string_view::npos) // sooner than by reading it
        return 0;
    std::vector<float> numbers;
    return readVector(text, point, numbers) && numbers.size() >= 2 ? numbers.size() : 0;
}

CsvVectors vectorsIn(const std::vector<CsvRow> &rows, std::size_t column, char point) {
    CsvVectors found;
    std::vector<float> numbers;
    std::size_t others = 0, vectors = 0;
    float value = 0.0f;
    for (const CsvRow &row : rows) {
        const std::string_view field = trimmed(row.fields[column]);
        if (readCsvNumber(field, point, value) == CsvValue::Missing)
            continue;
        const std::size_t length = vectorLength(field, point);
        others += length == 0 ? 1 : 0;
        if (length == 0 && 10 * others > rows.size())
            return {};
        if (length == 0)
            continue;
        ++vectors;
        found.shortest = found.shortest == 0 ? length : std::min(found.shortest, length);
        found.longest = std::max(found.longest, length);
        numbers.clear();
        readVector(field, point, numbers);
        for (const float number : numbers) {
            found.areBytes = found.areBytes && number >= 0.0f && number <= 255.0f && number == std::floor(number);
            found.highest = std::max(found.highest, number);
        }
    }
    if (vectors == 0 || 10 * others > vectors)
        return {};
    found.length = found.shortest == found.longest ? found.longest : 0;
    found.areBytes = found.areBytes && others == 0;
    return found;
}

} // namespace hourglass::data
