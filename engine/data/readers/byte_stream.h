// The bytes of a file or of a block of memory, read forward once and unpacked on the way where they are gzip.
// Nothing of the content is trusted: a damaged or truncated stream is an error, never fewer bytes in silence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/data/readers/byte_source.h"

struct z_stream_s;

namespace hourglass::data {

class ByteStream final : public ByteSource {
public:
    /// Opens a regular file. gzip is told by its first two bytes, not by the name; several gzip members follow one another as
    /// one.
    static core::Result<ByteStream> open(const std::string &path);
    /// Reads memory that outlives the stream. `name` stands in the errors.
    static core::Result<ByteStream> over(std::span<const std::byte> bytes, const std::string &name);

    /// Fills `to` as far as there are bytes and returns how many. Fewer than asked for only at the sound end of the stream.
    core::Result<std::size_t> read(std::span<std::uint8_t> to) override;
    /// The most bytes that can still come: exact for plain content, at most 1032 times the packed size for gzip (the limit of
    /// deflate).
    std::uint64_t mostRemaining() const override;
    /// Told by the first two bytes: the content is unpacked on the way.
    bool isPacked() const { return m_inflate != nullptr; }
    /// Share of the file that was consumed, 0 … 1.
    double fraction() const override;
    const std::string &name() const override { return m_name; }

private:
    struct Close {
        void operator()(std::FILE *file) const;
    };
    struct EndInflate {
        void operator()(z_stream_s *stream) const;
    };

    ByteStream() = default;
    std::optional<core::Error> begin();
    std::optional<core::Error> refill(); ///< more input, or none at the end of the file
    std::optional<core::Error> inflateInto(std::span<std::uint8_t> to, std::size_t &filled);
    std::optional<core::Error> beginNextMember();

    std::string m_name;
    std::unique_ptr<std::FILE, Close> m_file;
    std::unique_ptr<z_stream_s, EndInflate> m_inflate; ///< null for plain content
    std::vector<std::uint8_t> m_buffer;
    std::span<const std::uint8_t> m_input; ///< fetched, not yet consumed
    std::uint64_t m_size = 0;              ///< of the file or the memory
    std::uint64_t m_fetched = 0;
    std::uint64_t m_produced = 0;
    bool m_isFinished = false; ///< the last gzip member ended soundly
};

} // namespace hourglass::data
