#include "engine/data/readers/folders/one_kind.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/data/readers/array_choice.h"
#include "engine/data/shown_name.h"

namespace hourglass::data {

namespace {

constexpr std::size_t shortestBeginning = 3, longestMark = 2;

/// "p#_walk" of "p12_walk"
std::string withoutNumbers(const std::string &stem) {
    std::string text;
    for (const char c : stem) {
        const bool isDigit = c >= '0' && c <= '9';
        if (!isDigit)
            text += c;
        else if (!text.ends_with('#'))
            text += '#';
    }
    return text;
}

std::string commonBeginning(const std::vector<std::string> &stems) {
    std::string common = stems.front();
    for (const std::string &stem : stems)
        common.resize(static_cast<std::size_t>(std::mismatch(common.begin(), common.end(), stem.begin(), stem.end()).first - common.begin()));
    return common;
}

/// Names that tell files of one kind apart: by numbers, by a letter or two, or behind a word that all have and that says more
/// than "data".
bool areCounted(const std::vector<std::string> &stems) {
    std::set<std::string> patterns;
    bool areMarks = true;
    for (const std::string &stem : stems) {
        patterns.insert(withoutNumbers(stem));
        areMarks = areMarks && stem.size() <= longestMark;
    }
    if (areMarks || (patterns.size() * 2 <= stems.size() &&
                     std::any_of(patterns.begin(), patterns.end(), [](const std::string &one) { return one.find('#') != std::string::npos; })))
        return true;
    const std::string beginning = commonBeginning(stems);
    return beginning.size() >= shortestBeginning && !parseArrayName(beginning).rest.empty();
}

} // namespace

bool areOfOneKind(const std::vector<KindOfFile> &files, std::size_t chosen) {
    std::map<std::string, std::size_t> counts;
    std::vector<std::string> stems;
    for (const KindOfFile &file : files) {
        ++counts[file.columns];
        if (file.columns == files[chosen].columns)
            stems.push_back(file.stem);
    }
    if (files.size() < 2)
        return true;
    if (stems.size() < 2 || stems.size() * 2 < files.size())
        return false;
    const auto isAsFrequent = [&](const auto &count) { return count.second == stems.size(); };
    return files[chosen].hasNames ? std::count_if(counts.begin(), counts.end(), isAsFrequent) == 1 : areCounted(stems);
}

spec::Setting togetherSetting() {
    return {.key = "together",
            .label = "Together",
            .help = "Whether the files are series of one kind.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("automatic"),
            .choices = {{"automatic", "Automatic", "Where most have the same names of columns, or names that count them: p1, p2."},
                        {"yes", "Yes", "All with the columns that most of them have."}}};
}

std::optional<core::Error> checkOneKind(const std::vector<KindOfFile> &files, std::size_t chosen, const spec::Values &options, const std::string &folder) {
    constexpr std::size_t mostNamed = 10;
    const auto together = options.find("together");
    if ((together != options.end() && together->second == spec::Value(std::string("yes"))) || areOfOneKind(files, chosen))
        return {};
    std::string names;
    for (std::size_t i = 0; i < std::min(files.size(), mostNamed); ++i)
        names += (i == 0 ? "" : ", ") + files[i].told;
    if (files.size() > mostNamed)
        names += " and " + std::to_string(files.size() - mostNamed) + " more";
    return core::Error{"the folder holds " + std::to_string(files.size()) + " tables that do not say that they belong together: " + names, shownName(folder),
                       "Name one of them; or, where they are series of one kind, set data.options.together to yes."};
}

} // namespace hourglass::data
