#include "app/converters/conversion_output.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <numeric>

#include <QString>

namespace hourglass::app {

using core::Error;
using core::Index;

namespace {

constexpr std::size_t flushedAt = 1 << 20;

Error notWritten() {
    return {"what was read could not be kept", {}, "It may need more memory than there is: close other programs, or choose a part of the file."};
}

/// Magic, version 2.0 and a header padded to 64 bytes (numpy.lib.format).
std::string npyHeader(const std::string &type, const std::vector<Index> &extents, bool isColumnMajor) {
    std::string shape;
    for (const Index extent : extents)
        shape += std::to_string(extent) + ", ";
    std::string text = "{'descr': '" + type + "', 'fortran_order': " + (isColumnMajor ? "True" : "False") + ", 'shape': (" + shape + "), }";
    constexpr std::size_t before = 12, alignment = 64;
    text.append(alignment - (before + text.size() + 1) % alignment, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x02\x00", 8);
    for (int byte = 0; byte < 4; ++byte)
        header += static_cast<char>(text.size() >> (8 * byte) & 0xFF);
    return header + text;
}

Index bytesOf(const std::string &type) {
    Index bytes = 0;
    std::from_chars(type.data() + 2, type.data() + type.size(), bytes);
    return type[1] == 'U' ? 4 * bytes : bytes;
}

} // namespace

ArrayOutput::ArrayOutput(int descriptor) : m_archive(archive_write_new()) {
    archive_write_set_format_zip(m_archive);
    check(archive_write_zip_set_compression_store(m_archive));
    check(archive_write_open_fd(m_archive, descriptor));
}

ArrayOutput::~ArrayOutput() {
    archive_write_free(m_archive);
}

void ArrayOutput::check(long result) {
    m_hasFailed = m_hasFailed || result < ARCHIVE_WARN;
}

void ArrayOutput::begin(const std::string &name, const std::string &type, const std::vector<Index> &extents, bool isColumnMajor) {
    const std::string header = npyHeader(type, extents, isColumnMajor);
    const Index count = std::accumulate(extents.begin(), extents.end(), Index{1}, std::multiplies<>());
    archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, (name + ".npy").c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_size(entry, static_cast<la_int64_t>(header.size()) + count * bytesOf(type));
    check(archive_write_header(m_archive, entry));
    archive_entry_free(entry);
    write({reinterpret_cast<const std::byte *>(header.data()), header.size()});
}

void ArrayOutput::write(std::span<const std::byte> bytes) {
    if (!m_hasFailed && !bytes.empty())
        m_hasFailed = archive_write_data(m_archive, bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size());
}

void ArrayOutput::addTexts(const std::string &name, const std::vector<std::string> &texts) {
    std::vector<std::u32string> wide;
    std::size_t longest = 1;
    for (const std::string &text : texts) {
        wide.push_back(QString::fromStdString(text).toStdU32String());
        longest = std::max(longest, wide.back().size());
    }
    begin(name, "<U" + std::to_string(longest), {static_cast<Index>(texts.size())});
    for (std::u32string &text : wide) {
        text.resize(longest, U'\0');
        write(std::as_bytes(std::span(text.data(), text.size())));
    }
}

void ArrayOutput::addNumbers(const std::string &name, const std::vector<double> &numbers) {
    begin(name, "<f8", {static_cast<Index>(numbers.size())});
    write(std::as_bytes(std::span(numbers)));
}

std::optional<Error> ArrayOutput::finish() {
    check(archive_write_close(m_archive));
    return m_hasFailed ? std::optional<Error>(notWritten()) : std::nullopt;
}

void TableOutput::row(const std::vector<std::string> &fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        m_text += i > 0 ? "," : "";
        const std::string &field = fields[i];
        const bool isPlain = field.find_first_of(",\"\r\n") == std::string::npos && (field.empty() || (field.front() != ' ' && field.back() != ' '));
        if (isPlain && !(field.empty() && fields.size() == 1)) {
            m_text += field;
            continue;
        }
        m_text += '"';
        for (const char c : field) {
            m_text += c;
            if (c == '"')
                m_text += c;
        }
        m_text += '"';
    }
    m_text += '\n';
    if (m_text.size() > flushedAt)
        flush();
}

void TableOutput::flush() {
    for (std::size_t at = 0; at < m_text.size() && !m_hasFailed;) {
        const ssize_t written = ::write(m_descriptor, m_text.data() + at, m_text.size() - at);
        m_hasFailed = written < 0 && errno != EINTR;
        at += written > 0 ? static_cast<std::size_t>(written) : 0;
    }
    m_text.clear();
}

std::optional<Error> TableOutput::finish() {
    flush();
    return m_hasFailed ? std::optional<Error>(notWritten()) : std::nullopt;
}

} // namespace hourglass::app
