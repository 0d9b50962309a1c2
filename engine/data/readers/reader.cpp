#include "engine/data/readers/reader.h"

#include <filesystem>
#include <system_error>

#include "engine/data/readers/archive_file.h"
#include "engine/data/readers/cifar.h"
#include "engine/data/readers/csv.h"
#include "engine/data/readers/folders/lone_file.h"
#include "engine/data/readers/folders/text_set_reader.h"
#include "engine/data/readers/hdf5.h"
#include "engine/data/readers/idx_folder.h"
#include "engine/data/readers/image_folder.h"
#include "engine/data/readers/known_formats.h"
#include "engine/data/readers/matlab.h"
#include "engine/data/readers/matrices/matrix_market.h"
#include "engine/data/readers/matrices/sparse_npz.h"
#include "engine/data/readers/matrices/svmlight.h"
#include "engine/data/readers/npy.h"
#include "engine/data/readers/npz.h"
#include "engine/data/readers/packed.h"
#include "engine/data/readers/renamed.h"
#include "engine/data/readers/series/ts.h"
#include "engine/data/readers/series/tsf.h"
#include "engine/data/readers/series_folder.h"
#include "engine/data/readers/sound.h"
#include "engine/data/readers/tables/arff.h"
#include "engine/data/readers/tables/json_records.h"
#include "engine/data/readers/tables/orange.h"
#include "engine/data/readers/xlsx.h"
#include "engine/data/shown_name.h"
#include "engine/spec/check.h"

