#include "app/converters/anndata_table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "app/converters/conversion_output.h"
#include "app/converters/hdf5_file.h"

namespace hourglass::app {

using Content = Hdf5Dataset::Content;

namespace {

constexpr std::size_t mostClasses = 200, mostFactors = 64, mostColumns = 1000;
constexpr std::array<const char *, 11> ofClasses{"cell_type", "celltype",   "cell_ontology_class",       "cluster", "clusters", "louvain", "leiden", "label",
                                                 "labels",    "annotation", "cell_type_ontology_term_id"};

/// One of the two is filled, as long as there are cells.
struct Column {
    std::vector<std::string> words; ///< "" where there is none
    std::vector<double> numbers;    ///< NaN where there is none
};

/// The categories' words or numbers by their codes; those below 0 stand for none.
std::optional<Column> categorical(const Hdf5File &hdf5, const Hdf5Dataset &codes, const Hdf5Dataset &categories) {
    const auto places = hdf5.doubles(codes);
    const auto names = categories.content == Content::Texts ? hdf5.texts(categories) : std::nullopt;
    const auto values = categories.content == Content::Numbers ? hdf5.doubles(categories) : std::nullopt;
    if (!places || (!names && !values))
        return {};
    const auto count = static_cast<double>(names ? names->size() : values->size());
    Column column;
    for (const double place : *places) {
        const bool isThere = place >= 0.0 && place < count;
        const auto at = static_cast<std::size_t>(isThere ? place : 0.0);
        if (names)
            column.words.push_back(isThere ? (*names)[at] : std::string());
        else
            column.numbers.push_back(isThere ? (*values)[at] : std::numeric_limits<double>::quiet_NaN());
    }
    return column;
}

/// By any of the encodings of a column: array, string-array, categorical, nullable-integer and nullable-boolean; categories beside the columns in
/// older files.
std::optional<Column> columnAt(const Hdf5File &hdf5, const std::string &table, const std::string &name) {
    const std::string path = table + "/" + name;
    const Hdf5Dataset *plain = hdf5.find(path), *shared = hdf5.find(table + "/__categories/" + name);
    if (plain && shared)
        return categorical(hdf5, *plain, *shared);
    if (plain && plain->extents.size() == 1 && plain->content == Content::Texts) {
        auto words = hdf5.texts(*plain);
        return words ? std::optional(Column{std::move(*words), {}}) : std::nullopt;
    }
    if (plain && plain->extents.size() == 1 && plain->content == Content::Numbers) {
        auto numbers = hdf5.doubles(*plain);
        return numbers ? std::optional(Column{{}, std::move(*numbers)}) : std::nullopt;
    }
    const Hdf5Dataset *codes = hdf5.find(path + "/codes"), *categories = hdf5.find(path + "/categories");
    if (codes && categories)
        return categorical(hdf5, *codes, *categories);
    const Hdf5Dataset *values = hdf5.find(path + "/values"), *mask = hdf5.find(path + "/mask");
    if (!values || !mask || values->content != Content::Numbers || mask->content != Content::Numbers || values->extents != mask->extents)
        return {};
    auto numbers = hdf5.doubles(*values);
    const auto isMissing = hdf5.doubles(*mask);
    if (!numbers || !isMissing)
        return {};
    for (std::size_t i = 0; i < numbers->size(); ++i)
        if ((*isMissing)[i] != 0.0)
            (*numbers)[i] = std::numeric_limits<double>::quiet_NaN();
    return Column{{}, std::move(*numbers)};
}

std::string indexOf(const Hdf5File &hdf5, const std::string &table) {
    return hdf5.text(table, "_index").value_or("_index");
}

/// Names of the columns of obs, without that of the row names.
std::vector<std::string> columnsOf(const Hdf5File &hdf5, const std::string &table) {
    std::vector<std::string> names;
    const std::string index = indexOf(hdf5, table), before = table + "/";
    for (const Hdf5Dataset &dataset : hdf5.datasets()) {
        if (!dataset.path.starts_with(before))
            continue;
        std::string name = dataset.path.substr(before.size());
        if (const std::size_t slash = name.find('/'); slash != std::string::npos)
            name = name.substr(slash) == "/codes" || name.substr(slash) == "/values" ? name.substr(0, slash) : std::string();
        if (!name.empty() && name != index && name != "__categories" && names.size() < mostColumns)
            names.push_back(name);
    }
    return names;
}

std::size_t differentWords(const Column &column) {
    std::set<std::string> words(column.words.begin(), column.words.end());
    words.erase(std::string());
    return words.size();
}

/// Whether words name kinds of cells: each stands for two cells or more in the mean, else they name the cells themselves.
bool nameKinds(std::size_t classes, std::size_t cells) {
    return classes >= 2 && classes <= mostClasses && 2 * classes <= cells;
}

/// How much a column of words that name kinds is like one of classes: by its name, then by having few of them.
int rankOf(const std::string &name) {
    const auto known = std::find(ofClasses.begin(), ofClasses.end(), name);
    return known != ofClasses.end() ? 1 + static_cast<int>(ofClasses.end() - known) : 1;
}

struct Candidate {
    std::string path;
    std::size_t classes;
    int rank;
};

/// The best of them, the first among equals, and what else may be meant.
void chooseLabels(const std::vector<Candidate> &candidates, data::Conversion &conversion) {
    if (candidates.empty())
        return;
    const auto less = [](const Candidate &a, const Candidate &b) { return a.rank < b.rank; };
    const Candidate &best = *std::max_element(candidates.begin(), candidates.end(), less);
    conversion.options["labels"] = best.path;
    const std::string taken = best.path + " (" + std::to_string(best.classes) + " classes)";
    if (best.rank == 1)
        conversion.doubts.push_back(
            {taken + " is taken for the classes, because its words are few.", "labels", std::string("none"), "The cells have no classes"});
    const Candidate *second = nullptr;
    for (const Candidate &candidate : candidates)
        if (&candidate != &best && (!second || candidate.rank > second->rank))
            second = &candidate;
    if (second)
        conversion.doubts.push_back(
            {taken + " is taken for the classes; " + second->path + " (" + std::to_string(second->classes) + ") holds few words as well.", "labels",
             second->path, second->path + " holds the classes"});
}

} // namespace

void nameGenes(const Hdf5File &hdf5, const std::string &matrix, ArrayOutput &output, data::Conversion &conversion) {
    const bool isRaw = matrix.starts_with("raw/");
    if (!isRaw && matrix != "X" && !matrix.starts_with("layers/"))
        return;
    const std::string table = isRaw ? "raw/var" : "var", path = table + "/" + indexOf(hdf5, table);
    const Hdf5Dataset *names = hdf5.find(path);
    const auto words = names && names->content == Content::Texts && names->extents.size() == 1 && names->count() > 0 ? hdf5.texts(*names) : std::nullopt;
    if (!words)
        return;
    output.addTexts(path, *words);
    conversion.featureNames = path;
}

void describeCells(const Hdf5File &hdf5, const ForeignFile &file, ArrayOutput &output, data::Conversion &conversion) {
    std::vector<Candidate> candidates;
    std::string beyond;
    for (const std::string &name : columnsOf(hdf5, "obs")) {
        const std::string path = "obs/" + name;
        const auto column = columnAt(hdf5, "obs", name);
        if (!column || (column->words.empty() && column->numbers.empty()))
            continue;
        const bool areWords = !column->words.empty();
        const std::size_t classes = areWords ? differentWords(*column) : 0;
        conversion.choices.push_back(path);
        const bool areKinds = areWords && nameKinds(classes, column->words.size());
        const bool isFactor = !areWords || areKinds;
        if (isFactor && conversion.factors.size() >= mostFactors)
            beyond += (beyond.empty() ? "" : ", ") + name;
        else if (isFactor)
            conversion.factors.push_back(path);
        else if (!file.isChosen(path)) // names of single cells
            continue;
        if (areWords)
            output.addTexts(path, column->words);
        else
            output.addNumbers(path, column->numbers);
        if (areKinds)
            candidates.push_back({path, classes, rankOf(name)});
    }
    chooseLabels(candidates, conversion);
    if (!beyond.empty())
        conversion.remarks.push_back("Of the columns of obs, " + std::to_string(mostFactors) + " are taken to colour samples by; not " + beyond + ".");
}

} // namespace hourglass::app
