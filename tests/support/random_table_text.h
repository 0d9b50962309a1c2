// How a table by lot is written: delimiter, quotes, line ends, encoding.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/lots.h"

namespace hourglass::tests {

enum class QuoteSort { WhereNeeded, Words, All };
enum class TextEncoding { Utf8, Utf8Mark, Utf16Le, Utf16Be, Windows1252 };

struct TableStyle {
    char delimiter = ',', point = '.', quote = '"';
    QuoteSort quotes = QuoteSort::WhereNeeded;
    TextEncoding encoding = TextEncoding::Utf8;
    std::string lineEnd = "\n";
    bool hasPadding = false;           ///< a blank behind each delimiter
    bool hasTrailingDelimiter = false; ///< each row ends with one more

    /// Between blanks, "12 kg" without quotes is two fields.
    bool mayHoldBlanks() const { return delimiter != ' '; }
};

inline TableStyle drawStyle(Lots &lots) {
    TableStyle style;
    style.delimiter = lots.from(std::vector<char>{',', ',', ';', ';', '\t', '|', ' '});
    style.point = style.delimiter != ',' && lots.oneIn(2) ? ',' : '.';
    style.quotes = static_cast<QuoteSort>(lots.between(Index{0}, Index{2}));
    if (style.quotes != QuoteSort::WhereNeeded && lots.oneIn(4))
        style.quote = '\'';
    style.encoding = static_cast<TextEncoding>(lots.oneIn(2) ? 0 : lots.between(Index{0}, Index{4}));
    style.lineEnd = lots.from(std::vector<std::string>{"\n", "\n", "\r\n", "\r"});
    const bool isSign = style.delimiter != ' ' && style.delimiter != '\t';
    style.hasPadding = isSign && lots.oneIn(8);
    style.hasTrailingDelimiter = isSign && lots.oneIn(12);
    return style;
}

/// From UTF-8; only signs of Windows-1252 are drawn.
inline std::string encoded(const std::string &text, TextEncoding encoding) {
    if (encoding == TextEncoding::Utf8)
        return text;
    if (encoding == TextEncoding::Utf8Mark)
        return "\xEF\xBB\xBF" + text;
    const bool isBig = encoding == TextEncoding::Utf16Be, isWide = isBig || encoding == TextEncoding::Utf16Le;
    std::string bytes = isBig ? "\xFE\xFF" : isWide ? "\xFF\xFE" : "";
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t ahead) { return static_cast<unsigned>(static_cast<unsigned char>(text[at + ahead])); };
        unsigned code = byte(0);
        const std::size_t size = code < 0x80 ? 1 : code < 0xE0 ? 2 : 3;
        if (size == 2)
            code = (code & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
        else if (size == 3)
            code = (code & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
        at += size;
        const char low = static_cast<char>(code & 0xFFu), high = static_cast<char>(code >> 8);
        if (isWide) {
            bytes += isBig ? high : low;
            bytes += isBig ? low : high;
        } else {
            bytes += code == 0x20AC ? '\x80' : low; // the euro sign
        }
    }
    return bytes;
}

/// Writes rows and counts lines.
class TableWriter {
public:
    TableWriter(Lots &lots, const TableStyle &style) : m_lots(lots), m_style(style) {}

    Index line() const { return m_line; } ///< the next one, from 1

    void row(const std::vector<std::string> &fields, const std::vector<bool> &areWords) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            m_text += i == 0 ? "" : m_style.delimiter + std::string(m_style.hasPadding ? " " : "");
            m_text += quoted(fields[i], i < areWords.size() && areWords[i]);
            m_line += std::count(fields[i].begin(), fields[i].end(), '\n');
        }
        if (m_style.hasTrailingDelimiter && fields.size() > 1)
            m_text += m_style.delimiter;
        endLine();
    }
    void comment(const std::vector<std::string> &names) {
        m_text += "# ";
        for (std::size_t i = 0; i < names.size(); ++i)
            m_text += (i == 0 ? "" : std::string(1, m_style.delimiter)) + names[i];
        endLine();
    }
    void blankLine() { endLine(); }
    void separatorLine() {
        m_text += std::string("sep=") + m_style.delimiter;
        endLine();
    }
    void titles() {
        const std::vector<std::string> lines{"Station Hohenpeißenberg", "Exported by LogView 3.2", "Statement of account", "Table 4: results of all runs"};
        for (Index i = m_lots.between(Index{1}, Index{4}); i > 0; --i) {
            m_text += m_lots.from(lines);
            if (m_lots.oneIn(4))
                m_text += std::string(1, m_style.delimiter) + "Smith";
            endLine();
        }
        if (m_lots.oneIn(2))
            endLine();
    }

    std::string bytes() {
        if (m_lots.oneIn(4)) // the last line may lack its end
            m_text.resize(m_text.size() - m_style.lineEnd.size());
        return encoded(m_text, m_style.encoding);
    }

private:
    void endLine() {
        m_text += m_style.lineEnd;
        ++m_line;
    }

    std::string quoted(const std::string &text, bool isWord) const {
        const bool isNeeded = text.find_first_of(std::string("\"\n") + m_style.delimiter + m_style.quote) != std::string::npos;
        const bool isWanted = m_style.quotes == QuoteSort::All || (m_style.quotes == QuoteSort::Words && isWord);
        if (!isNeeded && !(isWanted && !text.empty()))
            return text;
        std::string result(1, m_style.quote);
        for (const char c : text)
            result.append(c == m_style.quote ? 2 : 1, c);
        return result + m_style.quote;
    }

    Lots &m_lots;
    const TableStyle &m_style;
    std::string m_text;
    Index m_line = 1;
};

} // namespace hourglass::tests
