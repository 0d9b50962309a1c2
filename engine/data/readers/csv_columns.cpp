#include "engine/data/readers/csv_columns.h"

#include <algorithm>
#include <charconv>

#include "engine/data/natural_order.h"
#include "engine/data/readers/csv_keys.h"
#include "engine/data/readers/csv_look.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using Role = CsvColumn::Role;

namespace {

constexpr Index mostClassWords = 1000, mostGroups = 100'000;

/// Whether a column that held grades in its first rows holds them in all.
bool areGrades(const CsvColumn &column, const CsvCounts &counts) {
    return column.holdsGrades && !counts.hasTooManyWords && counts.words.size() <= CsvLook::mostGrades && 5 * counts.others >= counts.numbers + counts.others;
}

std::string tooMany(Index most) {
    return "it has more than " + std::to_string(most) + " different words";
}

const std::string numbered = "column ";

/// What the words of a column that is no label become.
void becomeWords(CsvColumn &column, const CsvOptions &options, bool isLabel) {
    column.role = Role::Words;
    column.elements = 0;
    if (isLabel || options.words != "leave_out")
        return;
    column.role = Role::LeftOut;
    column.reason = "it holds words";
}

core::Result<bool> reviseWords(CsvTable &table, Index number, const CsvCounts &counts) {
    CsvColumn &column = table.columns[static_cast<std::size_t>(number)];
    const bool isLabel = number == table.label, isGroup = number == table.group || number == table.part;
    if (counts.numbers > counts.others && !areGrades(column, counts) && !isGroup && !(isLabel && counts.others > 0) &&
        !column.isDeclared) { // classes 1 … 9 and X are words
        column.role = Role::Number;
        column.categories.clear();
        table.part = number == table.part ? -1 : table.part;
        return true;
    }
    if (counts.hasTooManyWords) {
        const std::string reason = tooMany(table.mostWordsIn(number));
        if (number == table.group)
            return Error{"the group column “" + table.keyOf(number) + "” cannot hold groups: " + reason, "data.options.group",
                         "Name another column, or \"none\"."};
        if (isLabel && table.isLabelGiven)
            return Error{"the label column “" + table.keyOf(table.label) + "” cannot hold classes: " + reason, "data.options.label",
                         "Name another column, or \"none\"."};
        column.role = Role::LeftOut;
        column.reason = reason;
        column.categories.clear();
        if (isLabel)
            table.label = -1;
        table.part = number == table.part ? -1 : table.part;
        return true;
    }
    std::vector<std::string> categories(counts.words.begin(), counts.words.end());
    if (isLabel)
        std::sort(categories.begin(), categories.end(), comesBefore);
    if (categories == column.categories)
        return false;
    column.categories = std::move(categories);
    return true;
}

} // namespace

std::string CsvTable::titleOf(Index column) const {
    std::string title = "Column " + std::to_string(column + 1);
    if (!at(column).name.empty()) {
        title += " (";
        title += at(column).name;
        title += ')';
    }
    return title;
}

std::string CsvTable::keyOf(Index column) const {
    const std::string &name = at(column).name;
    const auto same = std::count_if(columns.begin(), columns.end(), [&](const CsvColumn &other) { return other.name == name; });
    const bool isPlain = name.find(',') == std::string::npos && name != "none" && name != "automatic";
    if (!name.empty() && same == 1 && isPlain)
        return name;
    const std::string number = std::to_string(column + 1);
    const bool isNameToo = std::any_of(columns.begin(), columns.end(), [&](const CsvColumn &other) { return other.name == number; });
    return isNameToo ? numbered + number : number;
}

std::string CsvTable::chosenKeys() const {
    std::string keys;
    for (Index i = 0; i < static_cast<Index>(columns.size()); ++i)
        if (at(i).role == Role::LeftOut && at(i).isChosen)
            keys += (keys.empty() ? "" : ", ") + keyOf(i);
    return keys.empty() ? "none" : keys;
}

Index CsvTable::mostWordsIn(Index column) const {
    return column == label ? mostClassWords : column == group ? mostGroups : mostCategories;
}

core::Result<Index> findColumn(const CsvTable &table, const std::string &wanted, const char *setting) {
    const auto count = static_cast<Index>(table.columns.size());
    std::vector<std::string> names;
    for (Index i = 0; i < count; ++i) {
        const std::string &name = table.at(i).name;
        if (!name.empty() && name == wanted)
            return i;
        names.push_back(name.empty() ? std::to_string(i + 1) : name);
    }
    for (Index i = 0; i < count; ++i)
        if (!table.at(i).name.empty() && inLowerCase(table.at(i).name) == inLowerCase(wanted))
            return i;
    Index number = 0;
    const char *const from = wanted.data() + (wanted.starts_with(numbered) ? numbered.size() : 0), *const to = wanted.data() + wanted.size();
    const auto [end, error] = std::from_chars(from, to, number);
    if (error == std::errc() && end == to && number >= 1 && number <= count)
        return number - 1;
    names.resize(std::min<std::size_t>(names.size(), 20));
    return Error{"there is no column " + spec::quoted(wanted) + "; there are " + std::to_string(count), std::string("data.options.") + setting,
                 spec::suggestion(wanted, names)};
}

