// The content of a delimited text in blocks of whole rows, each byte of which is below 0x80 or part of a character of UTF-8 or
// Windows-1252: UTF-16 is converted on the way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/result.h"
#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

enum class CsvEncoding { Utf8, Utf16Le, Utf16Be, Windows1252 };

/// What the first bytes say: a mark of the byte order, or else UTF-8 where they are, or else Windows-1252, which holds Latin-1. `isWhole`
/// says that nothing follows them; otherwise they may end within a character.
CsvEncoding encodingOf(std::string_view bytes, bool isWhole);

/// Of Windows-1252, in UTF-8; the five bytes that it leaves open become the replacement character.
std::string fromWindows1252(std::string_view text);

/// The code in Unicode of a byte of Windows-1252.
std::uint32_t codeInWindows1252(unsigned char byte);

/// A field as people are shown it: of bytes that are no UTF-8, what they are in Windows-1252.
std::string inUtf8(const std::string &field, CsvEncoding encoding);

class CsvText {
public:
    /// Bytes behind the text of a block that may be read.
    static constexpr std::size_t slack = 64;

    static core::Result<CsvText> open(const std::string &path, CsvEncoding encoding);
    /// Reads text in UTF-8 that outlives it. `name` stands in the errors.
    static core::Result<CsvText> over(std::string_view text, const std::string &name);

    /// Fills `block` with about `size` bytes of whole rows, each ended by '\n', and `slack` zeros behind them; empty at the end of the file.
    /// Line breaks are '\n', perhaps behind '\r'; where a file has '\r' alone, all of them become '\n'. An error for a row above
    /// longestCsvRow.
    std::optional<core::Error> next(const CsvDialect &dialect, std::size_t size, std::string &block);
    /// Passes over the first lines of the file, before anything else is asked for.
    std::optional<core::Error> skipLines(std::size_t count);
    /// So many bytes at the end of the text are never given out.
    void holdBack(std::size_t bytes) { m_heldBack = bytes; }
    /// What stands at the beginning, cut anywhere: about `size` bytes, or as many as it takes for `lines` line breaks. Before the first next().
    core::Result<std::string> peek(std::size_t size, std::size_t lines);

    bool isAtEnd() const { return m_isAtEnd; } ///< everything was read, though perhaps not given out
    std::uint64_t mostRemaining() const { return m_stream.mostRemaining() + m_carry.size(); }
    double fraction() const { return m_stream.fraction(); }

    /// The last lines of the file, whole ones, in about `size` bytes, as next() would give them. Nothing of what is packed in more than a few GB.
    static core::Result<std::string> endOf(const std::string &path, CsvEncoding encoding, std::size_t size);

private:
    CsvText(ByteStream stream, CsvEncoding encoding) : m_stream(std::move(stream)), m_encoding(encoding) {}
    std::optional<core::Error> append(std::size_t size, std::string &to);

    ByteStream m_stream;
    CsvEncoding m_encoding;
    std::string m_carry; ///< read and converted, not yet given out
    std::size_t m_heldBack = 0;
    std::string m_odd; ///< of UTF-16: bytes that belong to a character to be continued
    bool m_isFirst = true, m_isAtEnd = false;
    bool m_hasReturnsAlone = false;
};

} // namespace hourglass::data
