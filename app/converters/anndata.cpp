#include "app/converters/anndata.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <span>

#include "app/converters/anndata_table.h"
#include "app/converters/conversion_output.h"
#include "app/converters/hdf5_file.h"

namespace hourglass::app {

using core::Error;
using core::Index;
using Content = Hdf5Dataset::Content;

namespace {

struct Matrix {
    Index rows = 0, columns = 0;
    std::vector<float> values;
};

/// Compressed sparse rows or columns with their zeros; indices that lie outside are an error. Doubled ones are added.
std::optional<Matrix> filled(const Hdf5File &hdf5, const std::string &group, Index mostBytes) {
    const Hdf5Dataset *data = hdf5.find(group + "/data"), *indices = hdf5.find(group + "/indices"), *starts = hdf5.find(group + "/indptr");
    std::vector<double> shape = hdf5.numbers(group, "shape");
    if (shape.empty())
        shape = hdf5.numbers(group, "h5sparse_shape");
    if (!data || !indices || !starts || shape.size() != 2)
        return {};
    const bool areColumns = hdf5.text(group, "encoding-type") == "csc_matrix" || hdf5.text(group, "h5sparse_format") == "csc";
    Matrix matrix{static_cast<Index>(shape[0]), static_cast<Index>(shape[1]), {}};
    if (matrix.rows <= 0 || matrix.columns <= 0 || matrix.rows > mostBytes / 4 / matrix.columns)
        return {};
    const auto values = hdf5.doubles(*data), places = hdf5.doubles(*indices), begins = hdf5.doubles(*starts);
    const Index lines = areColumns ? matrix.columns : matrix.rows, across = areColumns ? matrix.rows : matrix.columns;
    if (!values || !places || !begins || static_cast<Index>(begins->size()) != lines + 1 || values->size() != places->size())
        return {};
    matrix.values.resize(static_cast<std::size_t>(matrix.rows * matrix.columns));
    for (Index line = 0; line < lines; ++line) {
        const auto from = static_cast<Index>((*begins)[static_cast<std::size_t>(line)]), to = static_cast<Index>((*begins)[static_cast<std::size_t>(line) + 1]);
        if (from < 0 || to < from || to > static_cast<Index>(values->size()))
            return {};
        for (Index k = from; k < to; ++k) {
            const auto place = static_cast<Index>((*places)[static_cast<std::size_t>(k)]);
            if (place < 0 || place >= across)
                return {};
            const Index at = areColumns ? place * matrix.columns + line : line * matrix.columns + place;
            matrix.values[static_cast<std::size_t>(at)] += static_cast<float>((*values)[static_cast<std::size_t>(k)]);
        }
    }
    return matrix;
}

std::vector<std::string> matricesOf(const Hdf5File &hdf5) {
    std::vector<std::string> paths;
    const auto consider = [&](const std::string &path) {
        const bool isThere = hdf5.find(path) || hdf5.find(path + "/indptr");
        if (isThere && std::find(paths.begin(), paths.end(), path) == paths.end())
            paths.push_back(path);
    };
    consider("X");
    consider("raw/X");
    for (const Hdf5Dataset &dataset : hdf5.datasets())
        for (const char *folder : {"layers/", "obsm/"})
            if (dataset.path.starts_with(folder))
                consider(dataset.path.substr(0, dataset.path.find('/', std::string(folder).size())));
    return paths;
}

} // namespace

bool isAnnData(const Hdf5File &hdf5) {
    return hdf5.text("", "encoding-type") == "anndata" || ((hdf5.find("X") || hdf5.hasGroup("X")) && hdf5.hasGroup("obs") && hdf5.hasGroup("var"));
}

core::Result<data::Conversion> convertAnnData(const Hdf5File &hdf5, const ForeignFile &file) {
    const Index mostBytes = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE) / 4;
    data::Conversion conversion;
    conversion.choices = matricesOf(hdf5);
    if (conversion.choices.empty())
        return Error{"the AnnData file holds no matrix", file.path, "Save one with X."};
    std::string wanted = conversion.choices.front();
    for (const std::string &path : conversion.choices)
        wanted = file.isChosen(path) ? path : wanted;
    ArrayOutput output(file.output);
    if (const Hdf5Dataset *dense = hdf5.find(wanted); dense && dense->content == Content::Numbers) {
        output.begin(wanted, dense->type, dense->extents);
        if (!hdf5.readNumbers(*dense, [&](const std::byte *piece, std::size_t size) { output.write({piece, size}); }))
            return Error{wanted + " cannot be read: it is damaged, or packed by a filter that is not here", file.path, "Save it anew with anndata."};
    } else {
        const auto matrix = filled(hdf5, wanted, mostBytes);
        if (!matrix)
            return Error{wanted + " is no sound sparse matrix, or takes more memory than there is once its zeros are filled in", file.path,
                         "Choose fewer genes, or another matrix: " + conversion.choices.back() + "."};
        output.begin(wanted, "<f4", {matrix->rows, matrix->columns});
        const auto bytes = std::as_bytes(std::span(matrix->values));
        output.write(bytes);
        conversion.remarks.push_back(wanted + " is sparse; its zeros are filled in.");
    }
    conversion.options["array"] = wanted;
    nameGenes(hdf5, wanted, output, conversion);
    describeCells(hdf5, file, output, conversion);
    if (auto error = output.finish())
        return *error;
    return conversion;
}

} // namespace hourglass::app
