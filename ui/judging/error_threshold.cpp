#include "ui/judging/error_threshold.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/plots/plot_export.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

namespace {

constexpr double tail = 0.995; ///< of the errors are within the axis; those above stand in the last bin

QString brief(double number) {
    return QLocale().toString(number, 'g', 3);
}

} // namespace

ErrorHistogram::ErrorHistogram(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("errorHistogram"));
    setAccessibleName(tr("Errors of the samples, with the threshold above which one counts as anomalous"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::SizeHorCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ErrorHistogram::show(const RatedErrors *rated, double threshold) {
    for (auto &shares : m_shares)
        shares.assign(bins, 0.0);
    m_threshold = threshold;
    m_hasErrors = rated && !rated->errors.empty();
    m_hasKinds = m_hasErrors && rated->ranking.has_value();
    if (m_hasErrors) {
        std::vector<double> sorted = rated->errors;
        const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(tail * static_cast<double>(sorted.size() - 1));
        std::nth_element(sorted.begin(), at, sorted.end());
        m_to = std::max(*at * 1.05, 1e-12);
        double all[2] = {0, 0};
        for (std::size_t i = 0; i < rated->errors.size(); ++i) {
            const int kind = !rated->isAnomalous.empty() && rated->isAnomalous[i] != 0 ? 1 : 0;
            const int bin = std::clamp(static_cast<int>(rated->errors[i] / m_to * bins), 0, bins - 1);
            ++m_shares[kind][static_cast<std::size_t>(bin)];
            ++all[kind];
        }
        for (int kind = 0; kind < 2; ++kind)
            for (double &share : m_shares[kind])
                share /= std::max(all[kind], 1.0);
    }
    setAccessibleDescription(m_hasErrors ? tr("Threshold %1").arg(brief(m_threshold)) : QString());
    update();
}

void ErrorHistogram::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void ErrorHistogram::writeNumbers(CsvWriter &writer) const {
    writer.row({tr("from"), tr("to"), tr("share of the normal"), tr("share of the anomalous")});
    for (int bin = 0; bin < bins; ++bin)
        writer.row({m_to * bin / bins, m_to * (bin + 1) / bins, m_shares[0][static_cast<std::size_t>(bin)], m_shares[1][static_cast<std::size_t>(bin)]});
}

QRectF ErrorHistogram::plot() const {
    return QRectF(rect()).adjusted(2, 6, -2, -QFontMetricsF(smallFont(*this)).height() - 4);
}

double ErrorHistogram::pixelOf(double error) const {
    const QRectF place = plot();
    return place.left() + std::clamp(error / m_to, 0.0, 1.0) * place.width();
}

double ErrorHistogram::errorAt(double pixel) const {
    const QRectF place = plot();
    return std::clamp((pixel - place.left()) / place.width(), 0.0, 1.0) * m_to;
}

void ErrorHistogram::paintEvent(QPaintEvent *) {
    if (!m_hasErrors)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF place = plot();
    const double at = pixelOf(m_threshold), step = place.width() / bins;
    QColor above = m_theme.bad;
    above.setAlphaF(0.08f);
    painter.fillRect(QRectF(QPointF(at, place.top()), place.bottomRight()), above);
    double most = 1e-9;
    for (const auto &shares : m_shares)
        most = std::max(most, *std::max_element(shares.begin(), shares.end()));
    painter.setPen(Qt::NoPen);
    for (int kind = 0; kind < (m_hasKinds ? 2 : 1); ++kind) {
        QColor colour = kind == 0 ? m_theme.encoder : m_theme.bad;
        colour.setAlphaF(m_hasKinds ? 0.6f : 1.0f);
        painter.setBrush(colour);
        for (int bin = 0; bin < bins; ++bin)
            if (const double height = m_shares[kind][static_cast<std::size_t>(bin)] / most * place.height(); height > 0)
                painter.drawRect(QRectF(place.left() + bin * step, place.bottom() - height, std::max(1.0, step - 0.6), height));
    }
    painter.setPen(m_theme.line);
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    painter.setPen(QPen(m_theme.text, m_isDragged || hasFocus() ? 2 : 1.4));
    painter.drawLine(QPointF(at, place.top() - 4), QPointF(at, place.bottom()));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(QRectF(at - 3.5, place.center().y() - 10, 7, 20), 3, 3);
    painter.setFont(smallFont(*this));
    painter.setPen(m_theme.dim);
    const QRectF axis(place.left(), place.bottom() + 2, place.width(), height() - place.bottom() - 2);
    drawFigures(painter, axis, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("0"));
    drawFigures(painter, axis, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("≥ ") + brief(m_to));
    const QString own = brief(m_threshold);
    const double half = figuresWidth(QFontMetricsF(painter.font()), own) / 2 + 2;
    const double centre = std::clamp(at, place.left() + half + 16, std::max(place.left() + half + 16, place.right() - half - 64));
    painter.setPen(m_theme.text);
    drawFigures(painter, QRectF(centre - half, axis.top(), 2 * half, axis.height()), Qt::AlignCenter, own);
}

void ErrorHistogram::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || !m_hasErrors)
        return;
    m_isDragged = true;
    emit thresholdEdited(errorAt(event->position().x()));
}

