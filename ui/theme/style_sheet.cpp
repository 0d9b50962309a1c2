#include <QFile>

#include <array>
#include <utility>

#include "ui/theme/resources.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

QString styleSheet(const Theme &theme) {
    loadResources();
    QFile file(":/theme/style.qss");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const QColor accent = theme.accent(), onAccent = theme.inkOn(accent);
    // A name that begins another one comes after it.
    const std::array<std::pair<const char *, QString>, 18> words{
        {{"@accentHover", accent.lighter(108).name()},
         {"@accentPressed", accent.darker(110).name()},
         {"@accentText", theme.readable(accent, theme.accentPale()).name()},
         {"@accent", accent.name()},
         {"@onAccent", onAccent.name()},
         {"@background", theme.background.name()},
         {"@panel", theme.panel.name()},
         {"@line", theme.line.name()},
         {"@edge", theme.edge().name()},
         {"@track", theme.track().name()},
         {"@text", theme.text.name()},
         {"@dim", theme.dim.name()},
         {"@off", theme.disabled().name()},
         {"@hover", theme.hover().name()},
         {"@pressed", theme.line.name()},
         {"@pale", theme.accentPale().name()},
         {"@ring", theme.text.name()},
         {"@icons", theme.isDark ? ":/theme/dark" : ":/theme/light"}}};
    for (const auto &[word, value] : words)
        sheet.replace(QLatin1String(word), value);
    return sheet.replace(QLatin1String("@bad"), theme.bad.name());
}

} // namespace hourglass::ui
