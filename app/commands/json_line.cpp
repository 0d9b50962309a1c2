#include "app/commands/json_line.h"

#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace hourglass::app {

namespace {

std::string quoted(const std::string &text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string numberText(double value) {
    char text[32] = "null";
    if (std::isfinite(value))
        std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

template <class Value, class ToText>
std::string arrayOf(const std::vector<Value> &values, ToText toText) {
    std::string list = "[";
    for (const Value &value : values) {
        list += list.size() > 1 ? "," : "";
        list += toText(value);
    }
    return list + ']';
}

} // namespace

JsonLine &JsonLine::raw(const std::string &key, const std::string &value) {
    if (!m_body.empty())
        m_body += ',';
    m_body += quoted(key);
    m_body += ':';
    m_body += value;
    return *this;
}

JsonLine &JsonLine::text(const std::string &key, const std::string &value) {
    return raw(key, quoted(value));
}

JsonLine &JsonLine::number(const std::string &key, double value) {
    return raw(key, numberText(value));
}

JsonLine &JsonLine::integer(const std::string &key, long long value) {
    return raw(key, std::to_string(value));
}

JsonLine &JsonLine::flag(const std::string &key, bool value) {
    return raw(key, value ? "true" : "false");
}

JsonLine &JsonLine::object(const std::string &key, const JsonLine &value) {
    return raw(key, value.toText());
}

JsonLine &JsonLine::numbers(const std::string &key, const std::vector<double> &values) {
    return raw(key, arrayOf(values, numberText));
}

JsonLine &JsonLine::rows(const std::string &key, const std::vector<std::vector<double>> &values) {
    return raw(key, arrayOf(values, [](const std::vector<double> &row) { return arrayOf(row, numberText); }));
}

JsonLine &JsonLine::texts(const std::string &key, const std::vector<std::string> &values) {
    return raw(key, arrayOf(values, quoted));
}

JsonLine &JsonLine::objects(const std::string &key, const std::vector<JsonLine> &values) {
    return raw(key, arrayOf(values, [](const JsonLine &value) { return value.toText(); }));
}

} // namespace hourglass::app
