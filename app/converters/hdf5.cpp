#include "app/converters/hdf5.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <QString>

#include "app/converters/anndata.h"
#include "app/converters/conversion_output.h"
#include "app/converters/hdf5_file.h"
#include "app/converters/hdf5_tables.h"
#include "app/converters/matlab.h"
#include "app/converters/matlab_arrays.h"
#include "app/converters/matlab_objects.h"
#include "app/converters/netcdf.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

using core::Error;
using core::Index;
using Content = Hdf5Dataset::Content;

namespace {

Error notOpened(const std::string &path) {
    return {"the HDF5 file cannot be opened: it is damaged, cut off, or none", path, "Save it anew, with h5py for one."};
}

/// What is left of memory for all arrays together.
Index mostBytes() {
    return sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE) / 4;
}

/// What libraries keep beside the data for themselves.
bool isBookkeeping(const Hdf5File &file, const Hdf5Dataset &dataset) {
    const std::string name = dataset.path.substr(dataset.path.rfind('/') + 1);
    return name.starts_with("_i_") || dataset.path.starts_with("#refs#") || dataset.path.starts_with("#subsystem#") ||
           dataset.path.find("/_i_table/") != std::string::npos || file.text(dataset.path, "CLASS") == "DIMENSION_SCALE";
}

/// What the conventions of netCDF say of packed numbers: number · factor + added, and which stand for none. Files of HDF5 have them, too.
struct Packing {
    double factor = 1.0, added = 0.0;
    std::vector<double> missing;

    bool isAny() const { return factor != 1.0 || added != 0.0 || !missing.empty(); }
};

Packing packingOf(const Hdf5File &file, const Hdf5Dataset &dataset) {
    Packing packing;
    for (const auto &[name, number] : {std::pair{"scale_factor", &packing.factor}, std::pair{"add_offset", &packing.added}})
        if (const std::vector<double> found = file.numbers(dataset.path, name); found.size() == 1 && std::isfinite(found[0]))
            *number = found[0];
    for (const char *name : {"_FillValue", "missing_value"}) {
        const std::vector<double> found = file.numbers(dataset.path, name);
        packing.missing.insert(packing.missing.end(), found.begin(), found.end());
    }
    std::erase_if(packing.missing, [](double value) { return std::isnan(value); });
    return packing;
}

/// The numbers in their own unit; false where they cannot be read.
bool writeUnpacked(const Hdf5File &file, const Hdf5Dataset &dataset, const Packing &packing, ArrayOutput &output) {
    auto numbers = file.doubles(dataset);
    if (!numbers)
        return false;
    for (double &number : *numbers) {
        const bool isMissing = std::find(packing.missing.begin(), packing.missing.end(), number) != packing.missing.end();
        number = isMissing ? std::numeric_limits<double>::quiet_NaN() : number * packing.factor + packing.added;
    }
    output.begin(dataset.path, "<f8", dataset.extents);
    output.write(std::as_bytes(std::span(*numbers)));
    return true;
}

std::string toldOf(const Hdf5Dataset &dataset, const Packing &packing) {
    std::string told;
    if (packing.factor != 1.0 || packing.added != 0.0)
        told = dataset.path + " is read in its own unit: its numbers times " + spec::shortest(packing.factor) +
               (packing.added != 0.0 ? ", plus " + spec::shortest(packing.added) : "") + " (scale_factor, add_offset).";
    if (!packing.missing.empty())
        told +=
            (told.empty() ? dataset.path + ": " : " ") + spec::shortest(packing.missing.front()) + " stands for a missing value there, as its attributes say.";
    return told;
}

} // namespace

