#include "ui/code/path_strip.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/code/decoded_tiles.h"
#include "ui/plots/plot_export.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double pathMargin = 12, pathGap = 5, numberHeight = 15;
constexpr int rowCount = 3;

double pathLabelWidth() {
    return scaledReal(78);
}

double pathHeadingHeight() {
    return scaledReal(18);
}

} // namespace

PathStrip::PathStrip(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("pathStrip"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("The way between two samples"));
    takeFonts(m_look.style, font());
    makeKeys();
    m_export = new PlotExport(this, QStringLiteral("between-two"), [this](CsvWriter &writer) { writeNumbers(writer); });
}

void PathStrip::followMix(const analysis::MixPicture &mix) {
    follow(m_look, mix);
}

void PathStrip::showPath(std::shared_ptr<const analysis::PathPicture> path) {
    m_path = std::move(path);
    m_current = std::clamp(m_current, 0, std::max(0, stops() - 1));
    update();
}

void PathStrip::setTheme(const Theme &theme) {
    m_look.style.theme = theme;
    update();
}

void PathStrip::setEmptyText(const QString &text) {
    m_emptyText = text;
    update();
}

QRectF PathStrip::cell(Row row, int stop) const {
    const double width = std::max(4.0, (this->width() - pathLabelWidth() - pathMargin) / std::max(1, stops()) - pathGap);
    const double room = std::max(12.0, (height() - pathHeadingHeight() - numberHeight - 4) / rowCount - pathGap);
    double height = room;
    if (m_look.isImage())
        height = placeOfPicture(QRectF(0, 0, width, room), m_look.sample, devicePixelRatioF()).height();
    return QRectF(pathLabelWidth() + stop * (width + pathGap), pathHeadingHeight() + static_cast<int>(row) * (height + pathGap), width, height);
}

std::optional<int> PathStrip::stopAt(const QPointF &point) const {
    for (int stop = 0; stop < stops(); ++stop)
        if (point.x() >= cell(Decoded, stop).left() && point.x() <= cell(Decoded, stop).right() && point.y() >= pathHeadingHeight())
            return stop;
    return {};
}

QString PathStrip::helpOf(int stop) const {
    const analysis::PathStop &at = m_path->stops[static_cast<std::size_t>(stop)];
    const QLocale locale;
    if (at.nearest.empty())
        return tr("%1 % of the way").arg(locale.toString(100 * at.t, 'f', 0));
    const QString number = locale.toString(static_cast<qlonglong>(at.nearestSample)), name = m_look.style.className(at.nearestLabel);
    return tr("%1 % of the way · nearest sample: no. %2%3, %4 away in the code")
        .arg(locale.toString(100 * at.t, 'f', 0), number, name.isEmpty() ? QString() : QStringLiteral(", ") + name, locale.toString(at.distance, 'g', 3));
}

bool PathStrip::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const std::optional<int> stop = stopAt(help->pos());
    QToolTip::showText(help->globalPos(), stop ? helpOf(*stop) : QString(), this);
    return true;
}

void PathStrip::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        takeFonts(m_look.style, font());
}

