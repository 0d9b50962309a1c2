#include "engine/data/readers/csv.h"
#include "engine/data/readers/csv_columns.h"

namespace hourglass::data {

namespace {

std::optional<char> signOf(const std::string &key) {
    struct Sign {
        const char *key;
        char sign;
    };
    for (const Sign &known : {Sign{"semicolon", ';'}, Sign{"tab", '\t'}, Sign{"space", ' '}, Sign{"bar", '|'}, Sign{"comma", ','}, Sign{"point", '.'},
                              Sign{"double", '"'}, Sign{"single", '\''}, Sign{"hash", '#'}, Sign{"percent", '%'}, Sign{"none", '\0'}})
        if (key == known.key)
            return known.sign;
    return {};
}

} // namespace

CsvOptions csvOptions(const spec::Values &values) {
    const spec::Kind kind = csvKind();
    const spec::Component chosen{kind.key, values};
    const auto choice = [&](const char *key) { return spec::choiceOf(chosen, kind, key); };
    CsvOptions options;
    options.given = {signOf(choice("delimiter")), signOf(choice("decimal")), signOf(choice("quotes")), signOf(choice("comment")), {}};
    if (choice("header") != "automatic")
        options.given.hasHeader = choice("header") == "yes";
    const auto lines = [&](const char *key) {
        const spec::Value given = spec::valueOf(chosen, kind, key);
        const Index *count = std::get_if<Index>(&given);
        return count ? std::optional<Index>(*count) : std::nullopt;
    };
    options.skipTop = lines("skip_top");
    options.skipBottom = lines("skip_bottom");
    const std::string encoding = choice("encoding");
    if (encoding != "automatic")
        options.encoding = encoding == "utf-8"      ? CsvEncoding::Utf8
                           : encoding == "utf-16le" ? CsvEncoding::Utf16Le
                           : encoding == "utf-16be" ? CsvEncoding::Utf16Be
                                                    : CsvEncoding::Windows1252;
    const auto text = [&](const char *key) {
        const std::string given(trimmed(std::get<std::string>(spec::valueOf(chosen, kind, key))));
        return given.empty() ? std::string("automatic") : given;
    };
    options.label = text("label");
    options.group = text("group");
    options.leaveOut = text("leave_out");
    options.missingCodes = text("missing_codes");
    options.words = choice("words");
    options.missing = choice("missing");
    options.shape = choice("shape");
    options.order = choice("order");
    options.categories = spec::integerOf(chosen, kind, "categories");
    return options;
}

} // namespace hourglass::data