core::Result<data::Conversion> convertHdf5(const ForeignFile &file) {
    const auto hdf5 = Hdf5File::open(file.path);
    if (!hdf5)
        return notOpened(file.path);
    if (isAnnData(*hdf5))
        return convertAnnData(*hdf5, file);
    if (hdf5->text("", "_NCProperties") || file.path.ends_with(".nc"))
        return convertNetcdf(file);
    if (auto table = convertFrame(*hdf5, file))
        return *table;
    data::Conversion conversion;
    ArrayOutput output(file.output);
    Index bytes = 0;
    bool isAnyRead = false;
    std::string passedOver;
    const auto passOver = [&](const Hdf5Dataset &dataset, const std::string &why) {
        passedOver += (passedOver.empty() ? "" : ", ") + dataset.path + " (" + why + ")";
    };
    const auto total = static_cast<double>(hdf5->datasets().size());
    for (std::size_t i = 0; i < hdf5->datasets().size(); ++i) {
        const Hdf5Dataset &dataset = hdf5->datasets()[i];
        file.progress(static_cast<double>(i) / total);
        if (dataset.content == Content::Unreadable && file.chosen.empty()) // what is left might be taken for the samples
            return Error{dataset.path + " cannot be opened: it is damaged, or written for a newer version of the HDF5 library than 1.10", file.path,
                         "Save it anew with h5py, without libver=\"latest\"; or name another one by --set data.options.array=PATH."};
        if (isBookkeeping(*hdf5, dataset) || dataset.extents.empty() || dataset.count() == 0)
            continue;
        conversion.choices.push_back(dataset.path);
        if (dataset.content == Content::Texts && dataset.extents.size() == 1) {
            if (const auto texts = hdf5->texts(dataset))
                output.addTexts(dataset.path, *texts);
            else
                passOver(dataset, "its texts cannot be read");
        } else if (dataset.content != Content::Numbers) {
            passOver(dataset, dataset.content == Content::Rows ? "a table beside arrays" : "no numbers in rows of one length");
        } else if (bytes + dataset.bytes() > mostBytes() && !file.isChosen(dataset.path)) {
            passOver(dataset, std::to_string(dataset.bytes() / 1'000'000) + " MB");
        } else if (dataset.bytes() > 2 * mostBytes()) {
            return Error{dataset.path + " takes " + std::to_string(dataset.bytes() / 1'000'000) + " MB, more than there is room for", file.path,
                         "Save a part of it in a file of its own."};
        } else {
            bytes += dataset.bytes();
            const Packing packing = packingOf(*hdf5, dataset);
            const bool isUnpacked = packing.isAny() && dataset.count() <= mostBytes() / static_cast<Index>(sizeof(double));
            bool isRead = false;
            if (isUnpacked) {
                isRead = writeUnpacked(*hdf5, dataset, packing, output);
                conversion.remarks.push_back(toldOf(dataset, packing));
            } else {
                output.begin(dataset.path, dataset.type, dataset.extents);
                isRead = hdf5->readNumbers(dataset, [&](const std::byte *piece, std::size_t size) { output.write({piece, size}); });
                if (packing.isAny())
                    conversion.remarks.push_back(dataset.path +
                                                 " is too large to be read in its own unit: its attributes scale_factor and add_offset are passed over.");
            }
            if (!isRead)
                return Error{dataset.path + " cannot be read: it is damaged, or packed by a filter that is not here", file.path,
                             "Save it anew without compression, or with gzip."};
            isAnyRead = true;
        }
    }
    if (!isAnyRead)
        return Error{"the HDF5 file holds no arrays of numbers" + (passedOver.empty() ? std::string() : "; not read: " + passedOver), file.path,
                     "Save them with h5py: file[\"X\"] = X."};
    if (!passedOver.empty())
        conversion.remarks.push_back("Not read: " + passedOver + ".");
    if (auto error = output.finish())
        return *error;
    return conversion;
}

namespace {

/// The rows of a matrix of letters, which MATLAB keeps column after column, without the blanks that fill them up.
std::vector<std::string> rowsOfLetters(const std::vector<double> &letters, std::size_t rows) {
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < rows; ++row) {
        QString text;
        for (std::size_t at = row; at < letters.size(); at += rows)
            text += QChar(static_cast<char16_t>(letters[at]));
        while (text.endsWith(QLatin1Char(' ')))
            text.chop(1);
        texts.push_back(text.toStdString());
    }
    return texts;
}

