// The IDX format (LeCun, Cortes, Burges: the MNIST files): two zero bytes, the element type, the rank, big-endian extents, the
// elements. A header is never believed: what it declares must fit the file before memory is asked for, and must end where the
// file ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/types.h"
#include "engine/data/readers/byte_stream.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// An array of one to four extents, the last one fastest. Unsigned bytes fill `bytes`; every other type becomes `floats`.
struct IdxArray {
    std::string name; ///< the file, for errors
    std::vector<core::Index> extents;
    std::vector<std::uint8_t> bytes;
    std::vector<float> floats;

    core::Index count() const { return extents.front(); }
    /// Elements of one sample.
    core::Index sampleSize() const;
};

/// Reads one array from the stream and leaves what follows it. Extents are all above zero and floats all finite, or it is an
/// error. Asks for no more memory than the content can fill: see ByteStream::mostRemaining.
core::Result<IdxArray> readIdx(ByteStream &stream, const Progress &progress);

/// Reads a file, plain or gzip, which holds one array and nothing else.
core::Result<IdxArray> readIdxFile(const std::string &path, const Progress &progress);

/// An error where the stream goes on. Reading to the end also verifies gzip's check sum.
std::optional<core::Error> expectEnd(ByteStream &stream);

/// True where the file begins as IDX does, unpacked if need be. A file that cannot be read does not.
bool beginsAsIdx(const std::string &path);

} // namespace hourglass::data
