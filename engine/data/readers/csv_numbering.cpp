#include "engine/data/readers/csv_numbering.h"

#include <cmath>

#include "engine/spec/wording.h"

namespace hourglass::data {

namespace {

constexpr std::size_t rowsForId = 8; // fewer may rise by chance
constexpr double firstYear = 1500.0, lastYear = 2100.0;

/// Times and indices rise by the same step in each row.
std::string reasonOfSteps(const CsvLook &look, const CsvPlace &place) {
    const bool isWhole = look.fractions == 0;
    const bool areYears = isWhole && look.lowest >= firstYear && look.highest <= lastYear;
    const bool isOne = isWhole && std::abs(look.step) == 1.0;
    if (isNameOfTime(place.name) || areYears) {
        const double step = isWhole ? std::abs(look.step) : std::round(std::abs(look.step) * 1e6) / 1e6;
        return std::string(look.step > 0 ? "it rises" : "it falls") + " by " + spec::shortest(step) + " from row to row, as a time or an index does";
    }
    const bool isNamed = place.hasHeader && !isNameOfId(place.name);
    if (place.isFirst && isWhole && (place.columns > 2 || (isOne && !isNamed)))
        return "it numbers the rows";
    return {};
}

} // namespace

bool isNameOfTime(const std::string &name) {
    const std::string text = inLowerCase(name);
    for (const char *known :
         {"t",       "year",   "years",   "yr",     "day",  "days",      "month",  "months", "week",  "weeks", "quarter", "hour",   "hours", "minute",
          "minutes", "second", "seconds", "sec",    "date", "timestamp", "period", "step",   "index", "idx",   "i",       "n",      "obs",   "observation",
          "sample",  "number", "row",     "record", "tick", "epoch",     "when",   "jd",     "mjd",   "hjd",   "bjd",     "datenum"})
        if (text == known)
            return true;
    return text.starts_with("time") || text.starts_with("julian") || (text.starts_with("decimal") && (text.ends_with("year") || text.ends_with("date")));
}

bool isNameOfId(const std::string &name) {
    const std::string text = inLowerCase(name);
    for (const char *known : {"", "id", "ids", "index", "idx", "key", "no", "no.", "nr", "row", "rowid", "rownames", "uuid", "guid", "unnamed: 0"})
        if (text == known)
            return true;
    return text.ends_with("_id") || text.ends_with(" id") || text.starts_with("id_") || name.ends_with("Id");
}

std::string reasonOfNumbering(const CsvLook &look, const CsvPlace &place) {
    if (!look.holdsNumbersAlone() || look.missing > 0 || place.rows < 2 || place.columns < 2)
        return {};
    if (place.isLeading && place.rows >= rowsForId && look.step != 0.0)
        if (std::string reason = reasonOfSteps(look, place); !reason.empty())
            return reason;
    if (!look.isWhole)
        return {};
    const bool isNamed = place.hasHeader && isNameOfId(place.name);
    if (place.isFirst && place.columns > 2 && place.rows >= rowsForId && (look.rises || look.falls)) {
        // Rows may be missing, and then their numbers are; a measured number by which rows are sorted has steps of all sizes.
        const bool areMostlyOnes = 2 * look.ones >= look.numbers - 1;
        if (isNamed || (areMostlyOnes && (!place.hasHeader || 10 * look.ones >= 9 * (look.numbers - 1))))
            return "it numbers the rows";
    }
    return isNamed && look.distinct == place.rows ? "each row has a number of its own" : "";
}

} // namespace hourglass::data
