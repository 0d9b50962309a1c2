#include "app/commands/window_look.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "app/commands/spec_options.h"
#include "app/commands/window_options.h"
#include "app/session/session.h"
#include "app/wiring/arrangements.h"
#include "app/wiring/program.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/view_memory.h"
#include "engine/plan/plan.h"
#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"
#include "ui/theme/text_size.h"

namespace hourglass::app {

namespace {

constexpr int leastWidth = 960, leastHeight = 600, most = 8192;
constexpr auto wholeWindow = "window";

core::Result<QSize> sizeFrom(const std::string &text) {
    int width = 0, height = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%5dx%5d%c", &width, &height, &rest) != 2 || width < leastWidth || height < leastHeight || width > most || height > most)
        return core::Error{"\"" + text + "\" is no size from 960x600 to 8192x8192", "--size", "Give WIDTHxHEIGHT, like 1600x1000."};
    return QSize(width, height);
}

/// By what is called so; an error where these data know nothing of the name.
std::optional<core::Error> colourBy(const std::string &name, SampleColouring &colouring) {
    std::vector<std::string> known;
    for (const ui::ColouringEntry &entry : colouring.entries()) {
        known.push_back(entry.name.toStdString());
        if (known.back() != name)
            continue;
        colouring.choose(entry);
        return {};
    }
    return core::Error{"These samples cannot be coloured by " + spec::quoted(name), "--colour", spec::suggestion(name, known)};
}

constexpr std::array<const char *, 6> projectionNames{"units", "pca", "tsne", "umap", "pacmap", "lda"};
constexpr std::string_view inSpace = "-3d";

std::string projectionsOffered() {
    std::string names;
    for (const char *name : projectionNames)
        names += (names.empty() ? "" : "|") + std::string(name);
    return names + "[-3d]";
}

core::Result<analysis::LatentAxes> axesFrom(const std::string &text) {
    using Kind = analysis::LatentAxes::Kind;
    const bool isSpatial = text.ends_with(inSpace);
    const std::string name = isSpatial ? text.substr(0, text.size() - inSpace.size()) : text;
    if (std::find(projectionNames.begin(), projectionNames.end(), name) == projectionNames.end())
        return core::Error{"There is no projection " + spec::quoted(text), "--projection",
                           spec::suggestion(name, {projectionNames.begin(), projectionNames.end()}) + " With -3d behind the name the map is in space."};
    analysis::LatentAxes axes{.kind = name == "units" ? Kind::Units : name == "pca" ? Kind::Principal : Kind::Layout};
    if (axes.kind == Kind::Layout)
        axes.method = name;
    axes.third = isSpatial ? 2 : -1;
    return axes;
}

std::optional<core::Error> project(const analysis::LatentAxes &axes, Program &program) {
    const core::Index units = program.session().plan() ? program.session().plan()->codeSize() : 0;
    if (units < 3)
        return core::Error{"A code of " + std::to_string(units) + (units == 1 ? " unit" : " units") + " is shown as it is", "--projection",
                           "Leave it out, or take a code of three units or more."};
    preferAxes(program.window(), axes);
    return {};
}

} // namespace

std::string panelKeys(const std::vector<PanelRow> &rows) {
    std::string keys;
    for (const PanelRow &row : rows)
        keys += (keys.empty() ? "" : ", ") + row.key;
    return keys;
}

std::vector<std::string> arrangementKeys() {
    std::vector<std::string> keys{"train"};
    for (const ui::Arrangement &arrangement : arrangements())
        keys.push_back(arrangement.key.toStdString());
    return keys;
}

std::vector<Option> windowLookOptions() {
    std::string joined;
    for (const std::string &key : arrangementKeys())
        joined += (joined.empty() ? "" : "|") + key;
    return {{"--panel", "NAME", "one panel alone, or the window: window, " + panelKeys(panelRows())},
            {"--size", "WIDTHxHEIGHT", "of the window in pixels (1600x1000)"},
            {"--theme", "light|dark", "light where it is not said"},
            {"--text-size", "80 … 200", "letters in per cent of their usual size (100)"},
            {"--arrangement", joined, "of the window"},
            {"--projection", projectionsOffered(), "of the map, of codes of more than two units; -3d: in space (as the project has it, else pca)"},
            {"--colour", "NAME", "what samples are coloured by, as the window lists it: Class, Rotation, a column …"}};
}

core::Result<WindowLook> windowLookFrom(const Arguments &arguments, const std::vector<PanelRow> &rows) {
    WindowLook look;
    const auto threads = threadsFrom(arguments);
    if (!threads)
        return threads.error();
    look.threads = *threads;
    if (const auto text = arguments.value("--size")) {
        const auto size = sizeFrom(*text);
        if (!size)
            return size.error();
        look.size = *size;
    }
    const auto theme = themeFrom(arguments.value("--theme").value_or("light"));
    if (!theme)
        return theme.error();
    look.theme = *theme;
    const auto textSize = arguments.integer("--text-size", ui::usualTextSize, ui::textSizes.front(), ui::textSizes.back());
    if (!textSize)
        return textSize.error();
    look.textSize = static_cast<int>(*textSize);
    look.panel = arguments.value("--panel").value_or("");
    if (look.panel == wholeWindow)
        look.panel.clear();
    if (!look.panel.empty() && std::none_of(rows.begin(), rows.end(), [&look](const PanelRow &row) { return row.key == look.panel; }))
        return core::Error{"There is no panel " + spec::quoted(look.panel), "--panel", "Choose one of window, " + panelKeys(rows) + '.'};
    look.arrangement = arguments.value("--arrangement").value_or("");
    look.colour = arguments.value("--colour").value_or("");
    if (const auto text = arguments.value("--projection")) {
        const auto axes = axesFrom(*text);
        if (!axes)
            return axes.error();
        look.projection = *axes;
    }
    const std::vector<std::string> known = arrangementKeys();
    if (!look.arrangement.empty() && std::find(known.begin(), known.end(), look.arrangement) == known.end())
        return core::Error{"There is no arrangement " + spec::quoted(look.arrangement), "--arrangement", spec::suggestion(look.arrangement, known)};
    return look;
}

void showAs(Program &program, const WindowLook &look, int scale) {
    ui::MainWindow &window = program.window();
    window.setThemeChoice(look.theme);
    window.setTextSize(look.textSize);
    window.resize(look.size / scale);
    window.show();
}

core::Result<QWidget *> bringUp(Program &program, const WindowLook &look) {
    if (!look.colour.empty())
        if (const auto error = colourBy(look.colour, *program.session().findChild<SampleColouring *>()))
            return *error;
    if (look.projection)
        if (const auto error = project(*look.projection, program))
            return *error;
    if (!look.arrangement.empty())
        program.window().showArrangement(look.arrangement == "train" ? QString() : QString::fromStdString(look.arrangement));
    ui::Panel *panel = program.panels().find(look.panel);
    QWidget *target = panel ? panel->parentWidget() : &program.window();
    target->show(); // it may be hidden in this arrangement, or a tab: then it shows what it has only in front
    target->raise();
    return target;
}

} // namespace hourglass::app
