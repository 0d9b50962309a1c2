#include "app/commands/kind_commands.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

#include "app/commands/json_line.h"

namespace hourglass::app {

namespace {

std::string shortText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

std::string valueText(const spec::Value &value) {
    if (const auto *truth = std::get_if<bool>(&value))
        return *truth ? "true" : "false";
    if (const auto *whole = std::get_if<spec::Index>(&value))
        return std::to_string(*whole);
    if (const auto *real = std::get_if<double>(&value))
        return shortText(*real);
    return std::get<std::string>(value);
}

std::string rangeText(const spec::Setting &setting) {
    std::string text;
    switch (setting.kind) {
    case spec::SettingKind::Toggle: return "true or false";
    case spec::SettingKind::Choice:
        for (const spec::Choice &choice : setting.choices) {
            if (!text.empty())
                text += ", ";
            text += choice.key;
        }
        return text;
    case spec::SettingKind::Text: return "text";
    case spec::SettingKind::Integer:
    case spec::SettingKind::Real: break;
    }
    text = shortText(setting.minimum) + " to " + shortText(setting.maximum);
    return setting.word.empty() ? text : text + ", or " + setting.word;
}

JsonLine jsonOf(const spec::Setting &setting) {
    static const char *const types[] = {"toggle", "integer", "real", "choice", "text"};
    JsonLine line;
    line.text("key", setting.key).text("label", setting.label).text("type", types[static_cast<int>(setting.kind)]);
    if (const auto *truth = std::get_if<bool>(&setting.fallback))
        line.flag("default", *truth);
    else if (const auto *whole = std::get_if<spec::Index>(&setting.fallback))
        line.integer("default", *whole);
    else if (const auto *real = std::get_if<double>(&setting.fallback))
        line.number("default", *real);
    else
        line.text("default", std::get<std::string>(setting.fallback));
    if (setting.kind == spec::SettingKind::Integer || setting.kind == spec::SettingKind::Real)
        line.numbers("range", {setting.minimum, setting.maximum});
    if (!setting.word.empty())
        line.text("word", setting.word);
    if (setting.kind == spec::SettingKind::Choice) {
        std::vector<JsonLine> choices;
        for (const spec::Choice &choice : setting.choices)
            choices.push_back(JsonLine().text("key", choice.key).text("label", choice.label).text("help", choice.help));
        line.objects("choices", choices);
    }
    return line.text("help", setting.help);
}

ExitStatus listKinds(const std::vector<spec::Kind> &kinds, const Arguments &arguments, Console &console) {
    bool isFirst = true;
    for (const spec::Kind &kind : kinds) {
        if (arguments.has("--json")) {
            std::vector<JsonLine> settings;
            for (const spec::Setting &setting : kind.settings)
                settings.push_back(jsonOf(setting));
            console.out << JsonLine()
                               .text("kind", kind.key)
                               .text("label", kind.label)
                               .text("group", kind.group)
                               .text("help", kind.help)
                               .objects("settings", settings)
                               .toText()
                        << '\n';
            continue;
        }
        console.out << (isFirst ? "" : "\n") << kind.key << "  " << kind.help << '\n';
        isFirst = false;
        for (const spec::Setting &setting : kind.settings)
            console.out << "  " << setting.key << " = " << valueText(setting.fallback) << "  (" << rangeText(setting) << ")  " << setting.help << '\n';
    }
    return ExitStatus::Done;
}

Command listing(const char *name, const char *summary, const std::vector<spec::Kind> &kinds) {
    const auto run = [&kinds](const Arguments &arguments, Console &console) { return listKinds(kinds, arguments, console); };
    return {name, "[--json]", summary, {{"--json", "", "one JSON object a line"}}, 0, run};
}

} // namespace

std::vector<Command> kindCommands(const spec::Catalogue &catalogue, const std::vector<spec::TrainingPart> &parts) {
    std::vector<Command> commands{listing("layers", "lists the kinds of layers with their settings", catalogue.layers)};
    for (const spec::TrainingPart &part : parts)
        if (part.command)
            commands.push_back(listing(part.command, part.summary, part.kinds(catalogue)));
    commands.push_back(listing("windows", "lists how rows of a table may become series", catalogue.windows));
    commands.push_back(listing("subsets", "lists which samples of a source may be taken", catalogue.subsets));
    commands.push_back(listing("splits", "lists how parts may be set aside", catalogue.splits));
    commands.push_back(listing("scalings", "lists how values may be scaled", catalogue.scalings));
    return commands;
}

} // namespace hourglass::app
