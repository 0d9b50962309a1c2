#include "app/converters/hdf5_tables.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "app/converters/conversion_output.h"
#include "app/converters/hdf5_file.h"

namespace hourglass::app {

using core::Error;
using core::Index;
using Content = Hdf5Dataset::Content;
using Columns = std::vector<std::pair<std::string, std::vector<std::string>>>;

namespace {

constexpr Index mostValuesOfVectors = 50'000'000; ///< as text they take some 20 bytes each

std::string shortest(double value) {
    if (std::isnan(value))
        return {};
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

core::Result<data::Conversion> write(const Columns &columns, const std::string &name, std::vector<std::string> choices, std::vector<std::string> remarks,
                                     const ForeignFile &file) {
    if (columns.empty())
        return Error{"the table " + name + " has no columns of numbers or texts", file.path, {}};
    TableOutput output(file.output);
    std::vector<std::string> row;
    for (const auto &[title, values] : columns)
        row.push_back(title);
    output.row(row);
    for (std::size_t i = 0; i < columns.front().second.size(); ++i) {
        for (std::size_t column = 0; column < columns.size(); ++column)
            row[column] = i < columns[column].second.size() ? columns[column].second[i] : std::string();
        output.row(row);
    }
    if (auto error = output.finish())
        return *error;
    data::Conversion conversion;
    conversion.kind = data::Conversion::Kind::Table;
    conversion.chosen = name;
    conversion.choices = std::move(choices);
    conversion.remarks = std::move(remarks);
    conversion.options["header"] = std::string("yes");
    return conversion;
}

/// Of rows of fields; members that hold neither numbers nor texts are left out.
Columns columnsOf(const Hdf5File &hdf5, const Hdf5Dataset &rows, std::vector<std::string> &remarks) {
    Columns columns;
    for (std::size_t member = 0; member < rows.members.size(); ++member) {
        const Hdf5Member &described = rows.members[member];
        const auto read = hdf5.column(rows, member);
        if (!read) {
            remarks.push_back(described.name + " is left out: it holds neither numbers nor texts.");
            continue;
        }
        for (std::size_t i = 0; i < read->size(); ++i)
            columns.emplace_back(read->size() == 1 ? described.name : described.name + "_" + std::to_string(i), (*read)[i]);
    }
    return columns;
}

/// A "fixed" frame of pandas: columns lie together by their type, and axis0 has their order.
Columns columnsOfFrame(const Hdf5File &hdf5, const std::string &group, std::vector<std::string> &remarks) {
    std::map<std::string, std::vector<std::string>> byName;
    for (int block = 0;; ++block) {
        const std::string head = group + "/block" + std::to_string(block);
        const Hdf5Dataset *items = hdf5.find(head + "_items"), *values = hdf5.find(head + "_values");
        if (!items)
            break;
        const auto names = hdf5.texts(*items);
        const auto numbers = values && values->content == Content::Numbers && values->extents.size() == 2 ? hdf5.doubles(*values) : std::nullopt;
        if (!names || !numbers || static_cast<Index>(names->size()) != values->extents[1]) {
            if (names)
                for (const std::string &name : *names)
                    remarks.push_back(name + " is left out: pandas keeps it as a pickle.");
            continue;
        }
        const std::size_t width = names->size();
        for (std::size_t i = 0; i < width; ++i) {
            std::vector<std::string> &column = byName[(*names)[i]];
            for (std::size_t at = i; at < numbers->size(); at += width)
                column.push_back(shortest((*numbers)[at]));
        }
    }
    Columns columns;
    const Hdf5Dataset *axis = hdf5.find(group + "/axis0");
    const auto order = axis ? hdf5.texts(*axis) : std::nullopt;
    if (order)
        for (const std::string &name : *order)
            if (const auto found = byName.find(name); found != byName.end())
                columns.emplace_back(name, found->second);
    return columns;
}

std::string groupOf(const std::string &path) {
    return path.substr(0, path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
}

std::string nameOf(const std::string &path) {
    return path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
}

bool isNamedAsPart(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return name.find("train") != std::string::npos || name.find("test") != std::string::npos || name.starts_with("val");
}

/// Where all that a group of the file holds is one value a row, at least two columns of numbers among three: these columns. Arrays that name parts of a
/// set, and files with a matrix, are something else.
Columns columnsOfVectors(const Hdf5File &hdf5, std::vector<std::string> &remarks) {
    constexpr std::size_t fewest = 3;
    std::vector<const Hdf5Dataset *> vectors;
    std::size_t numbers = 0;
    for (const Hdf5Dataset &dataset : hdf5.datasets()) {
        if (dataset.extents.empty())
            continue;
        const bool isColumn = dataset.content == Content::Numbers || dataset.content == Content::Texts;
        const bool isBeside = vectors.empty() || (dataset.count() == vectors.front()->count() && groupOf(dataset.path) == groupOf(vectors.front()->path));
        if (!isColumn || !isBeside || isNamedAsPart(nameOf(dataset.path)) || dataset.count() < 2 || dataset.count() != dataset.extents.front() ||
            hdf5.text(dataset.path, "CLASS") || !hdf5.numbers(dataset.path, "scale_factor").empty() || !hdf5.numbers(dataset.path, "_FillValue").empty())
            return {};
        numbers += dataset.content == Content::Numbers ? 1 : 0;
        vectors.push_back(&dataset);
    }
    Columns columns;
    if (vectors.size() < fewest || numbers < 2 || vectors.front()->count() * static_cast<Index>(vectors.size()) > mostValuesOfVectors)
        return {};
    for (const Hdf5Dataset *dataset : vectors) {
        std::vector<std::string> column;
        if (dataset->content == Content::Texts) {
            column = hdf5.texts(*dataset).value_or(std::vector<std::string>());
        } else if (const auto values = hdf5.doubles(*dataset)) {
            for (const double value : *values)
                column.push_back(shortest(value));
        }
        if (static_cast<Index>(column.size()) != dataset->count())
            return {};
        columns.emplace_back(nameOf(dataset->path), std::move(column));
    }
    remarks.push_back("The arrays of the file hold one value a sample each: they are the columns of a table.");
    return columns;
}

} // namespace

std::optional<core::Result<data::Conversion>> convertFrame(const Hdf5File &hdf5, const ForeignFile &file) {
    std::vector<std::string> tables, frames;
    bool hasArrays = false;
    for (const Hdf5Dataset &dataset : hdf5.datasets()) {
        const std::string group = dataset.path.substr(0, dataset.path.rfind('/') == std::string::npos ? 0 : dataset.path.rfind('/'));
        if (dataset.path.ends_with("/axis0") && hdf5.text(group, "pandas_type") == "frame")
            frames.push_back(group);
        else if (dataset.content == Content::Rows && dataset.extents.size() == 1 && dataset.path.find("/_i_") == std::string::npos &&
                 dataset.path.find("/meta/") == std::string::npos)
            tables.push_back(dataset.path);
    }
    for (const Hdf5Dataset &dataset : hdf5.datasets())
        hasArrays = hasArrays || (dataset.content == Content::Numbers && dataset.extents.size() > 1 &&
                                  std::none_of(frames.begin(), frames.end(), [&](const std::string &frame) { return dataset.path.starts_with(frame + "/"); }) &&
                                  dataset.path.find("/_i_") == std::string::npos);
    std::vector<std::string> choices = frames;
    choices.insert(choices.end(), tables.begin(), tables.end());
    std::string wanted;
    for (const std::string &choice : choices)
        if (file.isChosen(choice))
            wanted = choice;
    if (choices.empty() && !hasArrays && file.chosen.empty()) {
        std::vector<std::string> told;
        if (const Columns columns = columnsOfVectors(hdf5, told); !columns.empty())
            return write(columns, std::string(), {}, std::move(told), file);
    }
    if (wanted.empty() && (hasArrays || choices.empty()))
        return {};
    if (wanted.empty())
        wanted = choices.front();
    std::vector<std::string> remarks;
    if (choices.size() > 1)
        remarks.push_back(wanted + " is the table that is read; the file has " + std::to_string(choices.size()) + " of them.");
    const bool isFrame = std::find(frames.begin(), frames.end(), wanted) != frames.end();
    const Columns columns = isFrame ? columnsOfFrame(hdf5, wanted, remarks) : columnsOf(hdf5, *hdf5.find(wanted), remarks);
    return write(columns, wanted, std::move(choices), std::move(remarks), file);
}

} // namespace hourglass::app
