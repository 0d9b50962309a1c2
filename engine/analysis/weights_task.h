// The weights of one layer as pictures: a tile for each unit where what it reads or writes is a picture, a matrix otherwise.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/task.h"

namespace hourglass::analysis {

using core::Index;

struct WeightsPicture {
    enum class Form {
        Incoming, ///< a tile is what a unit of the layer reads of a sample
        Outgoing, ///< a tile is what a unit of the layer below writes into the sample
        Kernels,  ///< a tile is a kernel of a convolution
        Matrix    ///< a row is an output, a column an input
    };
    Moment moment;
    int layer = 0;
    std::vector<std::string> tensors; ///< the layer's matrices of weights, by their names in files
    std::size_t tensor = 0;           ///< which of them this is
    int tiedTo = -1;                  ///< the layer whose weights they are, where they are not its own
    Form form = Form::Matrix;
    core::Shape tile;                      ///< of a tile
    Index units = 0;                       ///< that have tiles; rows of a matrix
    Index inputs = 1;                      ///< tiles of a unit: of kernels one for each channel that it reads; columns of a matrix
    Index first = 0;                       ///< tile that the values begin with
    std::vector<float> values;             ///< tile after tile; of a matrix row after row, each `shownColumns` long
    Index rowsInOne = 1, columnsInOne = 1; ///< of a matrix: the number furthest from zero stands for so many
    Index shownRows = 0, shownColumns = 0;
    float limit = 0;                     ///< 99.5 % of the magnitudes lie below it
    Index notFinite = 0;                 ///< numbers of the tensor
    std::optional<core::Error> obstacle; ///< why there is nothing else

    Index tiles() const { return form == Form::Matrix ? 0 : units * inputs; }
};

struct WeightsTask {
    using Result = WeightsPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 8};
    static constexpr Index mostShown = 512; ///< rows and columns of a matrix

    int layer = 0;
    std::size_t tensor = 0;      ///< the first where there are fewer
    Index first = 0, count = 64; ///< tiles that somebody sees

    std::shared_ptr<const WeightsPicture> run(TaskContext &context) const;
    bool operator==(const WeightsTask &) const = default;
};

} // namespace hourglass::analysis
