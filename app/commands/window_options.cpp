#include "app/commands/window_options.h"

#include <QFile>
#include <QFileInfo>

#include "app/session/opened_model.h"
#include "app/session/spec_file.h"
#include "engine/data/readers/tables/json_records.h"
#include "engine/project/project_file.h"
#include "engine/spec/presets.h"

namespace hourglass::app {

core::Result<ui::ThemeChoice> themeFrom(const std::string &name) {
    if (name == "light")
        return ui::ThemeChoice::Light;
    if (name == "dark")
        return ui::ThemeChoice::Dark;
    if (name == "system")
        return ui::ThemeChoice::System;
    return core::Error{"There is no theme \"" + name + "\"", "--theme", "Choose light, dark or system."};
}

core::Result<Opening> openingFrom(const Arguments &arguments) {
    Opening opening{firstSpec(), QLatin1String(firstPreset), {}, {}, {}, {}};
    if (const auto name = arguments.value("--theme")) {
        const auto theme = themeFrom(*name);
        if (!theme)
            return theme.error();
        opening.theme = *theme;
    }
    if (const auto key = arguments.value("--preset")) {
        const auto preset = spec::findPreset(*key);
        if (!preset)
            return preset.error();
        opening.spec = preset->spec;
        opening.presetKey = QString::fromStdString(*key);
    }
    std::optional<std::string> source = arguments.value("--data");
    if (!arguments.positional().empty()) {
        const std::string &path = arguments.positional().front();
        if (path.size() > 5 && path.substr(path.size() - 5) == ".json" && !data::beginsAsRecords(path)) {
            const auto spec = readSpecFile(path);
            if (!spec)
                return spec.error();
            opening.spec = *spec;
            opening.presetKey.clear();
            opening.file = QString::fromStdString(path);
        } else if (QFileInfo(QFile::decodeName(path.c_str())).isFile() && project::looksLikeProject(path)) {
            opening.file = QFileInfo(QFile::decodeName(path.c_str())).absoluteFilePath();
        } else if (isModelFile(QFile::decodeName(path.c_str()))) {
            opening.model = QFileInfo(QFile::decodeName(path.c_str())).absoluteFilePath();
        } else if (source) {
            return core::Error{"Data are named twice", "--data", "Name them once."};
        } else {
            const QFileInfo file(QFile::decodeName(path.c_str()));
            if (file.exists())
                opening.data = file.absoluteFilePath();
            else
                source = path; // the name of a set, or what is not there
        }
    }
    if (source)
        opening.spec.data.source = *source;
    return opening;
}

} // namespace hourglass::app
