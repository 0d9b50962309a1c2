// The IDX format (LeCun, Cortes, Burges: the MNIST files): two zero bytes, the element type, the rank, big-endian extents, the
// elements. A header is never believed: what it declares must fit the file before memory is asked for, and must end where the
// file ends.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/progress.h"
#include "engine/data/readers/array.h"
#include "engine/data/readers/byte_stream.h"

namespace hourglass::data {

/// Reads one array from the stream and leaves what follows it. Extents are all above zero and floats all finite, or it is an
/// error. Asks for no more memory than the content can fill: see ByteStream::mostRemaining. `offsets`, where there is
/// one for each number of a sample, are taken from the numbers before these become floats; not of unsigned bytes.
core::Result<Array> readIdx(ByteStream &stream, const Progress &progress, const std::vector<double> &offsets = {});

/// Reads a file, plain or gzip, which holds one array and nothing else.
core::Result<Array> readIdxFile(const std::string &path, const Progress &progress, const std::vector<double> &offsets = {});

/// True where the file begins as IDX does, unpacked if need be. A file that cannot be read does not.
bool beginsAsIdx(const std::string &path);

/// True where the file begins as a row of floats or doubles: samples of one number each, whatever its name says. Labels are whole numbers.
bool beginsAsNumbers(const std::string &path);

} // namespace hourglass::data
