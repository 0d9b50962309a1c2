#include "ui/theme/figures.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace hourglass::ui {

namespace {

double digitWidth(const QFontMetricsF &metrics) {
    // Measured once for each of the few fonts there are: figures are laid out in every picture.
    static std::vector<std::pair<QFontMetricsF, double>> measured;
    for (const auto &[font, width] : measured)
        if (font == metrics)
            return width;
    double widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    if (measured.size() >= 32)
        measured.clear();
    measured.emplace_back(metrics, widest);
    return widest;
}

/// Calls visit(piece, isDigit, width) for each digit and for each run of other characters.
template <class Visit>
void eachPiece(const QFontMetricsF &metrics, const QString &text, Visit visit) {
    const double cell = digitWidth(metrics);
    for (qsizetype i = 0; i < text.size();) {
        const auto isDigit = [&](qsizetype at) { return text[at] >= u'0' && text[at] <= u'9'; };
        if (isDigit(i)) {
            visit(text.mid(i, 1), true, cell);
            ++i;
            continue;
        }
        qsizetype end = i;
        while (end < text.size() && !isDigit(end))
            ++end;
        const QString piece = text.mid(i, end - i);
        visit(piece, false, metrics.horizontalAdvance(piece));
        i = end;
    }
}

} // namespace

double figuresWidth(const QFontMetricsF &metrics, const QString &text) {
    double width = 0;
    eachPiece(metrics, text, [&width](const QString &, bool, double advance) { width += advance; });
    return width;
}

void drawFigures(QPainter &painter, const QRectF &place, Qt::Alignment alignment, const QString &text) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double width = figuresWidth(metrics, text);
    double x = place.left(), baseline = place.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    if (alignment & Qt::AlignRight)
        x = place.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = place.center().x() - width / 2;
    if (alignment & Qt::AlignTop)
        baseline = place.top() + metrics.ascent();
    else if (alignment & Qt::AlignBottom)
        baseline = place.bottom() - metrics.descent();
    eachPiece(metrics, text, [&](const QString &piece, bool isDigit, double advance) {
        const double inset = isDigit ? (advance - metrics.horizontalAdvance(piece)) / 2 : 0.0;
        painter.drawText(QPointF(x + inset, baseline), piece);
        x += advance;
    });
}

FigureLabel::FigureLabel(QWidget *parent) : FigureLabel(QString(), parent) {}

FigureLabel::FigureLabel(const QString &text, QWidget *parent) : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
}

void FigureLabel::reserve(const QString &widest) {
    m_widest = widest;
    updateGeometry();
}

QSize FigureLabel::sizeHint() const {
    const QFontMetricsF metrics(font());
    const double width = std::max(figuresWidth(metrics, text()), figuresWidth(metrics, m_widest));
    const QMargins margins = contentsMargins();
    return {static_cast<int>(std::ceil(width)) + margins.left() + margins.right(),
            static_cast<int>(std::ceil(metrics.height())) + margins.top() + margins.bottom()};
}

QSize FigureLabel::minimumSizeHint() const {
    return sizeHint();
}

void FigureLabel::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Normal : QPalette::Disabled, foregroundRole()));
    drawFigures(painter, contentsRect(), alignment(), text());
}

} // namespace hourglass::ui
