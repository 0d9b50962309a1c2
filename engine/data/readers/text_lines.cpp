#include "engine/data/readers/text_lines.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "engine/data/readers/byte_stream.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr std::size_t bytesOfLook = 64 << 10, blockSize = 1 << 20;
constexpr CsvDialect linesAlone{.quote = 0};

/// The first bytes of a file, fewer where it ends before.
Result<std::string> firstBytes(const std::string &path, std::size_t count) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    std::string bytes(count, '\0');
    const auto got = stream->read({reinterpret_cast<std::uint8_t *>(bytes.data()), bytes.size()});
    if (!got)
        return got.error();
    bytes.resize(*got);
    return bytes;
}

bool isWide(CsvEncoding encoding) {
    return encoding == CsvEncoding::Utf16Le || encoding == CsvEncoding::Utf16Be;
}

} // namespace

TextLines::TextLines(CsvText text, std::string path, const Progress &progress)
    : m_text(std::move(text)), m_path(std::move(path)), m_what("Reading " + std::filesystem::path(m_path).filename().string()), m_progress(progress) {}

Result<TextLines> TextLines::open(const std::string &path, const Progress &progress) {
    const auto bytes = firstBytes(path, bytesOfLook);
    if (!bytes)
        return bytes.error();
    const CsvEncoding encoding = encodingOf(*bytes, bytes->size() < bytesOfLook);
    if (!isWide(encoding) && bytes->find('\0') != std::string::npos)
        return Error{"the file holds bytes of value 0, as no text does", path, "It is binary, or was damaged: save it again as text."};
    auto text = CsvText::open(path, encoding);
    if (!text)
        return text.error();
    return TextLines(std::move(*text), path, progress);
}

Result<bool> TextLines::next(std::string_view &line) {
    if (m_at + CsvText::slack >= m_block.size()) {
        if (m_progress.isCancelled())
            return cancelledError(m_path);
        if (auto error = m_text.next(linesAlone, blockSize, m_block))
            return *error;
        m_progress.tell(m_text.fraction(), m_what);
        m_at = 0;
        if (m_block.empty())
            return false;
    }
    const std::size_t end = m_block.find('\n', m_at); // each line of a block has one
    line = std::string_view(m_block).substr(m_at, end - m_at);
    m_at = end + 1;
    ++m_number;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (std::any_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) && !spec::isUtf8(std::string(line))) {
        m_line = fromWindows1252(line);
        line = m_line;
    }
    return true;
}

std::vector<std::string> firstLines(const std::string &path, std::size_t most) {
    std::vector<std::string> lines;
    std::error_code failure;
    if (!std::filesystem::is_regular_file(path, failure))
        return lines;
    const auto bytes = firstBytes(path, bytesOfLook);
    if (!bytes)
        return lines;
    const CsvEncoding encoding = encodingOf(*bytes, bytes->size() < bytesOfLook);
    if (!isWide(encoding) && bytes->find('\0') != std::string::npos)
        return lines;
    auto text = CsvText::open(path, encoding);
    const auto beginning = text ? text->peek(bytesOfLook, 0) : Result<std::string>(text.error());
    if (!beginning)
        return lines;
    std::string_view rest = *beginning;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos && lines.size() < most; end = rest.find('\n')) {
        lines.emplace_back(rest.substr(0, end));
        if (lines.back().ends_with('\r'))
            lines.back().pop_back();
        rest.remove_prefix(end + 1);
    }
    return lines;
}

bool hasEnding(const std::string &path, std::string_view ending) {
    const std::string name = lowerCase(std::filesystem::path(path).filename().string());
    return name.ends_with(ending) || name.ends_with(std::string(ending) + ".gz");
}

std::string lowerCase(std::string_view text) {
    std::string small(text);
    for (char &c : small)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return small;
}

} // namespace hourglass::data
