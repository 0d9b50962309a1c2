#include "engine/data/readers/tables/json_tree.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include <nlohmann/json.hpp>

#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr std::size_t deepest = 64;

/// Characters of the text, with NaN and Infinity outside of strings as null, and the number of the line that was reached.
class Characters {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    Characters(const char *at, Index *line) : m_at(at), m_line(line) {}
    const char &operator*() const { return *m_at; }
    Characters &operator++() {
        *m_line += *m_at == '\n' ? 1 : 0;
        ++m_at;
        return *this;
    }
    Characters operator++(int) {
        const Characters before = *this;
        ++*this;
        return before;
    }
    bool operator==(const Characters &other) const { return m_at == other.m_at; }
    bool operator!=(const Characters &other) const { return m_at != other.m_at; }

private:
    const char *m_at;
    Index *m_line;
};

/// Python's NaN, Infinity and -Infinity outside of strings become null. An empty text where there are none.
std::string withoutNonNumbers(std::string_view text) {
    std::string result;
    std::size_t copied = 0;
    bool isString = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (isString && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            isString = !isString;
        } else if (!isString && (text[at] == 'N' || text[at] == 'I')) {
            const std::string_view rest = text.substr(at);
            const std::size_t length = rest.starts_with("NaN") ? 3 : rest.starts_with("Infinity") ? 8 : 0;
            if (length == 0)
                continue;
            const std::size_t from = at > copied && text[at - 1] == '-' ? at - 1 : at;
            result.append(text, copied, from - copied).append("null");
            copied = at + length;
            at = copied - 1;
        }
    }
    return copied == 0 ? std::string() : result.append(text, copied, std::string_view::npos);
}

class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
    TreeBuilder(const Index *line, const TakeElement &take, std::string path) : m_line(line), m_take(take), m_path(std::move(path)) {}

    JsonNode root;
    std::optional<Error> error;

    bool null() override { return put({}); }
    bool boolean(bool truth) override { return put({JsonNode::Type::Number, truth ? "1" : "0"}); }
    bool number_integer(number_integer_t number) override { return put({JsonNode::Type::Number, std::to_string(number)}); }
    bool number_unsigned(number_unsigned_t number) override { return put({JsonNode::Type::Number, std::to_string(number)}); }
    bool number_float(number_float_t, const string_t &text) override { return put({JsonNode::Type::Number, text}); }
    bool string(string_t &text) override { return put({JsonNode::Type::Text, std::move(text)}); }
    bool binary(binary_t &) override { return false; } // no JSON text has one
    bool start_object(std::size_t) override { return open(JsonNode::Type::Object); }
    bool start_array(std::size_t) override { return open(JsonNode::Type::List); }
    bool key(string_t &name) override {
        m_open.back().keys.push_back(std::move(name));
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &exception) override {
        std::string text = exception.what(); // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error …; last read: '…'"
        if (const std::size_t end = text.find(": "); end != std::string::npos)
            text.erase(0, end + 2);
        if (const std::size_t tail = text.find("; last read: "); tail != std::string::npos)
            text.erase(tail);
        error = Error{"line " + std::to_string(*m_line) + " is no JSON: " + spec::quoted(text, 200), m_path,
                      "The file seems to be cut off or damaged: save it again."};
        return false;
    }

private:
    bool open(JsonNode::Type type) {
        if (m_open.size() == deepest) {
            error = Error{"line " + std::to_string(*m_line) + ": it is nested deeper than " + std::to_string(deepest) + " levels", m_path,
                          "Save a list of records."};
            return false;
        }
        m_open.push_back({type, {}, {}, {}, *m_line});
        return true;
    }
    bool close() {
        JsonNode node = std::move(m_open.back());
        m_open.pop_back();
        return hand(std::move(node));
    }
    bool put(JsonNode node) {
        node.line = *m_line;
        return hand(std::move(node));
    }
    bool hand(JsonNode node) {
        if (m_open.empty()) {
            root = std::move(node);
            return true;
        }
        if (m_open.size() == 1 && m_open[0].type == JsonNode::Type::List && m_take)
            return m_take(node);
        m_open.back().children.push_back(std::move(node));
        return true;
    }

    const Index *m_line;
    const TakeElement &m_take;
    std::string m_path;
    std::vector<JsonNode> m_open; ///< from the outermost in
};

} // namespace

const JsonNode *JsonNode::find(std::string_view key) const {
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &children[static_cast<std::size_t>(found - keys.begin())];
}

Result<JsonNode> readJson(std::string_view text, const std::string &path, const TakeElement &take) {
    const std::string plain = withoutNonNumbers(text);
    if (!plain.empty())
        text = plain;
    Index line = 1;
    TreeBuilder builder(&line, take, path);
    const bool isRead = nlohmann::json::sax_parse(Characters(text.data(), &line), Characters(text.data() + text.size(), &line), &builder);
    if (builder.error)
        return *builder.error;
    if (!isRead)
        return Error{"reading was given up", path, {}};
    return std::move(builder.root);
}

} // namespace hourglass::data