namespace hourglass::data {

namespace {

spec::Kind idxKind() {
    return {.key = "idx", .label = "IDX", .help = "The format of MNIST: labels are found beside the samples by their names.", .settings = {}};
}

// The first that accepts a path reads it.
const Reader table[] = {
    {"IDX files such as train-images-idx3-ubyte.gz", idxKind, looksLikeIdx,
     [](const ReadOrder &order) { return readIdxFolder(order.path, order.progress, order.mostInMemory); }},
    {"a NumPy array of numbers such as X.npy, samples first", npyKind, looksLikeNpy, readNpy},
    {"a sparse matrix of SciPy such as X.npz", sparseNpzKind, looksLikeSparseNpz, readSparseNpz},
    {"a NumPy archive such as mnist.npz", npzKind, looksLikeNpz, readNpz},
    {"a MATLAB file such as data.mat", matlabKind, looksLikeMatlab, readMatlab},
    {"an HDF5 file such as data.h5 or cells.h5ad", hdf5Kind, looksLikeHdf5, readHdf5},
    {"a netCDF file such as data.nc", netcdfKind, looksLikeNetcdf, readNetcdf},
    {"a workbook such as data.xlsx", xlsxKind, looksLikeXlsx, readXlsx},
    {"CIFAR's binary files such as data_batch_1.bin", cifarKind, looksLikeCifar, readCifar},
    {"time series as text such as Trace_TRAIN.ts", tsKind, looksLikeTs, readTs},
    {"series for forecasting such as tourism.tsf", tsfKind, looksLikeTsf, readTsf},
    {"ARFF with bags of rows, each a series", arffSeriesKind, looksLikeArffSeries, readArff},
    {"Weka's ARFF such as iris.arff", arffKind, looksLikeArff, readArff},
    {"MatrixMarket such as X.mtx", matrixMarketKind, looksLikeMatrixMarket, readMatrixMarket},
    {"SVMlight or LIBSVM such as a9a.svm", svmlightKind, looksLikeSvmlight, readSvmlight},
    {"Orange's tables such as zoo.tab", orangeKind, looksLikeOrange, readOrange},
    {"records as JSON such as samples.json or samples.jsonl", jsonKind, looksLikeJson, readJsonRecords},
    {"tables of one set such as train.csv and test.csv, or X.csv and y.csv", textSetKind, looksLikeTextSet, readTextSet},
    {"delimited text such as samples.csv", csvKind, looksLikeCsv, [](const ReadOrder &order) { return readCsv(order); }},
    {"a recording such as sound.wav, or a folder of them", soundKind, looksLikeSound, readSound},
    {"a folder of pictures (PNG, JPEG, BMP, WebP, TIFF, GIF, PNM), or with a folder for each class; one TIFF, GIF or WebP of several pages", imageKind,
     looksLikeImages, [](const ReadOrder &order) { return readImageFolder(order); }},
    {"a folder of series, each a table as text with the same columns", seriesKind, looksLikeSeries, [](const ReadOrder &order) { return readSeries(order); }},
    {"a folder of series, each a NumPy array of rows and columns", arraySeriesKind, looksLikeArraySeries, readArraySeries},
};

core::Result<Dataset> readWith(const Reader &reader, const ReadOrder &order) {
    const spec::Kind kind = reader.kind();
    const auto options = spec::checkedComponent({kind.key, order.options}, {kind}, "reader", {{}, "data.options", -1});
    if (!options)
        return options.error();
    auto dataset = reader.read({order.path, options->values, order.progress, order.images, order.mostInMemory, order.converter});
    if (!dataset)
        return dataset;
    dataset->key = order.path;
    dataset->report.reader = kind.key;
    for (const auto &[key, value] : options->values)
        dataset->report.assumed.emplace(key, value);
    for (const spec::Setting &setting : kind.settings)
        dataset->report.assumed.emplace(setting.key, setting.fallback);
    return dataset;
}

core::Result<Dataset> readAt(const ReadOrder &order, int depth);

/// Unpacks the file and reads what is in it; archives in archives a few deep.
core::Result<Dataset> readPacked(const ReadOrder &order, int depth) {
    constexpr int deepest = 3;
    constexpr double unpacking = 0.4; // of the time
    if (depth == deepest)
        return core::Error{"there are archives in archives in archives", order.path, "Unpack them yourself, and open what is in them."};
    auto unpacked = unpack(order.path, order.progress.between(0.0, unpacking));
    if (!unpacked)
        return unpacked.error();
    ReadOrder inner = order;
    std::string file;
    if (isPacked(unpacked->path)) { // nothing else is in it: the file is one of that archive's
        inner.path = unpacked->path;
    } else {
        const auto chosen = chosenFile(*unpacked, order.path, inner.options, file);
        if (!chosen)
            return chosen.error();
        inner.path = *chosen;
    }
    inner.progress = order.progress.between(unpacking, 1.0);
    auto dataset = readAt(inner, depth + 1);
    const std::string folder = unpacked->folder->path();
    if (!dataset) { // what was a folder for a moment is an archive for a person
        const core::Error error = renamed(renamed(dataset.error(), folder, order.path), "the folder holds", "the archive holds");
        return renamed(renamed(error, "Name one of them", "Name one of them in data.options.file"), "Name one of these files",
                       "Name one of these files in data.options.file");
    }
    renameIn(*dataset, folder, order.path);
    const std::string title = std::filesystem::path(order.path).filename().string();
    if (!file.empty())
        dataset->report.assumed["file"] = file;
    if (unpacked->files > 1)
        dataset->title = file.empty() ? title : title + '/' + shownName(file);
    dataset->key = order.path;
    return dataset;
}

core::Result<Dataset> readAt(const ReadOrder &order, int depth) {
    constexpr const char *replaced = "\xef\xbf\xbd"; // what stands for such bytes once a path was shown
    const std::string &path = order.path;
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        return core::Error{failure && failure != std::errc::no_such_file_or_directory ? "the path cannot be read (" + failure.message() + ")"
                                                                                      : "there is no such file or folder",
                           path,
                           path.find(replaced) == std::string::npos ? "Check the path." : "Its name may hold bytes that are no text in UTF-8: rename it."};
    if (std::filesystem::is_directory(status)) {
        std::filesystem::directory_iterator(path, failure);
        if (failure)
            return core::Error{"the folder cannot be opened (" + failure.message() + ")", path, "Check its permissions."};
    }
    if (isPacked(path))
        return readPacked(order, depth);
    if (auto error = notReadHere(path))
        return *error;
    std::string expected;
    for (const Reader &reader : readers()) {
        if (reader.accepts(path))
            return readWith(reader, order);
        expected += (expected.empty() ? "" : ", ") + std::string(reader.expects);
    }
    if (std::filesystem::is_directory(status)) {
        const auto lone = loneFileOf(path);
        if (!lone && !lone.error().hint.empty())
            return lone.error();
        if (lone) {
            ReadOrder inner = order;
            inner.path = *lone;
            auto dataset = readAt(inner, depth);
            if (!dataset)
                return dataset;
            dataset->key = path;
            dataset->report.remarks.push_back(shownName(std::filesystem::path(*lone).filename().string()) + " is what is read of the folder.");
            return dataset;
        }
    }
    return core::Error{std::filesystem::is_directory(status) ? "the folder holds no data that can be read" : "the file holds no data that can be read", path,
                       "What can be read: " + expected + "."};
}

} // namespace

std::span<const Reader> readers() {
    return table;
}

std::string choiceOf(const ReadOrder &order, const std::string &key, const char *fallback) {
    const auto found = order.options.find(key);
    const auto *text = found == order.options.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text ? *text : fallback;
}

core::Result<Dataset> readPath(const ReadOrder &order) {
    return readAt(order, 0);
}

} // namespace hourglass::data
