#include "engine/data/readers/tables/arff_text.h"

#include <algorithm>
#include <charconv>

#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using Type = ArffAttribute::Type;

namespace {

constexpr std::size_t mostAttributes = 65537; // as many columns as delimited text may have

bool isQuote(char c) {
    return c == '"' || c == '\'';
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Reads a word or a quoted text at the beginning of `text` and takes it away with the blanks around it; unquoted, it ends at a
/// character of `ends`. False where a quote is not closed.
bool takeToken(std::string_view &text, std::string_view ends, std::string &token, bool &isQuoted) {
    text = trimmed(text);
    token.clear();
    isQuoted = !text.empty() && isQuote(text.front());
    if (!isQuoted) {
        const std::size_t end = std::min(text.find_first_of(ends), text.size());
        token = trimmed(text.substr(0, end));
        text.remove_prefix(end);
        return true;
    }
    const char quote = text.front();
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == quote) {
            text.remove_prefix(at + 1);
            text = trimmed(text);
            return true;
        }
        if (text[at] == '\\' && at + 1 < text.size()) {
            const char next = text[++at];
            token += next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
        } else {
            token += text[at];
        }
    }
    return false;
}

/// "{red, 'light blue'}", each value by itself.
bool readValues(std::string_view text, std::vector<std::string> &values) {
    text.remove_prefix(1);
    bool isQuoted = false;
    for (std::string value; !trimmed(text).starts_with('}');) {
        if (!takeToken(text, ",}", value, isQuoted) || text.empty())
            return false;
        values.push_back(value);
        if (text.front() == ',')
            text.remove_prefix(1);
        else if (text.front() != '}')
            return false;
    }
    return true;
}

/// What stands behind the keyword of an attribute.
std::optional<ArffAttribute> readAttribute(std::string_view text) {
    ArffAttribute attribute;
    bool isQuoted = false;
    if (!takeToken(text, " \t{", attribute.name, isQuoted) || (attribute.name.empty() && !isQuoted))
        return {};
    text = trimmed(text);
    if (text.starts_with('{')) {
        attribute.type = Type::Nominal;
        if (!readValues(text, attribute.values))
            return {};
        return attribute;
    }
    std::string type;
    if (!takeToken(text, " \t", type, isQuoted))
        return {};
    type = lowerCase(type).substr(0, std::min(type.find('['), type.size())); // KEEL writes the range behind it: real [0, 1]
    if (type == "numeric" || type == "real" || type == "integer")
        attribute.type = Type::Number;
    else if (type == "string")
        attribute.type = Type::Text;
    else if (type == "date")
        attribute.type = Type::Date;
    else if (type == "relational")
        attribute.type = Type::Relational;
    else
        return {};
    return attribute;
}

/// "?", and what KEEL writes.
bool isMissing(const std::string &token, bool isQuoted) {
    return !isQuoted && (token == "?" || token == "<null>");
}

/// What a sparse row has where it says nothing.
std::string unsaid(const ArffAttribute &attribute) {
    return attribute.type == Type::Nominal ? attribute.values.empty() ? std::string() : attribute.values.front() : std::string("0");
}

/// "{1 0.5, 3 'a b'}": numbers of attributes from 0, and their values.
std::optional<std::string> splitSparse(std::string_view text, const std::vector<ArffAttribute> &attributes, std::vector<std::string> &values) {
    for (const ArffAttribute &attribute : attributes)
        values.push_back(unsaid(attribute));
    text.remove_prefix(1);
    bool isQuoted = false;
    std::string token;
    while (!trimmed(text).starts_with('}')) {
        if (!takeToken(text, " \t,}", token, isQuoted))
            return "its quotes are not closed";
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
        if (error != std::errc() || end != token.data() + token.size() || number >= values.size())
            return spec::quoted(token) + " is the number of no attribute";
        if (!takeToken(text, ",}", token, isQuoted))
            return "its quotes are not closed";
        if (text.empty())
            return "its braces are not closed";
        values[number] = isMissing(token, isQuoted) ? std::string() : token;
        if (text.front() == ',')
            text.remove_prefix(1);
        else if (text.front() != '}')
            return "its values have no comma between them";
    }
    return {};
}

} // namespace

