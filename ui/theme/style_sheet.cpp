#include <QFile>
#include <QRegularExpression>

#include <array>
#include <utility>

#include "ui/theme/resources.h"
#include "ui/theme/text_size.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

/// Makes what is as large as the text in it larger or smaller with it: letters, the least and most heights and widths of controls, and what keeps
/// text from an edge. "(24-2)px" is two pixels less than 24 that have grown, as where a border of two takes the place of one.
QString grown(const QString &sheet) {
    static const QRegularExpression rule(QStringLiteral("(?:font-size|(?:min|max)-(?:height|width)|padding(?:-[a-z]+)?|spacing|margin-top): [^;}]*"));
    static const QRegularExpression length(QStringLiteral("\\((\\d+)-(\\d+)\\)px|(\\d+)px"));
    QString result;
    qsizetype done = 0;
    for (auto rules = rule.globalMatch(sheet); rules.hasNext();) {
        const QRegularExpressionMatch found = rules.next();
        const QString text = found.captured();
        result += QStringView(sheet).sliced(done, found.capturedStart() - done);
        done = found.capturedEnd();
        qsizetype from = 0;
        for (auto lengths = length.globalMatch(text); lengths.hasNext();) {
            const QRegularExpressionMatch each = lengths.next();
            result += QStringView(text).sliced(from, each.capturedStart() - from);
            const int pixels = each.captured(3).isEmpty() ? scaled(each.captured(1).toInt()) - each.captured(2).toInt() : scaled(each.captured(3).toInt());
            result += QString::number(pixels) + QStringLiteral("px");
            from = each.capturedEnd();
        }
        result += QStringView(text).sliced(from);
    }
    return result.append(QStringView(sheet).sliced(done));
}

} // namespace

QString styleSheet(const Theme &theme) {
    loadResources();
    QFile file(":/theme/style.qss");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = grown(QString::fromUtf8(file.readAll()));
    const QColor accent = theme.accent(), onAccent = theme.inkOn(accent);
    // A name that begins another one comes after it.
    const std::array<std::pair<const char *, QString>, 18> words{{{"@accentHover", accent.lighter(108).name()},
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
