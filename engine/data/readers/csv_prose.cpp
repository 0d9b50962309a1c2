#include "engine/data/readers/csv_prose.h"

#include <algorithm>
#include <array>
#include <string>

namespace hourglass::data {

namespace {

constexpr std::size_t bytesLookedAt = 16 << 10, fewestWords = 20;

/// Words that hold sentences together, in English, German, French and Spanish.
constexpr std::array small{"the", "of",  "and", "to",  "a",   "in",  "is",  "are", "be",  "or",  "for", "that", "this", "with", "by",  "on",  "as",  "it",  "you", "not",
                           "any", "from", "at", "was", "were", "an", "if", "which", "der", "die", "das", "und", "den", "von", "zu", "mit", "ist", "ein", "eine", "nicht",
                           "le",  "la",  "les", "des", "du",  "et",  "est", "une", "dans", "pour", "que", "el", "los", "las", "y",   "en",  "un",  "por", "con", "del"};

} // namespace

bool looksLikeProse(std::string_view text) {
    text = text.substr(0, bytesLookedAt);
    std::size_t words = 0, numbers = 0, binding = 0;
    std::string token;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte >= 0x80;
        const bool isDigit = c >= '0' && c <= '9';
        if (isLetter || isDigit || (!token.empty() && (c == '_' || c == '\''))) {
            token += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
            continue;
        }
        if (token.empty())
            continue;
        if (token.find_first_not_of("0123456789") == std::string::npos)
            ++numbers;
        else
            ++words;
        binding += std::find(small.begin(), small.end(), token) != small.end() ? 1 : 0;
        token.clear();
    }
    return words >= fewestWords && 8 * numbers <= words && 8 * binding >= words;
}

} // namespace hourglass::data