/// A sparse matrix, which is a group of its values, their rows from 0, and where each column begins; nothing where these do not hold together.
std::vector<MatlabArray> denseOf(const Hdf5File &file, const std::string &group) {
    const std::vector<double> height = file.numbers(group, "MATLAB_sparse");
    const auto numbersAt = [&](const char *name) {
        const Hdf5Dataset *dataset = file.find(group + "/" + name);
        const bool fits = dataset && dataset->content == Content::Numbers && dataset->bytes() < mostBytes() / 4;
        return fits ? file.doubles(*dataset).value_or(std::vector<double>()) : std::vector<double>();
    };
    const std::vector<double> values = numbersAt("data"), rows = numbersAt("ir"), begins = numbersAt("jc");
    if (height.size() != 1 || height[0] < 1.0 || begins.size() < 2 || values.size() != rows.size() ||
        height[0] * static_cast<double>(begins.size()) > static_cast<double>(mostBytes()) / 16.0)
        return {};
    const auto count = static_cast<std::size_t>(height[0]);
    std::vector<double> dense(count * (begins.size() - 1), 0.0);
    for (std::size_t column = 0; column + 1 < begins.size(); ++column) {
        if (!(begins[column] >= 0.0 && begins[column] <= begins[column + 1] && begins[column + 1] <= static_cast<double>(values.size())))
            return {};
        for (auto i = static_cast<std::size_t>(begins[column]); i < static_cast<std::size_t>(begins[column + 1]); ++i) {
            if (!(rows[i] >= 0.0 && rows[i] < height[0]))
                return {};
            dense[column * count + static_cast<std::size_t>(rows[i])] = values[i];
        }
    }
    std::string title = group;
    std::replace(title.begin(), title.end(), '/', '_');
    MatlabArray array{title, "<f8", {static_cast<Index>(count), static_cast<Index>(begins.size()) - 1}, {}, {}};
    const auto bytes = std::as_bytes(std::span(dense));
    array.bytes.assign(bytes.begin(), bytes.end());
    return {std::move(array)};
}

} // namespace

core::Result<data::Conversion> convertMatlab73(const ForeignFile &file) {
    const auto hdf5 = Hdf5File::open(file.path);
    if (!hdf5)
        return notOpened(file.path);
    MatlabVariable found;
    Index bytes = 0;
    std::set<std::string> sparse;
    for (const Hdf5Dataset &dataset : hdf5->datasets()) {
        if (isBookkeeping(*hdf5, dataset) || dataset.extents.empty() || dataset.count() == 0 || !hdf5->numbers(dataset.path, "MATLAB_empty").empty())
            continue;
        const std::string type = hdf5->text(dataset.path, "MATLAB_class").value_or(std::string());
        const std::string group = dataset.path.substr(0, dataset.path.find_last_of('/') == std::string::npos ? 0 : dataset.path.find_last_of('/'));
        std::string title = dataset.path;
        std::replace(title.begin(), title.end(), '/', '_');
        if (!group.empty() && !hdf5->numbers(group, "MATLAB_sparse").empty()) {
            if (!sparse.insert(group).second)
                continue;
            if (auto dense = denseOf(*hdf5, group); !dense.empty())
                found.arrays.push_back(std::move(dense.front()));
            else
                found.passedOver.push_back(group + " (it is sparse, and damaged or too large)");
            continue;
        }
        if (type == "cell") {
            if (auto texts = hdf5->textsReferredTo(dataset))
                found.arrays.push_back({title, {}, {dataset.count()}, {}, std::move(*texts)});
            else
                found.passedOver.push_back(dataset.path + " (its cells are no texts)");
            continue;
        }
        if (dataset.content != Content::Numbers)
            continue;
        if (type == "char") {
            const auto rows = static_cast<std::size_t>(dataset.extents.back());
            if (const auto letters = rows > 1 && dataset.bytes() < mostBytes() / 16 ? hdf5->doubles(dataset) : std::nullopt)
                found.arrays.push_back({title, {}, {static_cast<Index>(rows)}, {}, rowsOfLetters(*letters, rows)});
            continue;
        }
        if (!type.empty() && !hdf5->numbers(dataset.path, "MATLAB_object_decode").empty()) {
            found.passedOver.push_back(dataset.path + " (" + MatlabObject{dataset.path, type}.reason() + ")");
            continue;
        }
        bytes += dataset.bytes();
        if (bytes > mostBytes()) {
            found.passedOver.push_back(dataset.path + " (it is too large)");
            continue;
        }
        MatlabArray array{title, dataset.type, {dataset.extents.rbegin(), dataset.extents.rend()}, {}, {}};
        if (array.extents.size() == 2 && (array.extents[0] == 1 || array.extents[1] == 1))
            array.extents = {dataset.count()};
        if (hdf5->readNumbers(dataset, [&](const std::byte *piece, std::size_t size) { array.bytes.insert(array.bytes.end(), piece, piece + size); }))
            found.arrays.push_back(std::move(array));
        else
            found.passedOver.push_back(dataset.path + " (it cannot be read)");
    }
    return writeMatlab(found, file);
}

} // namespace hourglass::app
