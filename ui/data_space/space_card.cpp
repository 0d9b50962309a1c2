#include "ui/data_space/space_card.h"

#include <QPainter>

#include <algorithm>

#include "ui/theme/card.h"
#include "ui/theme/figures.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int padding = 10, gap = 14;

int rowHeight() {
    return scaled(18);
}

} // namespace

SpaceCard::SpaceCard(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("spaceCard"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    followTextSize(this, [this] {
        m_font = m_boldFont = smallFont();
        m_boldFont.setWeight(QFont::DemiBold);
    });
    hide();
}

void SpaceCard::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void SpaceCard::show(const QString &title, const QColor &colour, const QString &known, const std::vector<Row> &rows, const QPointF &beside,
                     const QRect &obstacle) {
    m_title = title;
    m_colour = colour;
    m_known = known;
    m_rows = rows;
    const QSize size = measure();
    const auto place = cardPlace(size, beside, parentWidget()->rect(), obstacle);
    if (place)
        setGeometry(QRect(*place, size));
    setVisible(place.has_value());
    raise();
    update();
}

QSize SpaceCard::measure() {
    const QFontMetricsF metrics(m_font), bold(m_boldFont);
    m_nameWidth = m_sampleWidth = m_reconstructionWidth = 0;
    for (const Row &row : m_rows) {
        m_nameWidth = std::max(m_nameWidth, std::min(metrics.horizontalAdvance(row.name), scaledReal(150)));
        m_sampleWidth = std::max(m_sampleWidth, figuresWidth(metrics, row.sample));
        m_reconstructionWidth = std::max(m_reconstructionWidth, figuresWidth(metrics, row.reconstruction));
    }
    m_sampleWidth = std::max(m_sampleWidth, metrics.horizontalAdvance(tr("sample")));
    m_reconstructionWidth = std::max(m_reconstructionWidth, metrics.horizontalAdvance(tr("reconstruction")));
    const double columns = m_nameWidth + gap + m_sampleWidth + gap + m_reconstructionWidth;
    const double head = std::max(bold.horizontalAdvance(m_title), metrics.horizontalAdvance(m_known) + 15);
    const int lines = 2 + static_cast<int>(m_rows.size()) + (m_known.isEmpty() ? 0 : 1);
    return {static_cast<int>(std::max(columns, head)) + 2 * padding + 2, lines * rowHeight() + 2 * padding - 4};
}

QString SpaceCard::text() const {
    QStringList parts{m_title};
    if (!m_known.isEmpty())
        parts << m_known;
    for (const Row &row : m_rows)
        parts << tr("%1: %2, reconstructed %3", "a feature").arg(row.name, row.sample, row.reconstruction);
    return parts.join(QStringLiteral(" · "));
}

void SpaceCard::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.edge(), 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    double y = padding - 2;
    const auto line = [&](double x, double width, Qt::Alignment alignment, const QColor &colour, const QString &text) {
        painter.setPen(colour);
        drawFigures(painter, {x, y, width, double(rowHeight())}, alignment | Qt::AlignVCenter, text);
    };
    const double inner = width() - 2 * padding;
    painter.setFont(m_boldFont);
    line(padding, inner, Qt::AlignLeft, m_theme.text, m_title);
    painter.setFont(m_font);
    y += rowHeight();
    if (!m_known.isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_colour);
        painter.drawEllipse(QPointF(padding + 4, y + rowHeight() / 2.0), 4, 4);
        line(padding + 15, inner - 15, Qt::AlignLeft, m_theme.text, m_known);
        y += rowHeight();
    }
    const double sampleLeft = padding + m_nameWidth + gap, reconstructionLeft = sampleLeft + m_sampleWidth + gap;
    line(sampleLeft, m_sampleWidth, Qt::AlignRight, m_theme.dim, tr("sample"));
    line(reconstructionLeft, m_reconstructionWidth, Qt::AlignRight, m_theme.readable(m_theme.decoder), tr("reconstruction"));
    const QFontMetricsF metrics(m_font);
    for (const Row &row : m_rows) {
        y += rowHeight();
        line(padding, m_nameWidth, Qt::AlignLeft, m_theme.dim, metrics.elidedText(row.name, Qt::ElideRight, m_nameWidth + 1));
        line(sampleLeft, m_sampleWidth, Qt::AlignRight, m_theme.text, row.sample);
        line(reconstructionLeft, m_reconstructionWidth, Qt::AlignRight, m_theme.text, row.reconstruction);
    }
}

} // namespace hourglass::ui
