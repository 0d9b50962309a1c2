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

} // namespace

FilePair pairOf(const ReadOrder &order) {
    const auto wanted = order.options.find("test");
    const auto *text = wanted == order.options.end() ? nullptr : std::get_if<std::string>(&wanted->second);
    if (text && *text == "none")
        return {order.path, {}};
    std::error_code failure;
    for (const Names &names : {Names{"_TRAIN", "_TEST"}, Names{"_train", "_test"}, Names{"_Train", "_Test"}}) {
        if (const std::string test = exchanged(order.path, names.train, names.test); !test.empty() && fs::is_regular_file(test, failure))
            return {order.path, test};
        if (const std::string train = exchanged(order.path, names.test, names.train); !train.empty() && fs::is_regular_file(train, failure))
            return {train, order.path};
    }
    return {order.path, {}};
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
