// One array in NumPy's format: .npy, versions 1 to 3, of numbers in either byte order and either order of axes.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/element.h"
#include "engine/data/progress.h"
#include "engine/data/readers/array.h"
#include "engine/data/readers/byte_source.h"
#include "engine/data/readers/npy_header.h"

namespace hourglass::data {

/// What a header declares. It fits the source, which holds at most as many bytes as it says it can.
struct NpyLayout {
    Element element;
    bool isFortranOrder = false; ///< the first axis is the fastest, and there are several
    std::vector<core::Index> extents;
    core::Index offset = 0;    ///< bytes before the first number
    core::Index count = 0;     ///< numbers
    bool keepsMissing = false; ///< numbers that are not finite are given out as they are, and are no error

    core::Index bytes() const { return count * static_cast<core::Index>(element.size()); }
};

/// Reads what a header says, of whatever it is: nothing of it is checked against the source. `offset` becomes the number of bytes before the content.
core::Result<NpyHeader> readNpyHeader(ByteSource &source, core::Index &offset);

/// Reads the header, and leaves the source at the first number.
core::Result<NpyLayout> readNpyLayout(ByteSource &source);

/// Reads the numbers that follow, and expects the source to end there. They come out in C order, the last axis fastest. Asks for no more memory
/// than the content can fill (twice that for a moment in Fortran order, four times where bytes become floats). `offsets`, one a number of a
/// sample or none, are taken from the numbers before these become floats; not of unsigned bytes.
core::Result<Array> readNpyNumbers(ByteSource &source, const NpyLayout &layout, const Progress &progress, const std::vector<double> &offsets = {});

/// Reads a file, plain or gzip, which holds one array and nothing else.
core::Result<Array> readNpyFile(const std::string &path, const Progress &progress, const std::vector<double> &offsets = {});

/// The same, with numbers that are not finite as they are.
core::Result<Array> readNpyFileAsItIs(const std::string &path, const Progress &progress, const std::vector<double> &offsets = {});

/// True where the bytes begin as a .npy file does.
bool beginsAsNpy(ByteSource &source);

} // namespace hourglass::data
