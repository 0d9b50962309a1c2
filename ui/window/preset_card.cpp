#include "ui/window/preset_card.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

#include "engine/training/catalogue.h"
#include "engine/training/loss.h"
#include "ui/forms/table_text.h"
#include "ui/theme/glyphs.h"

namespace hourglass::ui {

namespace {

constexpr int cardWidth = 292, cardHeight = 132, drawingWidth = 64, inset = 12;

/// Draws at most `lines` lines, the last one elided.
void drawWrapped(QPainter &painter, const QRectF &place, const QString &text, int lines) {
    QTextLayout layout(text, painter.font());
    const double spacing = QFontMetricsF(painter.font()).height();
    layout.beginLayout();
    for (int i = 0; i < lines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(place.width());
        const QPointF at(place.left(), place.top() + i * spacing);
        const bool isLast = i == lines - 1 && line.textStart() + line.textLength() < text.size();
        const QString words = isLast ? painter.fontMetrics().elidedText(text.mid(line.textStart()), Qt::ElideRight, static_cast<int>(place.width()))
                                     : text.mid(line.textStart(), line.textLength());
        painter.drawText(QRectF(at, QSizeF(place.width(), spacing)), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, words);
    }
    layout.endLayout();
}

QString shapeText(const core::Shape &shape) {
    if (shape.rank == 3 && shape.channels() > 1)
        return QStringLiteral("%1@%2×%3").arg(shape.channels()).arg(shape.height()).arg(shape.width());
    return shape.rank == 2 ? QStringLiteral("%1×%2").arg(shape.extents[0]).arg(shape.extents[1]) : QString::number(shape.size());
}

} // namespace

PresetSummary summaryOf(const spec::Preset &preset, const plan::Outline &outline) {
    PresetSummary summary = summaryOf(preset, outline.input.size());
    QStringList shapes{shapeText(outline.input)};
    summary.widths = {outline.input.size()};
    for (std::size_t index = 0; index < outline.layers.size(); ++index) {
        const plan::LayerOutline &layer = outline.layers[index];
        if (layer.parameters > 0 || !(layer.output == layer.input)) {
            summary.widths.push_back(layer.output.size());
            shapes.append(shapeText(layer.output));
        }
        if (layer.role == plan::Role::Code)
            summary.code = summary.widths.size() - 1;
    }
    summary.stack = shapes.join(QStringLiteral("–"));
    return summary;
}

PresetSummary summaryOf(const spec::Preset &preset, core::Index features) {
    PresetSummary summary;
    summary.key = QString::fromStdString(preset.key);
    summary.title = QString::fromStdString(preset.spec.name);
    summary.sentence = QString::fromStdString(preset.sentence);
    const spec::Kind *optimiser = spec::find(training::catalogue().optimisers, preset.spec.training.optimiser.kind);
    summary.training = QString::fromStdString(training::lossName({preset.spec.training.loss.kind, {}})) + QStringLiteral(" · ") +
                       (optimiser ? tableText(optimiser->label) : QString());
    const spec::ModelSpec &model = preset.spec.model;
    summary.widths.push_back(features);
    for (const spec::LayerSpec &layer : model.layers) {
        const auto units = layer.values.find("units");
        const core::Index *count = units == layer.values.end() ? nullptr : std::get_if<core::Index>(&units->second);
        summary.widths.push_back(count ? *count : features);
    }
    summary.code = std::min(static_cast<std::size_t>(model.code + 1), summary.widths.size() - 1);
    QStringList widths;
    for (const core::Index width : summary.widths)
        widths.append(QString::number(width));
    summary.stack = widths.join(QStringLiteral("–"));
    return summary;
}

PresetCard::PresetCard(const PresetSummary &summary, QWidget *parent) : QAbstractButton(parent), m_summary(summary) {
    setObjectName("preset-" + summary.key);
    setText(summary.title);
    setToolTip(summary.sentence);
    setAccessibleName(summary.title);
    setAccessibleDescription(summary.stack + ", " + summary.training + ". " + summary.sentence);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PresetCard::setPresent(bool isPresent) {
    m_isPresent = isPresent;
    update();
}

void PresetCard::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QSize PresetCard::sizeHint() const {
    const double scale = std::max(1.0, fontMetrics().height() / 16.0);
    return {static_cast<int>(cardWidth * scale), static_cast<int>(cardHeight * scale)};
}

void PresetCard::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHot = underMouse() || hasFocus();
    const double border = hasFocus() ? 2.0 : 1.0;
    painter.setPen(QPen(hasFocus() ? m_theme.accent() : isHot ? m_theme.edge() : m_theme.line, border));
    painter.setBrush(m_isPresent ? m_theme.accentPale() : isDown() ? m_theme.line : isHot ? m_theme.hover() : m_theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(border / 2, border / 2, -border / 2, -border / 2), 8, 8);
    drawHourglass(painter, QRectF(inset, inset, drawingWidth, height() - 2 * inset));

    const QColor ground = m_isPresent ? m_theme.accentPale() : m_theme.panel, dim = m_theme.readable(m_theme.dim, ground);
    const double left = inset + drawingWidth + 14, width = this->width() - left - inset, line = QFontMetricsF(font()).height();
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(m_theme.text);
    painter.drawText(QRectF(left, inset - 2, width, line), Qt::AlignLeft | Qt::AlignVCenter, m_summary.title);
    if (m_isPresent)
        drawGlyph(painter, Glyph::Check, QRectF(this->width() - inset - 14, inset - 1, 14, 14), m_theme.readable(m_theme.accent(), ground));
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.9);
    painter.setFont(small);
    painter.setPen(dim);
    const double smallLine = QFontMetricsF(small).height();
    const auto elided = [&](const QString &text) { return QFontMetricsF(small).elidedText(text, Qt::ElideRight, width); };
    painter.drawText(QRectF(left, inset + line + 1, width, smallLine), Qt::AlignLeft | Qt::AlignVCenter, elided(m_summary.stack));
    painter.drawText(QRectF(left, inset + line + 1 + smallLine, width, smallLine), Qt::AlignLeft | Qt::AlignVCenter, elided(m_summary.training));
    painter.setPen(m_theme.text);
    const double top = inset + line + 8 + 2 * smallLine;
    drawWrapped(painter, QRectF(left, top, width, height() - top), m_summary.sentence, 3);
}

void PresetCard::drawHourglass(QPainter &painter, const QRectF &place) const {
    const core::Index largest = *std::max_element(m_summary.widths.begin(), m_summary.widths.end());
    const double count = static_cast<double>(m_summary.widths.size());
    const double gap = count > 12 ? 1.5 : 3.0, height = std::min(11.0, (place.height() - gap * (count - 1)) / count);
    double y = place.center().y() - (height * count + gap * (count - 1)) / 2;
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < m_summary.widths.size(); ++i, y += height + gap) {
        // By log of units, as in the stack itself, down to a fifth of the width.
        const double ratio = std::log(static_cast<double>(largest) / static_cast<double>(std::max<core::Index>(1, m_summary.widths[i])));
        const double width = place.width() * std::max(0.2, 1.0 - 0.148 * ratio);
        painter.setBrush(i == 0 ? m_theme.input : i < m_summary.code ? m_theme.encoder : i == m_summary.code ? m_theme.code : m_theme.decoder);
        painter.drawRoundedRect(QRectF(place.center().x() - width / 2, y, width, height), 2, 2);
    }
}

} // namespace hourglass::ui