Result<std::vector<ArffAttribute>> readArffHeader(TextLines &lines) {
    std::vector<ArffAttribute> attributes, outer;
    bool isWithin = false; // a relational attribute, whose own attributes come now
    std::string_view line;
    while (true) {
        const auto isThere = lines.next(line);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            return Error{"the file ends before @data", lines.path(), "It seems to be cut off: copy it again."};
        if (isArffComment(line))
            continue;
        const auto bad = [&](const std::string &what) {
            return Error{"line " + std::to_string(lines.number()) + ": " + what, lines.path(), "Correct the line."};
        };
        std::string_view rest = trimmed(line);
        const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
        const std::string keyword = lowerCase(rest.substr(0, end));
        rest.remove_prefix(end);
        if (keyword == "@relation" || keyword == "@inputs" || keyword == "@input" || keyword == "@outputs" ||
            keyword == "@output") // those of KEEL are told by the names
            continue;
        if (keyword == "@data")
            break;
        if (keyword == "@end" && isWithin) {
            outer.back().inner = std::move(attributes);
            attributes = std::move(outer);
            outer.clear();
            isWithin = false;
            continue;
        }
        if (keyword != "@attribute")
            return bad(spec::quoted(std::string(trimmed(line))) + " is neither @relation, @attribute nor @data");
        auto attribute = readAttribute(rest);
        if (!attribute)
            return bad(spec::quoted(std::string(trimmed(line))) + " declares no attribute: a name, and numeric, string, date or the values in braces");
        const bool isRelational = attribute->type == Type::Relational;
        if (isRelational && isWithin)
            return bad("a relational attribute within another one is not read");
        attributes.push_back(std::move(*attribute));
        if (attributes.size() > mostAttributes)
            return bad("at most " + std::to_string(mostAttributes) + " attributes can be read");
        if (isRelational) {
            outer = std::move(attributes);
            attributes.clear();
            isWithin = true;
        }
    }
    if (isWithin)
        return Error{"the relational attribute “" + outer.back().name + "” has no @end", lines.path(), "Add the line @end " + outer.back().name + "."};
    if (attributes.empty())
        return Error{"the header declares no attribute", lines.path(), "Each column needs a line such as @attribute height numeric."};
    return attributes;
}

bool isArffComment(std::string_view line) {
    line = trimmed(line);
    return line.empty() || line.front() == '%';
}

std::optional<std::string> splitArffRow(std::string_view line, const std::vector<ArffAttribute> &attributes, std::vector<std::string> &values) {
    values.clear();
    std::string_view text = trimmed(line);
    if (text.starts_with('{'))
        return splitSparse(text, attributes, values);
    bool isQuoted = false;
    std::string token;
    // Blanks separate where no comma does, as Weka reads them; where commas do, a word may hold blanks.
    bool hasCommas = attributes.size() == 1;
    for (std::string_view rest = text; !hasCommas && !rest.empty();) {
        if (!takeToken(rest, ", \t", token, isQuoted))
            return "its quotes are not closed";
        rest = trimmed(rest);
        hasCommas = rest.starts_with(',');
        if (!hasCommas && !rest.empty() && token.empty())
            break;
    }
    while (true) {
        text = trimmed(text);
        if (text.starts_with('{') && values.size() == attributes.size()) // the weight of the row
            break;
        if (!takeToken(text, hasCommas ? "," : " \t", token, isQuoted))
            return "its quotes are not closed";
        values.push_back(isMissing(token, isQuoted) ? std::string() : token);
        if (text.empty())
            break;
        if (isBlank(text.front()) || text.front() == ',')
            text.remove_prefix(1);
        else if (hasCommas)
            return "a value goes on behind its quotes";
        if (trimmed(text).empty()) {
            if (hasCommas && values.size() < attributes.size())
                values.emplace_back();
            break;
        }
    }
    return {};
}

} // namespace hourglass::data