bool CsvTable::lacksCategories() const {
    return std::any_of(columns.begin(), columns.end(), [](const CsvColumn &column) { return column.role == Role::Words && column.categories.empty(); });
}

core::Result<bool> revise(CsvTable &table, const std::vector<CsvCounts> &counts, const CsvOptions &options) {
    bool isRevised = false;
    Index mostMissing = 0; // of a column that holds nothing
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (table.columns[i].role != Role::LeftOut && counts[i].numbers + counts[i].others == 0)
            mostMissing = std::max(mostMissing, counts[i].missing + counts[i].infinite);
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        CsvColumn &column = table.columns[static_cast<std::size_t>(i)];
        const CsvCounts &found = counts[static_cast<std::size_t>(i)];
        if (column.role == Role::LeftOut)
            continue;
        if (found.numbers + found.others == 0) {
            if (table.dropsRows && found.missing + found.infinite < mostMissing)
                continue; // its words were dropped with rows that lack another column's
            if (i == table.group)
                return Error{"the group column “" + table.keyOf(i) + "” is empty", "data.options.group", "Name another column, or \"none\"."};
            table.part = table.part == i ? -1 : table.part;
            column.role = Role::LeftOut;
            column.reason = found.infinite > 0 ? "it holds no finite number" : "it is empty";
            table.label = table.label == i ? -1 : table.label;
            isRevised = true;
            continue;
        }
        if (column.role == Role::Number) {
            if ((found.others > found.numbers && !column.isDeclared) || (i == table.label && found.others > 0)) {
                becomeWords(column, options, i == table.label);
                isRevised = true;
                continue;
            }
        } else {
            const auto isChanged = reviseWords(table, i, found);
            if (!isChanged)
                return isChanged.error();
            isRevised = isRevised || *isChanged;
            isRevised = reviseKeys(table, i, options) || isRevised;
        }
        const bool isBad = found.missing + found.infinite + (column.role == Role::Number ? found.others : 0) > 0;
        if (table.addsFlags && !table.areBytes && isBad && !column.hasFlag && table.isFeature(i)) {
            column.hasFlag = true;
            isRevised = true;
        }
    }
    if (isRevised)
        layOut(table);
    return isRevised;
}

void dropLabel(CsvTable &table, const CsvOptions &options) {
    CsvColumn &column = table.columns[static_cast<std::size_t>(table.label)];
    table.label = -1;
    if (column.role == Role::Words) {
        std::sort(column.categories.begin(), column.categories.end());
        becomeWords(column, options, false);
        if (static_cast<Index>(column.categories.size()) > table.mostCategories) {
            column.role = Role::LeftOut;
            column.reason = tooMany(table.mostCategories);
        }
    }
    layOut(table);
}

void layOut(CsvTable &table) {
    table.features = 0;
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        CsvColumn &column = table.columns[static_cast<std::size_t>(i)];
        column.first = table.features;
        column.width = 0;
        if (!table.isFeature(i))
            continue;
        const bool isOneHot = column.role == Role::Words && !table.areCodes;
        column.width = (isOneHot ? static_cast<Index>(column.categories.size()) : column.elements > 0 ? column.elements : 1) + (column.hasFlag ? 1 : 0);
        table.features += column.width;
    }
}

Index squareWidth(Index values, Index &channels) {
    for (channels = 1; channels <= 3; channels += 2)
        for (Index width = 1; width * width * channels <= values; ++width)
            if (width * width * channels == values)
                return width;
    channels = 1;
    return 0;
}

std::vector<std::string> featureNamesOf(const CsvTable &table) {
    std::vector<std::string> names;
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        if (!table.isFeature(i))
            continue;
        const CsvColumn &column = table.at(i);
        const std::string name = column.name.empty() ? "column " + std::to_string(i + 1) : column.name;
        if (column.role == Role::Words && !table.areCodes)
            for (const std::string &category : column.categories)
                names.push_back(name + "=" + category);
        else if (column.role == Role::Number && column.elements > 0)
            for (Index element = 1; element <= column.elements; ++element)
                names.push_back(name + " " + std::to_string(element));
        else
            names.push_back(name);
        if (column.hasFlag)
            names.push_back(name + " is missing");
    }
    return names;
}

std::vector<FeatureKind> featureKindsOf(const CsvTable &table) {
    std::vector<FeatureKind> kinds;
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        if (!table.isFeature(i))
            continue;
        const CsvColumn &column = table.at(i);
        const bool isNumber = column.role == Role::Number;
        kinds.insert(kinds.end(), static_cast<std::size_t>(column.width - (column.hasFlag ? 1 : 0)),
                     isNumber         ? FeatureKind::Number
                     : table.areCodes ? FeatureKind::Code
                                      : FeatureKind::Category);
        if (column.hasFlag)
            kinds.push_back(FeatureKind::Flag);
    }
    return kinds;
}

} // namespace hourglass::data
