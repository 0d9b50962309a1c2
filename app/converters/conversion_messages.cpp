#include "app/converters/conversion_messages.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace hourglass::app {

using nlohmann::json;

namespace {

std::string lineOf(const json &object) {
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

std::string textIn(const json &object, const char *key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> textsIn(const json &object, const char *key) {
    std::vector<std::string> texts;
    if (const auto found = object.find(key); found != object.end() && found->is_array())
        for (const json &text : *found)
            if (text.is_string())
                texts.push_back(text.get<std::string>());
    return texts;
}

} // namespace

std::string progressMessage(double fraction) {
    return lineOf({{"progress", fraction}});
}

std::string errorMessage(const core::Error &error) {
    return lineOf({{"error", {{"what", error.what}, {"where", error.where}, {"hint", error.hint}}}});
}

std::string doneMessage(const data::Conversion &conversion) {
    json options = json::object();
    for (const auto &[key, value] : conversion.options)
        if (const auto *text = std::get_if<std::string>(&value))
            options[key] = *text;
    json doubts = json::array();
    for (const data::Doubt &doubt : conversion.doubts)
        if (const auto *text = std::get_if<std::string>(&doubt.otherwise))
            doubts.push_back({{"sentence", doubt.sentence}, {"setting", doubt.setting}, {"otherwise", *text}, {"offer", doubt.offer}});
    return lineOf({{"done", conversion.kind == data::Conversion::Kind::Table ? "table" : "arrays"},
                   {"chosen", conversion.chosen},
                   {"options", options},
                   {"features", conversion.featureNames},
                   {"factors", conversion.factors},
                   {"choices", conversion.choices},
                   {"doubts", doubts},
                   {"remarks", conversion.remarks}});
}

void ConversionMessages::take(const std::string &line, const data::Progress &progress) {
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object())
        return;
    if (const auto fraction = object.find("progress"); fraction != object.end() && fraction->is_number())
        progress.tell(std::clamp(fraction->get<double>(), 0.0, 1.0), "Reading");
    if (const auto problem = object.find("error"); problem != object.end() && problem->is_object())
        error = core::Error{textIn(*problem, "what"), textIn(*problem, "where"), textIn(*problem, "hint")};
    if (const std::string kind = textIn(object, "done"); !kind.empty()) {
        conversion.kind = kind == "table" ? data::Conversion::Kind::Table : data::Conversion::Kind::Arrays;
        conversion.chosen = textIn(object, "chosen");
        if (const auto options = object.find("options"); options != object.end() && options->is_object())
            for (const auto &[key, value] : options->items())
                if (value.is_string())
                    conversion.options[key] = value.get<std::string>();
        conversion.featureNames = textIn(object, "features");
        conversion.factors = textsIn(object, "factors");
        conversion.choices = textsIn(object, "choices");
        if (const auto doubts = object.find("doubts"); doubts != object.end() && doubts->is_array())
            for (const json &doubt : *doubts)
                conversion.doubts.push_back({textIn(doubt, "sentence"), textIn(doubt, "setting"), textIn(doubt, "otherwise"), textIn(doubt, "offer")});
        conversion.remarks = textsIn(object, "remarks");
        isComplete = true;
    }
}

} // namespace hourglass::app
