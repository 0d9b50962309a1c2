#include "engine/data/readers/file_pair.h"

#include <filesystem>

#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

namespace fs = std::filesystem;

namespace {

struct Names {
    const char *train, *test;
};

/// The path with `to` in place of `from` before the first point of its name behind it, or "" where it does not stand there.
std::string exchanged(const fs::path &path, const std::string &from, const std::string &to) {
    std::string name = path.filename().string();
    const std::size_t at = name.rfind(from + '.');
    if (at == std::string::npos)
        return {};
    name.replace(at, from.size(), to);
    return (path.parent_path() / name).string();
}

/// The path and what stands beside it under the other name.
FilePair beside(const std::string &path) {
    std::error_code failure;
    for (const Names &names : {Names{"_TRAIN", "_TEST"}, Names{"_train", "_test"}, Names{"_Train", "_Test"}}) {
        if (const std::string test = exchanged(path, names.train, names.test); !test.empty() && fs::is_regular_file(test, failure))
            return {path, test};
        if (const std::string train = exchanged(path, names.test, names.train); !train.empty() && fs::is_regular_file(train, failure))
            return {train, path};
    }
    return {path, {}};
}

} // namespace

FilePair pairOf(const ReadOrder &order, const std::string &ending) {
    std::error_code failure;
    const auto wanted = order.options.find("test");
    const auto *text = wanted == order.options.end() ? nullptr : std::get_if<std::string>(&wanted->second);
    const bool isAlone = text && *text == "none", isFolder = fs::is_directory(order.path, failure);
    FilePair pair = isFolder ? pairIn(order.path, ending) : isAlone ? FilePair{order.path, {}} : beside(order.path);
    if (isAlone)
        pair.test.clear();
    return pair;
}

FilePair pairIn(const std::string &folder, const std::string &ending) {
    std::error_code failure;
    FilePair found;
    for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure)) {
        if (!hasEnding(at->path().filename().string(), "_train" + ending))
            continue;
        FilePair pair = beside(at->path().string());
        if (pair.test.empty())
            continue;
        if (!found.train.empty())
            return {};
        found = std::move(pair);
    }
    return found;
}

spec::Setting pairSetting() {
    return {.key = "test",
            .label = "Test part",
            .help = "Whether a file NAME_TEST beside NAME_TRAIN is the test part.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("automatic"),
            .choices = {{"automatic", "Automatic", "It is, where there is one."}, {"none", "None", "The file stands for itself."}}};
}

std::string pairRemark(const FilePair &pair) {
    const auto name = [](const std::string &path) { return shownName(fs::path(path).filename().string()); };
    return name(pair.train) + " is the training part, and " + name(pair.test) + " beside it the test part.";
}

} // namespace hourglass::data
