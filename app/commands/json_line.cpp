#include "app/commands/json_line.h"

#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace hourglass::app {

namespace {

std::string quoted(const std::string &text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
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
    char text[32] = "null";
    if (std::isfinite(value))
        std::snprintf(text, sizeof text, "%.9g", value);
    return raw(key, text);
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
    std::string list;
    for (const double value : values) {
        char text[32] = "null";
        if (std::isfinite(value))
            std::snprintf(text, sizeof text, "%.9g", value);
        if (!list.empty())
            list += ',';
        list += text;
    }
    list.insert(list.begin(), '[');
    list += ']';
    return raw(key, list);
}

JsonLine &JsonLine::objects(const std::string &key, const std::vector<JsonLine> &values) {
    std::string list;
    for (const JsonLine &value : values) {
        if (!list.empty())
            list += ',';
        list += value.toText();
    }
    list.insert(list.begin(), '[');
    list += ']';
    return raw(key, list);
}

} // namespace hourglass::app
