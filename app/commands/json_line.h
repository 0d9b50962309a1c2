// One JSON object a line, as the command line prints: nine significant digits; what is not finite is null.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace hourglass::app {

class JsonLine {
public:
    JsonLine &text(const std::string &key, const std::string &value);
    JsonLine &number(const std::string &key, double value);
    JsonLine &integer(const std::string &key, long long value);
    JsonLine &flag(const std::string &key, bool value);
    JsonLine &object(const std::string &key, const JsonLine &value);
    JsonLine &numbers(const std::string &key, const std::vector<double> &values);
    JsonLine &rows(const std::string &key, const std::vector<std::vector<double>> &values);
    JsonLine &texts(const std::string &key, const std::vector<std::string> &values);
    JsonLine &objects(const std::string &key, const std::vector<JsonLine> &values);
    std::string toText() const { return "{" + m_body + "}"; }

private:
    JsonLine &raw(const std::string &key, const std::string &value);
    std::string m_body;
};

} // namespace hourglass::app
