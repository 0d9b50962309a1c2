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
