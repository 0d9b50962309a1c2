#include "ui/judging/score_bars.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/plots/plot_export.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

QString figureText(const std::optional<double> &value) {
    return value && std::isfinite(*value) ? QLocale().toString(*value, 'f', 3) : QStringLiteral("–");
}

} // namespace

ScoreBars::ScoreBars(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("scoreBars"));
    setAccessibleName(tr("Figures of the code, of PCA and of the raw input"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ScoreBars::show(const std::array<QString, 3> &names, const std::vector<ScoreGroup> &groups, const QString &foot) {
    m_names = names;
    m_groups = groups;
    m_foot = foot;
    QStringList words;
    for (const ScoreGroup &group : groups)
        for (std::size_t i = 0; i < names.size(); ++i)
            if (group.values[i])
                words << QStringLiteral("%1, %2: %3").arg(group.title, names[i], figureText(group.values[i]));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

void ScoreBars::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void ScoreBars::writeNumbers(CsvWriter &writer) const {
    writer.row({tr("figure"), m_names[0], m_names[1], m_names[2]});
    for (const ScoreGroup &group : m_groups)
        writer.row({group.title}, {group.values[0].value_or(std::nan("")), group.values[1].value_or(std::nan("")), group.values[2].value_or(std::nan(""))});
}

int ScoreBars::lineHeight() const {
    return fontMetrics().height() + 4;
}

QSize ScoreBars::sizeHint() const {
    return {240, static_cast<int>(m_groups.size()) * groupHeight() + 2 * lineHeight()};
}

void ScoreBars::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics metrics = fontMetrics();
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    int nameWidth = 0;
    for (const QString &name : m_names)
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(name));
    nameWidth = std::min(nameWidth + 4, width() * 2 / 5);
    const int numberWidth = static_cast<int>(std::ceil(figuresWidth(QFontMetricsF(strong), QStringLiteral("0.000")))) + 2, left = nameWidth + 10;
    const int room = std::max(8, width() - left - numberWidth - 10), line = lineHeight();
    const QColor colours[] = {m_theme.code, m_theme.input, m_theme.edge()};
    for (std::size_t each = 0; each < m_groups.size(); ++each) {
        const ScoreGroup &group = m_groups[each];
        int y = static_cast<int>(each) * groupHeight();
        painter.setFont(strong);
        painter.setPen(m_theme.text);
        painter.drawText(QRect(0, y, width(), line), Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(strong).elidedText(group.title, Qt::ElideRight, width()));
        double best = -1;
        for (const auto &value : group.values)
            best = std::max(best, value && std::isfinite(*value) ? *value : -1.0);
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            y += line;
            const auto &value = group.values[i];
            const bool isBest = value && *value >= best;
            painter.setFont(font());
            painter.setPen(m_theme.dim);
            painter.drawText(QRect(0, y, nameWidth, line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(m_names[i], Qt::ElideRight, nameWidth));
            const QRectF track(left, y + line / 2.0 - 4, room, 8);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.track());
            painter.drawRoundedRect(track, 4, 4);
            if (value && std::isfinite(*value)) {
                painter.setBrush(colours[i]);
                painter.drawRoundedRect(QRectF(track.left(), track.top(), std::max(8.0, std::clamp(*value, 0.0, 1.0) * track.width()), 8), 4, 4);
            }
            painter.setFont(isBest ? strong : font());
            painter.setPen(isBest ? m_theme.text : m_theme.dim);
            drawFigures(painter, QRectF(width() - numberWidth, y, numberWidth, line), Qt::AlignRight | Qt::AlignVCenter, figureText(value));
        }
    }
    painter.setFont(font());
    painter.setPen(m_theme.dim);
    painter.drawText(QRect(0, static_cast<int>(m_groups.size()) * groupHeight(), width(), 2 * line), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_foot);
}

bool ScoreBars::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int group = help->pos().y() / groupHeight();
    if (group >= 0 && group < static_cast<int>(m_groups.size()))
        QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(m_groups[static_cast<std::size_t>(group)].help.toHtmlEscaped()), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace hourglass::ui
