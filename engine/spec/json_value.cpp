#include "engine/spec/json_value.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/spec/wording.h"

namespace hourglass::spec {
namespace {

constexpr std::size_t largestText = 16'000'000, deepest = 64;

/// Builds a value while the text is read, and stops at the first thing that it cannot take.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Builder(Location root) : m_root(std::move(root)) {}

    JsonValue value;
    std::optional<core::Error> error;

    bool null() override { return put({}); }
    bool boolean(bool truth) override { return put({truth}); }
    bool number_integer(number_integer_t number) override { return put({Index(number)}); }
    bool number_float(number_float_t number, const string_t &) override { return put({number}); }
    bool string(string_t &text) override { return put({std::move(text)}); }
    bool binary(binary_t &) override { return false; } // no JSON text has one
    bool start_object(std::size_t) override { return open({JsonValue::Object()}); }
    bool start_array(std::size_t) override { return open({JsonValue::List()}); }

    bool number_unsigned(number_unsigned_t number) override {
        const bool fits = number <= static_cast<number_unsigned_t>(std::numeric_limits<Index>::max());
        return fits ? put({static_cast<Index>(number)}) : put({static_cast<double>(number)});
    }

    bool key(string_t &name) override {
        std::get<JsonValue::Object>(m_open.back()->content).push_back({std::move(name), {}});
        return true;
    }

    bool end_object() override {
        // Sorting finds what stands twice in n log n, so that a hostile file costs no more than its length.
        std::vector<const std::string *> names;
        for (const JsonMember &member : *m_open.back()->object())
            names.push_back(&member.name);
        const auto less = [](const std::string *a, const std::string *b) { return *a < *b; };
        std::sort(names.begin(), names.end(), less);
        const auto twice = std::adjacent_find(names.begin(), names.end(), [](const std::string *a, const std::string *b) { return *a == *b; });
        if (twice != names.end())
            return fail(placeOfOpen().at(**twice).error("stands here twice", "Take one of the two out."));
        return end_array();
    }

    bool end_array() override {
        m_open.pop_back();
        return true;
    }

    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &exception) override {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error …; last read: '…'": the middle is for
        // people.
        std::string text = exception.what();
        if (const std::size_t end = text.find("] "); end != std::string::npos)
            text.erase(0, end + 2);
        if (const std::string start = "parse error at "; text.rfind(start, 0) == 0)
            text.erase(0, start.size());
        if (const std::size_t tail = text.find("; last read: "); tail != std::string::npos)
            text.erase(tail);
        const std::string shown = quoted(text, 200);
        return fail(m_root.error("is not JSON (" + shown.substr(1, shown.size() - 2) + ')'));
    }

private:
    bool put(JsonValue item) {
        *location() = std::move(item);
        return true;
    }

    bool open(JsonValue container) {
        if (m_open.size() >= deepest)
            return fail(m_root.error("is nested more than " + std::to_string(deepest) + " levels deep", "Is this the right file?"));
        JsonValue *at = location();
        *at = std::move(container);
        m_open.push_back(at);
        return true;
    }

    /// Where the next value goes. Pointers to open containers stay valid: what holds them does not grow before they are closed.
    JsonValue *location() {
        if (m_open.empty())
            return &value;
        if (auto *list = std::get_if<JsonValue::List>(&m_open.back()->content))
            return &list->emplace_back();
        return &std::get<JsonValue::Object>(m_open.back()->content).back().value;
    }

    Location placeOfOpen() const {
        Location result = m_root;
        for (std::size_t i = 0; i + 1 < m_open.size(); ++i)
            result = m_open[i]->list() ? result.at(m_open[i]->list()->size() - 1) : result.at(m_open[i]->object()->back().name);
        return result;
    }

    bool fail(core::Error found) {
        error = std::move(found);
        return false;
    }

    Location m_root;
    std::vector<JsonValue *> m_open;
};

std::string quotedJson(const std::string &text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string scalarText(const JsonValue &value) {
    if (const auto *truth = std::get_if<bool>(&value.content))
        return *truth ? "true" : "false";
    if (const auto *integer = std::get_if<Index>(&value.content))
        return std::to_string(*integer);
    if (const auto *text = value.text())
        return quotedJson(*text);
    const auto *real = std::get_if<double>(&value.content);
    if (!real || !std::isfinite(*real))
        return "null";
    const std::string text = shortest(*real);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

bool isStructured(const JsonValue &value) {
    return value.list() || value.object();
}

bool isFlat(const JsonValue &value) {
    const auto *list = value.list();
    const auto *object = value.object();
    return (!list || std::none_of(list->begin(), list->end(), isStructured)) &&
           (!object || std::none_of(object->begin(), object->end(), [](const JsonMember &member) { return isStructured(member.value); }));
}

void write(const JsonValue &value, const std::string &indent, std::string &to) {
    if (!isStructured(value)) {
        to += scalarText(value);
        return;
    }
    const std::string inner = indent + "  ";
    const char *separator = "";
    const auto separate = [&, isOnOneLine = isFlat(value)] {
        to += separator;
        if (!isOnOneLine)
            to += '\n' + inner;
        separator = isOnOneLine ? ", " : ",";
    };
    to += value.list() ? '[' : '{';
    if (const auto *list = value.list())
        for (const JsonValue &item : *list) {
            separate();
            write(item, inner, to);
        }
    if (const auto *object = value.object())
        for (const JsonMember &member : *object) {
            separate();
            to += quotedJson(member.name) + ": ";
            write(member.value, inner, to);
        }
    if (!isFlat(value))
        to += '\n' + indent;
    to += value.list() ? ']' : '}';
}

} // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(Content initial) : content(std::move(initial)) {}
JsonValue::JsonValue(const JsonValue &other) = default;
JsonValue::JsonValue(JsonValue &&other) noexcept = default;
JsonValue &JsonValue::operator=(const JsonValue &other) = default;
JsonValue &JsonValue::operator=(JsonValue &&other) noexcept = default;
JsonValue::~JsonValue() = default;

const JsonValue *JsonValue::find(const std::string &name) const {
    if (object())
        for (const JsonMember &member : *object())
            if (member.name == name)
                return &member.value;
    return nullptr;
}

JsonValue &JsonValue::member(const std::string &name) {
    assert(object());
    auto &members = std::get<Object>(content);
    for (JsonMember &member : members)
        if (member.name == name)
            return member.value;
    members.push_back({name, {}});
    return members.back().value;
}

core::Result<JsonValue> parseJson(const std::string &text, const Location &location) {
    if (text.size() > largestText)
        return location.error("is larger than 16 MB", "A spec has a few thousand characters. Is this the right file?");
    if (text.find_first_not_of(" \t\r\n") == std::string::npos)
        return location.error("is empty");
    Builder builder(location);
    if (!nlohmann::json::sax_parse(text, &builder))
        return builder.error ? *builder.error : location.error("is not JSON");
    return std::move(builder.value);
}

std::string toText(const JsonValue &value) {
    std::string text;
    write(value, {}, text);
    return text;
}

std::string described(const JsonValue &value) {
    if (isStructured(value))
        return value.list() ? "a list" : "an object";
    return value.text() ? quoted(*value.text()) : scalarText(value);
}

} // namespace hourglass::spec
