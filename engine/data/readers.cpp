#include "engine/data/readers.h"

#include <array>
#include <filesystem>
#include <system_error>

#include "engine/data/idx_folder.h"
#include "engine/data/npy.h"

namespace hourglass::data {

namespace {

constexpr std::array<Reader, 2> table{{
    {"idx", "IDX files such as train-images-idx3-ubyte.gz", looksLikeIdx, readIdxFolder},
    {"npy", "a NumPy array of float32 such as X.npy, samples first", looksLikeNpy, readNpy},
}};

} // namespace

std::span<const Reader> readers() {
    return table;
}

core::Result<Dataset> readPath(const std::string &path, const Progress &progress) {
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        return core::Error{failure && failure != std::errc::no_such_file_or_directory
                               ? "the path cannot be read (" + failure.message() + ")"
                               : "there is no such file or folder",
                           path, "Check the path."};
    if (std::filesystem::is_directory(status)) {
        std::filesystem::directory_iterator(path, failure);
        if (failure)
            return core::Error{"the folder cannot be opened (" + failure.message() + ")", path, "Check its permissions."};
    }
    std::string expected;
    for (const Reader &reader : readers()) {
        if (reader.accepts(path))
            return reader.read(path, progress);
        expected += (expected.empty() ? "" : ", ") + std::string(reader.expects);
    }
    return core::Error{std::filesystem::is_directory(status) ? "the folder holds no data that can be read"
                                                             : "the file holds no data that can be read",
                       path, "What can be read: " + expected + "."};
}

} // namespace hourglass::data
