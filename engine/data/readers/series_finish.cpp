#include "engine/data/readers/series_finish.h"

#include <filesystem>
#include <string>

#include "engine/data/readers/part_name.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

namespace fs = std::filesystem;

std::optional<core::Error> finishSeries(const SeriesTree &tree, const std::vector<Index> &rows, const std::string &folder, Dataset &dataset) {
    std::vector<PartKind> parts;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] == 0)
            continue;
        const auto group = static_cast<std::int32_t>(dataset.groupNames.size());
        dataset.groupNames.push_back(tree.files[i].name);
        dataset.train.groups.insert(dataset.train.groups.end(), static_cast<std::size_t>(rows[i]), group);
        parts.insert(parts.end(), static_cast<std::size_t>(rows[i]), tree.files[i].part);
    }
    moveToParts(dataset, std::move(parts));
    std::error_code failure;
    fs::path whole = fs::absolute(folder, failure).lexically_normal();
    if (!whole.has_filename())
        whole = whole.parent_path();
    dataset.title = shownName(whole.filename().string());
    dataset.origin = "Series in " + shownName(folder);
    ReadReport &report = dataset.report;
    const std::size_t count = dataset.groupNames.size();
    report.remarks.push_back(std::to_string(count) + (count == 1 ? " file is one group" : " files are a group each") + ": rows of a file belong together.");
    if (tree.others > 0)
        report.remarks.push_back(std::to_string(tree.others) + (tree.others == 1 ? " file is" : " files are") + " left out: most have another ending.");
    if (tree.beside > 0)
        report.remarks.push_back(std::to_string(tree.beside) + (tree.beside == 1 ? " file or folder is" : " files or folders are") +
                                 " left out, beside the series or the folders of parts.");
    for (const std::string &path : tree.broken)
        report.add({"cannot be opened: a link that leads nowhere, or a folder without the right to read it", nameBelow(path, folder)});
    if (dataset.train.isEmpty())
        return core::Error{"none of the series can be trained on", shownName(folder), "Check the files in the folder of the training part."};
    return {};
}

} // namespace hourglass::data
