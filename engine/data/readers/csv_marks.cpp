#include "engine/data/readers/csv_marks.h"

#include <algorithm>

#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/csv_units.h"

namespace hourglass::data {

namespace {

constexpr std::size_t longestNote = 3, longestFlag = 2; // "[12]", "bp"

bool isSmall(char c) {
    return c >= 'a' && c <= 'z';
}

bool holdsDigits(std::string_view text) {
    return std::any_of(text.begin(), text.end(), isDigit);
}

/// "~1.5" and "≈1.5".
void takeFront(std::string_view &text, CsvMarked &marked) {
    for (const std::string_view sign : {"~", "\u2248", "\u223C"})
        if (text.starts_with(sign)) {
            text = trimmed(text.substr(sign.size()));
            marked.mark = "~";
            return;
        }
}

/// "12.3 ± 0.4": of a number and its deviation the number.
bool takeDeviation(std::string_view &text, CsvMarked &marked) {
    for (const std::string_view sign : {"\u00B1", "\xB1", "+/-"}) { // in UTF-8, Windows-1252 and ASCII
        const std::size_t at = text.find(sign);
        if (at == std::string_view::npos || at == 0 || !holdsDigits(text.substr(at + sign.size())))
            continue;
        text = trimmed(text.substr(0, at));
        marked.mark = "\u00B1";
        return true;
    }
    return false;
}

/// Stars, daggers and notes in brackets, right behind the number or behind a blank.
bool takeNote(std::string_view &text, CsvMarked &marked) {
    for (const std::string_view sign : {"*", "\u2020", "\u2021"})
        if (text.ends_with(sign)) {
            text.remove_suffix(sign.size());
            text = trimmed(text);
            marked.mark = std::string(sign) + (marked.mark.starts_with(sign) ? marked.mark : "");
            return true;
        }
    const std::size_t open = text.ends_with(']') ? text.rfind('[') : std::string_view::npos;
    if (open == std::string_view::npos || open == 0)
        return false;
    const std::string_view note = text.substr(open + 1, text.size() - open - 2);
    if (note.empty() || note.size() > longestNote || !std::all_of(note.begin(), note.end(), [](char c) { return isDigit(c) || isSmall(c); }))
        return false;
    marked.mark = text.substr(open);
    text = trimmed(text.substr(0, open));
    return true;
}

void takeFlag(std::string_view &text, CsvMarked &marked) {
    std::size_t letters = 0;
    while (letters < text.size() && isSmall(text[text.size() - 1 - letters]))
        ++letters;
    if (letters == 0 || letters > longestFlag || letters + 1 >= text.size() || text[text.size() - 1 - letters] != ' ')
        return;
    const std::string flag(text.substr(text.size() - letters));
    if (letters > 1 && areUnits({.fields = {flag}})) // "kg" beside "lb"
        return;
    marked.mark = flag;
    marked.isWord = true;
    text = trimmed(text.substr(0, text.size() - letters));
}

} // namespace

std::optional<CsvMarked> withoutMarks(std::string_view text) {
    text = trimmed(text);
    if (!holdsDigits(text))
        return {};
    CsvMarked marked;
    takeFront(text, marked);
    bool hasBack = takeDeviation(text, marked);
    while (!hasBack && takeNote(text, marked)) // of several, the marks are one
        hasBack = !text.ends_with('*') && !text.ends_with(']');
    if (marked.mark.empty() || marked.mark == "~")
        takeFlag(text, marked);
    if (marked.mark.empty() || !holdsDigits(text))
        return {};
    marked.number = text;
    return marked;
}

} // namespace hourglass::data
