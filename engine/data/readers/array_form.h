// Which axis of an array holds the channels, and how its samples come into the order of core::Shape.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/array.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// "channels": automatic, first, last or none.
spec::Setting channelsSetting();

struct SampleForm {
    core::Shape shape;
    core::Index transposedRows = 0; ///< a sample is a matrix of so many rows that is to be transposed; 0: it stays as it lies
    std::string channels;           ///< "first", "last" or "none", as taken
};

/// Of arrays with the samples first. `channels` is a value of channelsSetting.
///   (samples), (samples, features)                  numbers, without channels
///   (samples, a, b)     none: pictures a × b; last: series of a steps with b features each; first: series of b steps with a features each
///   (samples, a, b, c)  first: pictures b × c of a channels; last: pictures a × b of c channels; none: a · b · c numbers
/// Automatic takes the last axis for channels where its extent is 1, 3 or 4 and all others of a sample are larger; else none of three axes, and the
/// first of four. An error where channels are wanted of an array without an axis for them.
core::Result<SampleForm> sampleForm(const std::vector<core::Index> &extents, const std::string &channels, const std::string &name);

/// Every sample, a matrix of rows × columns row after row, becomes its transpose.
template <class T>
void transposeSamples(std::vector<T> &values, core::Index rows, core::Index columns) {
    std::vector<T> sample(static_cast<std::size_t>(values.empty() ? 0 : rows * columns));
    for (T *at = values.data(), *end = at + values.size(); at != end; at += rows * columns) {
        for (core::Index row = 0; row < rows; ++row)
            for (core::Index column = 0; column < columns; ++column)
                sample[static_cast<std::size_t>(column * rows + row)] = at[row * columns + column];
        std::copy(sample.begin(), sample.end(), at);
    }
}

} // namespace hourglass::data