void PathStrip::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Theme &theme = m_look.style.theme;
    if (stops() == 0) {
        painter.setPen(theme.dim);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const std::pair<Row, QString> names[] = {{Decoded, tr("Decoded")}, {Blend, tr("Blend")}, {Nearest, tr("Nearest")}};
    painter.setFont(m_look.style.smallFont);
    painter.setPen(theme.dim);
    for (const auto &[row, name] : names) {
        const QRectF first = cell(row, 0);
        painter.drawText(QRectF(12, first.top(), pathLabelWidth() - 16, first.height()), Qt::AlignLeft | Qt::AlignVCenter, name);
    }
    for (int stop = 0; stop < stops(); ++stop) {
        const analysis::PathStop &at = m_path->stops[static_cast<std::size_t>(stop)];
        const QRectF top = cell(Decoded, stop), bottom = cell(Nearest, stop);
        paintDecoded(painter, top, m_look, at.decoded);
        paintDecoded(painter, cell(Blend, stop), m_look, at.blend);
        paintDecoded(painter, bottom, m_look, at.nearest);
        painter.setFont(m_look.style.smallFont);
        painter.setPen(theme.dim);
        painter.drawText(QRectF(top.left() - pathGap, 0, top.width() + 2 * pathGap, pathHeadingHeight() - 2), Qt::AlignCenter,
                         tr("%1 %").arg(QLocale().toString(100 * at.t, 'f', 0)));
        if (!at.nearest.empty() && at.nearestLabel >= 0) { // no label has room below: a bar of its class's colour
            painter.setPen(Qt::NoPen);
            painter.setBrush(classColour(at.nearestLabel));
            const QRectF frame = m_look.isImage() ? placeOfPicture(bottom, m_look.sample, devicePixelRatioF()) : bottom;
            painter.drawRoundedRect(QRectF(frame.left(), bottom.bottom() + 3, frame.width(), 3), 1.5, 1.5);
        }
        if (hasFocus() && stop == m_current) {
            painter.setPen(QPen(theme.accent(), 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(top.topLeft(), bottom.bottomRight()).adjusted(-2, -2, 2, 2), 4, 4);
        }
    }
}

void PathStrip::mousePressEvent(QMouseEvent *event) {
    const std::optional<int> stop = stopAt(event->position());
    if (event->button() != Qt::LeftButton || !stop)
        return;
    choose(*stop);
    if (cell(Nearest, *stop).contains(event->position()) && !m_path->stops[static_cast<std::size_t>(*stop)].nearest.empty())
        emit sampleSelected(m_path->stops[static_cast<std::size_t>(*stop)].nearestSample);
}

bool PathStrip::choose(int stop) {
    if (stops() == 0)
        return false;
    m_current = std::clamp(stop, 0, stops() - 1);
    setAccessibleDescription(helpOf(m_current));
    update();
    return true;
}

InputSection PathStrip::inputs() const {
    InputSection section = m_keys.section(tr("Between two"));
    section.rows.insert(section.rows.begin(), {{{tr("Move over the strip")}, tr("How far it is, and the nearest real sample")},
                                               {{tr("Click a nearest sample")}, tr("Select it in every view")}});
    return section;
}

void PathStrip::makeKeys() {
    m_keys.addTogether(tr("The stop before, the next"),
                       {{Qt::Key_Left, [this] { return choose(m_current - 1); }}, {Qt::Key_Right, [this] { return choose(m_current + 1); }}});
    m_keys.add({Qt::Key_Return}, tr("Select the nearest sample"), [this] {
        const bool hasSample = m_current < stops() && !m_path->stops[static_cast<std::size_t>(m_current)].nearest.empty();
        if (hasSample)
            emit sampleSelected(m_path->stops[static_cast<std::size_t>(m_current)].nearestSample);
        return hasSample;
    });
}

void PathStrip::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

void PathStrip::focusInEvent(QFocusEvent *event) {
    QWidget::focusInEvent(event);
    choose(m_current);
    update();
}

void PathStrip::focusOutEvent(QFocusEvent *event) {
    QWidget::focusOutEvent(event);
    update();
}

void PathStrip::contextMenuEvent(QContextMenuEvent *event) {
    emit menuWanted(event->reason() == QContextMenuEvent::Keyboard ? mapToGlobal(rect().center()) : event->globalPos());
}

void PathStrip::writeNumbers(CsvWriter &writer) const {
    if (stops() == 0)
        return;
    QStringList heading{tr("share of the way"), tr("row"), tr("sample")};
    for (std::size_t feature = 0; feature < m_path->stops.front().decoded.size(); ++feature)
        heading << m_look.style.featureName(feature);
    writer.row(heading);
    for (const analysis::PathStop &stop : m_path->stops)
        for (const auto &[name, values] :
             {std::pair(tr("decoded"), &stop.decoded), std::pair(tr("blend"), &stop.blend), std::pair(tr("nearest"), &stop.nearest)}) {
            QStringList cells{QString::number(stop.t, 'g', 9), name,
                              values == &stop.nearest && !values->empty() ? QString::number(stop.nearestSample) : QString()};
            for (const float value : *values)
                cells << (std::isfinite(value) ? QString::number(static_cast<double>(value), 'g', 9) : QString());
            writer.row(cells);
        }
}

} // namespace hourglass::ui
