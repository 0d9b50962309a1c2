// Work on the rows of a table of neighbours, in chunks that do not depend on the number of threads.
#pragma once

#include <algorithm>

#include "engine/core/thread_pool.h"
#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

constexpr Index rowsOfChunk = 256;

inline Index chunksOfRows(Index rows) {
    return (rows + rowsOfChunk - 1) / rowsOfChunk;
}

/// Calls work(row) for each row, on the threads of the pool.
template <typename Work>
void forRows(Index rows, core::ThreadPool &pool, const Work &work) {
    pool.run(chunksOfRows(rows), [&](Index chunk, int) {
        for (Index row = chunk * rowsOfChunk; row < std::min((chunk + 1) * rowsOfChunk, rows); ++row)
            work(row);
    });
}

/// Calls work(box) for each of some boxes of samples.
template <typename Work>
void forBoxes(Index boxes, core::ThreadPool &pool, const Work &work) {
    constexpr Index atOnce = 8;
    pool.run((boxes + atOnce - 1) / atOnce, [&](Index chunk, int) {
        for (Index box = chunk * atOnce; box < std::min((chunk + 1) * atOnce, boxes); ++box)
            work(box);
    });
}

} // namespace hourglass::projections
