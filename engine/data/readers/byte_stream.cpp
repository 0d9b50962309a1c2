#include "engine/data/readers/byte_stream.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <zlib.h>

namespace hourglass::data {

namespace {

constexpr std::size_t bufferSize = 256 * 1024;
constexpr std::uint64_t largestRatio = 1032; // one deflate symbol of at least two bits yields at most 258 bytes

const char *const truncatedHint = "The file seems to be cut off: copy or download it again.";
const char *const damagedHint = "The file seems to be damaged: copy or download it again.";

} // namespace

void ByteStream::Close::operator()(std::FILE *file) const {
    std::fclose(file);
}

void ByteStream::EndInflate::operator()(z_stream_s *stream) const {
    inflateEnd(stream);
    delete stream;
}

core::Result<ByteStream> ByteStream::open(const std::string &path) {
    std::error_code failure;
    const std::filesystem::file_status status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        return core::Error{"there is no such file", path, "Check the path."};
    if (!std::filesystem::is_regular_file(status))
        return core::Error{"this is not a file", path, "Name a file or a folder with IDX files."};

    ByteStream stream;
    stream.m_name = path;
    stream.m_file.reset(std::fopen(path.c_str(), "rb"));
    if (!stream.m_file)
        return core::Error{"the file cannot be opened (" + std::generic_category().message(errno) + ")", path, "Check its permissions."};
    stream.m_size = std::filesystem::file_size(path, failure);
    if (failure)
        return core::Error{"the size of the file cannot be read (" + failure.message() + ")", path, {}};
    if (auto error = stream.begin())
        return *error;
    return stream;
}

core::Result<ByteStream> ByteStream::over(std::span<const std::byte> bytes, const std::string &name) {
    ByteStream stream;
    stream.m_name = name;
    stream.m_size = bytes.size();
    stream.m_fetched = bytes.size();
    stream.m_input = {reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()};
    if (auto error = stream.begin())
        return *error;
    return stream;
}

std::optional<core::Error> ByteStream::begin() {
    if (auto error = refill())
        return error;
    if (m_input.empty())
        return core::Error{"the file is empty", m_name, truncatedHint};
    if (m_input.size() < 2 || m_input[0] != 0x1f || m_input[1] != 0x8b)
        return {};

    auto *stream = new z_stream_s{};
    constexpr int gzipOnly = 16;
    if (inflateInit2(stream, MAX_WBITS + gzipOnly) != Z_OK) {
        delete stream;
        return core::Error{"there is no memory to unpack it", m_name, "Close other programs and try again."};
    }
    m_inflate.reset(stream);
    return {};
}

std::optional<core::Error> ByteStream::refill() {
    if (!m_input.empty() || !m_file)
        return {};
    m_buffer.resize(bufferSize);
    const std::size_t count = std::fread(m_buffer.data(), 1, m_buffer.size(), m_file.get());
    if (count == 0 && std::ferror(m_file.get()))
        return core::Error{"the file cannot be read (" + std::generic_category().message(errno) + ")", m_name, {}};
    m_fetched += count;
    m_input = {m_buffer.data(), count};
    return {};
}

core::Result<std::size_t> ByteStream::read(std::span<std::uint8_t> to) {
    std::size_t filled = 0;
    while (filled < to.size() && !m_isFinished) {
        if (auto error = refill())
            return *error;
        if (m_inflate) {
            if (auto error = inflateInto(to, filled))
                return *error;
            continue;
        }
        if (m_input.empty())
            break;
        const std::size_t count = std::min(m_input.size(), to.size() - filled);
        std::memcpy(to.data() + filled, m_input.data(), count);
        m_input = m_input.subspan(count);
        filled += count;
    }
    m_produced += filled;
    return filled;
}

std::optional<core::Error> ByteStream::inflateInto(std::span<std::uint8_t> to, std::size_t &filled) {
    if (m_input.empty())
        return core::Error{"the gzip stream breaks off in the middle", m_name, truncatedHint};
    const std::size_t offered = std::min<std::size_t>(m_input.size(), UINT_MAX);
    const std::size_t wanted = std::min<std::size_t>(to.size() - filled, UINT_MAX);
    m_inflate->next_in = const_cast<Bytef *>(m_input.data()); // zlib without ZLIB_CONST; it does not write
    m_inflate->avail_in = static_cast<uInt>(offered);
    m_inflate->next_out = to.data() + filled;
    m_inflate->avail_out = static_cast<uInt>(wanted);
    const int status = inflate(m_inflate.get(), Z_NO_FLUSH);
    m_input = m_input.subspan(offered - m_inflate->avail_in);
    filled += wanted - m_inflate->avail_out;
    switch (status) {
    case Z_OK: return {};
    case Z_STREAM_END: return beginNextMember();
    case Z_MEM_ERROR: return core::Error{"there is no memory to unpack it", m_name, "Close other programs and try again."};
    default:
        return core::Error{std::string("the gzip stream is damaged (") + (m_inflate->msg ? m_inflate->msg : "unexpected content") + ")", m_name, damagedHint};
    }
}

std::optional<core::Error> ByteStream::beginNextMember() {
    if (auto error = refill())
        return error;
    if (m_input.empty()) {
        m_isFinished = true;
        return {};
    }
    if (m_input[0] != 0x1f)
        return core::Error{"there is something else behind the end of the gzip stream", m_name, damagedHint};
    inflateReset(m_inflate.get());
    return {};
}

std::uint64_t ByteStream::mostRemaining() const {
    const std::uint64_t most = m_inflate ? (m_size > UINT64_MAX / largestRatio ? UINT64_MAX : m_size * largestRatio) : m_size;
    return most > m_produced ? most - m_produced : 0;
}

double ByteStream::fraction() const {
    return m_size == 0 ? 1.0 : std::min(1.0, static_cast<double>(m_fetched - m_input.size()) / static_cast<double>(m_size));
}

} // namespace hourglass::data
