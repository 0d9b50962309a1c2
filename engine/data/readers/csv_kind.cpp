#include "engine/data/readers/csv.h"

namespace hourglass::data {

using spec::Choice;
using spec::SettingKind;

namespace {

const char *const found = "Found out from the first rows.";

spec::Setting choice(const char *key, const char *label, const char *help, std::vector<Choice> choices) {
    const std::string fallback = choices.front().key;
    return {.key = key, .label = label, .help = help, .kind = SettingKind::Choice, .fallback = fallback, .choices = std::move(choices)};
}

spec::Setting lines(const char *key, const char *label, const char *help) {
    return {
        .key = key, .label = label, .help = help, .kind = SettingKind::Integer, .fallback = std::string("automatic"), .maximum = 100'000, .word = "automatic"};
}

} // namespace

spec::Kind csvKind() {
    return {
        .key = "csv",
        .label = "Delimited text",
        .help = "A table as text, a sample a line: CSV, TSV and their relatives.",
        .settings = {
            choice("encoding", "Encoding", "How the bytes of the file stand for characters.",
                   {{"automatic", "Automatic", found},
                    {"utf-8", "UTF-8", "With or without a mark at the beginning."},
                    {"utf-16le", "UTF-16, little-endian", "As Windows writes “Unicode”."},
                    {"utf-16be", "UTF-16, big-endian", "The more significant byte comes first."},
                    {"windows-1252", "Windows-1252", "Western European, Latin-1 included."}}),
            choice("delimiter", "Delimiter", "What stands between two values.",
                   {{"automatic", "Automatic", found},
                    {"comma", "Comma", "1,2"},
                    {"semicolon", "Semicolon", "1;2"},
                    {"tab", "Tab", "A tab, as in TSV."},
                    {"space", "Blanks", "Any number of blanks and tabs."},
                    {"bar", "Bar", "1|2"}}),
            choice("decimal", "Decimal sign", "What stands before the decimals of a number.",
                   {{"automatic", "Automatic", found}, {"point", "Point", "1.5"}, {"comma", "Comma", "1,5"}}),
            choice("quotes", "Quotes", "What encloses values that hold delimiters or line breaks.",
                   {{"automatic", "Automatic", found},
                    {"double", "Double", "\"a, b\"; doubled inside."},
                    {"single", "Single", "'a, b'; doubled inside."},
                    {"none", "None", "Quotes are characters as others."}}),
            choice("comment", "Comment sign", "Lines that begin with it are passed over.",
                   {{"automatic", "Automatic", found},
                    {"none", "None", "Every line that is not blank is a row."},
                    {"hash", "#", "As NumPy writes them; right above the first row they may name the columns."},
                    {"percent", "%", "As TeX and Matlab write them."}}),
            choice("header", "Header", "Whether the first row names the columns.",
                   {{"automatic", "Automatic", "Found by comparing the first row with the others."},
                    {"yes", "Yes", "The first row names the columns."},
                    {"no", "No", "The first row is a sample."}}),
            lines("skip_top", "Lines skipped at the top",
                  "So many lines at the beginning are passed over: titles, or what a device or a bank writes above its table. Then the header follows."),
            lines("skip_bottom", "Lines skipped at the bottom", "So many lines at the end are passed over: totals, sources, remarks."),
            {.key = "label",
             .label = "Label column",
             .help = "The column that holds the class of each sample, by name or number from 1, or \"none\". It is no feature.",
             .kind = SettingKind::Text,
             .fallback = std::string("automatic"),
             .namesColumn = true},
            {.key = "group",
             .label = "Group column",
             .help =
                 "The column that says which samples belong together, such as one of patients, by name or number from 1, or \"none\". It is no feature. Where its words "
                 "are train, test and validation, they are the parts. By itself: such a column of parts, named split, set, part or fold.",
             .kind = SettingKind::Text,
             .fallback = std::string("automatic"),
             .namesColumn = true},
            {.key = "leave_out",
             .label = "Columns left out",
             .help = "Names or numbers from 1, with commas between them, or \"none\". By itself: dates, and columns that number or name the rows.",
             .kind = SettingKind::Text,
             .fallback = std::string("automatic")},
            choice("words", "Words", "What becomes of a column that holds words.",
                   {{"one_hot", "One-hot", "A feature for each category, 1 where the sample is of it."},
                    {"codes", "Codes", "One feature: the number of the category, in the order of their names."},
                    {"leave_out", "Left out", "Columns of words are left out."}}),
            {.key = "categories",
             .label = "Most categories",
             .help = "Columns with more different words than this are left out.",
             .kind = SettingKind::Integer,
             .fallback = core::Index{50},
             .minimum = 1,
             .maximum = 1000},
            choice("missing", "Missing values", "What stands where a value is missing or is no number.",
                   {{"mean", "Mean", "The mean of the column, over the whole file."},
                    {"median", "Median", "The median of the column, over the whole file."},
                    {"drop_row", "Row dropped", "Rows with missing values are left out."},
                    {"column", "Column of its own", "The mean, and a feature beside it that is 1 where the value is missing."}}),
            {.key = "missing_codes",
             .label = "Codes for missing values",
             .help =
                 "Numbers and words that stand for missing values, with commas between them: \"-999, none\". \"load=99\" is said of one column. What looks like such "
                 "a code is pointed out, and taken as it is.",
             .kind = SettingKind::Text,
             .fallback = std::string("none")},
            choice("order", "Order of rows", "What windows and parts by order go by.",
                   {{"automatic", "Automatic", "Where dates or an index fall, the rows are turned for windows and for parts by order."},
                    {"kept", "As in the file", "The first row is the oldest."},
                    {"turned", "Turned round", "The last row is the oldest."}}),
            choice("shape", "Shape", "What a row is.",
                   {{"automatic", "Automatic", "Images, where the columns are the bytes of square ones."},
                    {"table", "Table", "A value a column."},
                    {"images", "Images", "Square ones, row by row, with one channel or three, one channel after another."}}),
        }};
}

} // namespace hourglass::data