void ErrorHistogram::mouseMoveEvent(QMouseEvent *event) {
    if (m_isDragged)
        emit thresholdEdited(errorAt(event->position().x()));
}

void ErrorHistogram::mouseReleaseEvent(QMouseEvent *) {
    m_isDragged = false;
    update();
}

void ErrorHistogram::mouseDoubleClickEvent(QMouseEvent *) {
    m_isDragged = false;
    emit thresholdReset();
}

void ErrorHistogram::keyPressEvent(QKeyEvent *event) {
    if (!m_hasErrors || (event->key() != Qt::Key_Left && event->key() != Qt::Key_Right))
        return QWidget::keyPressEvent(event);
    emit thresholdEdited(std::clamp(m_threshold + (event->key() == Qt::Key_Right ? 1 : -1) * m_to / 200, 0.0, m_to));
}

RocPicture::RocPicture(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("rocPicture"));
    setAccessibleName(tr("ROC curve: anomalous samples found against false alarms"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

void RocPicture::show(const judging::Ranking *ranking, const judging::Cut &cut) {
    if (ranking)
        m_ranking = *ranking;
    else
        m_ranking.reset();
    m_cut = cut;
    update();
}

void RocPicture::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void RocPicture::writeNumbers(CsvWriter &writer) const {
    writer.row({tr("threshold"), tr("false positive rate"), tr("true positive rate"), tr("precision")});
    if (m_ranking)
        for (const judging::Cut &cut : m_ranking->cuts)
            writer.row({cut.threshold, m_ranking->falsePositiveRate(cut), m_ranking->truePositiveRate(cut), m_ranking->precision(cut)});
}

QRectF RocPicture::plot() const {
    const double text = QFontMetricsF(smallFont(*this)).height() + 3, side = std::min<double>(width() - 6, height() - text - 6);
    return {2, 4, side, side};
}

void RocPicture::paintEvent(QPaintEvent *) {
    if (!m_ranking)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF place = plot();
    const auto pointOf = [&](const judging::Cut &cut) {
        return QPointF(place.left() + m_ranking->falsePositiveRate(cut) * place.width(), place.bottom() - m_ranking->truePositiveRate(cut) * place.height());
    };
    painter.fillRect(place, m_theme.background);
    painter.setPen(QPen(m_theme.edge(), 1, Qt::DashLine));
    painter.drawLine(place.bottomLeft(), place.topRight());
    QPainterPath path(pointOf(m_ranking->cuts.front()));
    for (const judging::Cut &cut : m_ranking->cuts)
        path.lineTo(pointOf(cut));
    painter.setPen(QPen(m_theme.encoder, 1.8));
    painter.drawPath(path);
    painter.setPen(QPen(m_theme.text, 1.4));
    painter.setBrush(m_theme.panel);
    painter.drawEllipse(pointOf(m_cut), 4, 4);
    painter.setFont(smallFont(*this));
    painter.setPen(m_theme.dim);
    const QFontMetrics metrics(painter.font());
    painter.drawText(QRectF(place.left(), place.bottom() + 2, width() - place.left(), metrics.height()), Qt::AlignLeft,
                     metrics.elidedText(tr("found ↑ · false alarms →"), Qt::ElideRight, width()));
}

bool RocPicture::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QRectF place = plot();
    if (!m_ranking || !place.contains(help->pos())) {
        QToolTip::hideText();
        return true;
    }
    const double rate = (help->pos().x() - place.left()) / place.width();
    const judging::Cut *nearest = &m_ranking->cuts.front();
    for (const judging::Cut &cut : m_ranking->cuts)
        if (m_ranking->falsePositiveRate(cut) <= rate)
            nearest = &cut;
    const auto percent = [](double share) { return QLocale().toString(100 * share, 'f', 1); };
    QToolTip::showText(help->globalPos(),
                       tr("Above an error of %1: %2 % of the anomalous, %3 % of the normal samples")
                           .arg(brief(nearest->threshold), percent(m_ranking->truePositiveRate(*nearest)), percent(m_ranking->falsePositiveRate(*nearest))),
                       this);
    return true;
}

} // namespace hourglass::ui
