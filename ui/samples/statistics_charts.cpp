#include "ui/samples/statistics_charts.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/samples/sample_numbers.h"
#include "ui/samples/sample_thumbnail.h"
#include "ui/theme/figures.h"
#include "ui/theme/pictures.h"

namespace hourglass::ui {

using core::Index;

namespace {

constexpr int titleGap = 4, chartHeight = 76, largestPicture = 112;

bool showTip(QEvent *event, QWidget *widget, const QString &text) {
    const auto *help = static_cast<QHelpEvent *>(event);
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped()), widget);
    return true;
}

} // namespace

ClassBars::ClassBars(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("classBars"));
    setMouseTracking(true);
    setAccessibleName(tr("Samples of each class"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ClassBars::show(const std::vector<std::string> &names, const std::vector<std::array<Index, 3>> &counts) {
    m_names = names;
    m_counts = counts;
    const std::size_t bars = std::min<std::size_t>({m_names.size(), m_counts.size(), mostBars});
    m_names.resize(bars);
    m_counts.resize(bars);
    m_most = 0;
    QStringList words;
    for (int label = 0; label < static_cast<int>(bars); ++label) {
        m_most = std::max(m_most, total(label));
        words << QStringLiteral("%1: %2").arg(QString::fromStdString(m_names[static_cast<std::size_t>(label)]), countText(total(label)));
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

void ClassBars::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void ClassBars::setChosen(int label) {
    m_chosen = label;
    update();
}

Index ClassBars::total(int label) const {
    const auto &counts = m_counts[static_cast<std::size_t>(label)];
    return std::accumulate(counts.begin(), counts.end(), Index{0});
}

int ClassBars::lineHeight() const {
    return QFontMetrics(smallFont(*this)).height() + 3;
}

QSize ClassBars::sizeHint() const {
    return {200, static_cast<int>(m_names.size()) * lineHeight()};
}

int ClassBars::labelAt(const QPoint &point) const {
    const int label = point.y() / lineHeight();
    return point.y() >= 0 && label < static_cast<int>(m_names.size()) ? label : -1;
}

void ClassBars::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(*this));
    const QFontMetrics metrics(painter.font());
    int nameWidth = 0;
    for (const std::string &name : m_names)
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(QString::fromStdString(name)));
    nameWidth = std::min(nameWidth + 2, width() * 2 / 5);
    const int numberWidth = static_cast<int>(std::ceil(figuresWidth(QFontMetricsF(metrics), countText(m_most))));
    const int left = nameWidth + 6, room = std::max(4, width() - left - numberWidth - 6);
    for (int label = 0; label < static_cast<int>(m_names.size()); ++label) {
        const int y = label * lineHeight();
        const bool isDim = m_chosen >= 0 && m_chosen != label;
        if (label == m_hovered)
            painter.fillRect(QRect(0, y, width(), lineHeight()), m_theme.hover());
        painter.setPen(isDim ? m_theme.dim : m_theme.text);
        painter.drawText(QRect(0, y, nameWidth, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(QString::fromStdString(m_names[static_cast<std::size_t>(label)]), Qt::ElideRight, nameWidth));
        const double share = m_most > 0 ? static_cast<double>(total(label)) / static_cast<double>(m_most) : 0;
        QColor colour = classColour(label);
        colour.setAlphaF(isDim ? 0.35f : 1.0f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(left, y + 3, std::max(1.0, share * room), lineHeight() - 6), 2, 2);
        painter.setPen(m_theme.dim);
        drawFigures(painter, QRectF(width() - numberWidth, y, numberWidth, lineHeight()), Qt::AlignRight | Qt::AlignVCenter, countText(total(label)));
    }
}

void ClassBars::mousePressEvent(QMouseEvent *event) {
    const int label = labelAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && label >= 0)
        emit classChosen(label == m_chosen ? -1 : label);
}

void ClassBars::mouseMoveEvent(QMouseEvent *event) {
    m_hovered = labelAt(event->position().toPoint());
    update();
}

void ClassBars::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    m_hovered = -1;
    update();
}

bool ClassBars::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const int label = labelAt(static_cast<QHelpEvent *>(event)->pos());
    if (label < 0)
        return showTip(event, this, {});
    const auto &counts = m_counts[static_cast<std::size_t>(label)];
    return showTip(
        event, this,
        tr("%1: %2 training, %3 validation, %4 test. A click shows this class alone.")
            .arg(QString::fromStdString(m_names[static_cast<std::size_t>(label)]), countText(counts[0]), countText(counts[1]), countText(counts[2])));
}

HistogramChart::HistogramChart(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("valueHistogram"));
    setAccessibleName(tr("Histogram of the values"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HistogramChart::show(const analysis::ValueHistogram &histogram) {
    m_histogram = histogram;
    setAccessibleDescription(tr("From %1 to %2").arg(brief(histogram.from), brief(histogram.to)));
    update();
}

void HistogramChart::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QRectF HistogramChart::plot() const {
    return QRectF(rect()).adjusted(0, 2, 0, -QFontMetricsF(smallFont(*this)).height() - 2);
}

void HistogramChart::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const QRectF place = plot();
    // A background of zeros would press all else flat: heights are square roots, as the tool tip says.
    const double most = std::sqrt(static_cast<double>(std::max<Index>(1, *std::max_element(m_histogram.counts.begin(), m_histogram.counts.end()))));
    const double step = place.width() / analysis::ValueHistogram::bins;
    painter.setPen(Qt::NoPen);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(m_theme.encoder);
    for (std::size_t bin = 0; bin < m_histogram.counts.size(); ++bin) {
        const double height = std::sqrt(static_cast<double>(m_histogram.counts[bin])) / most * place.height();
        painter.drawRect(QRectF(place.left() + static_cast<double>(bin) * step, place.bottom() - height, std::max(1.0, step - 0.6), height));
    }
    painter.setPen(m_theme.line);
    painter.drawLine(place.bottomLeft(), place.bottomRight());
    painter.setPen(m_theme.dim);
    painter.setFont(smallFont(*this));
    const QRectF axis(0, place.bottom() + 2, width(), height() - place.bottom() - 2);
    drawFigures(painter, axis, Qt::AlignLeft | Qt::AlignVCenter, brief(m_histogram.from));
    drawFigures(painter, axis, Qt::AlignHCenter | Qt::AlignVCenter, brief((m_histogram.from + m_histogram.to) / 2));
    drawFigures(painter, axis, Qt::AlignRight | Qt::AlignVCenter, brief(m_histogram.to));
}

bool HistogramChart::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const double share = (static_cast<QHelpEvent *>(event)->pos().x() - plot().left()) / plot().width();
    const int bin = std::clamp(static_cast<int>(share * analysis::ValueHistogram::bins), 0, analysis::ValueHistogram::bins - 1);
    const double width = (m_histogram.to - m_histogram.from) / analysis::ValueHistogram::bins, from = m_histogram.from + width * bin;
    return showTip(event, this,
                   tr("%1 values from %2 to %3. Heights are square roots, so that rare values can be seen.")
                       .arg(countText(m_histogram.counts[static_cast<std::size_t>(bin)]), brief(from), brief(from + width)));
}

FeatureChart::FeatureChart(const QString &title, QWidget *parent) : QWidget(parent), m_title(title) {
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FeatureChart::show(const std::vector<double> &values, const core::Shape &shape, const std::vector<std::string> &names, double from, double to) {
    m_values.assign(values.size(), 0.0f);
    for (std::size_t i = 0; i < values.size(); ++i)
        m_values[i] = static_cast<float>(values[i]);
    m_shape = shape;
    m_names = names;
    m_from = from;
    m_to = to;
    updateGeometry();
    update();
}

void FeatureChart::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

QSize FeatureChart::sizeHint() const {
    const int title = QFontMetrics(smallFont(*this)).height() + titleGap;
    return {100, title + (m_shape.isImage() ? largestPicture : chartHeight)};
}

QRectF FeatureChart::place() const {
    const double title = QFontMetricsF(smallFont(*this)).height() + titleGap;
    return QRectF(rect()).adjusted(0, title, 0, 0);
}

void FeatureChart::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(*this));
    painter.setPen(m_theme.dim);
    const QFontMetrics metrics(painter.font());
    painter.drawText(QRect(0, 0, width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(m_title, Qt::ElideRight, width()));
    if (m_values.empty() || static_cast<Index>(m_values.size()) != m_shape.size())
        return;
    const QRectF room = place();
    if (m_shape.isImage()) {
        std::vector<float> scaled(m_values);
        for (float &value : scaled)
            value = m_to > m_from ? static_cast<float>((static_cast<double>(value) - m_from) / (m_to - m_from)) : 0.0f;
        const QImage image = fitted(sampleImage(scaled.data(), m_shape), room.size().toSize());
        painter.drawImage(room.topLeft(), image);
        return;
    }
    if (m_shape.rank == 2) {
        painter.setPen(QPen(m_theme.encoder, 1.5));
        return drawSeries(painter, room.adjusted(1, 2, -1, -2), m_values, m_shape, m_from, m_to);
    }
    const double scale = m_to > m_from ? room.height() / (m_to - m_from) : 0, zero = room.bottom() + std::min(0.0, m_from) * scale;
    const double step = room.width() / static_cast<double>(m_values.size());
    painter.setRenderHint(QPainter::Antialiasing, step > 3);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.encoder);
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const double top = room.bottom() - (static_cast<double>(m_values[i]) - m_from) * scale;
        painter.drawRect(
            QRectF(room.left() + static_cast<double>(i) * step, std::min(top, zero), std::max(1.0, step * 0.8), std::max(1.0, std::abs(zero - top))));
    }
    painter.setPen(m_theme.line);
    painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero));
}

bool FeatureChart::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const QRectF room = place();
    const auto *help = static_cast<QHelpEvent *>(event);
    if (m_values.empty() || m_shape.isImage() || !room.contains(help->pos()))
        return showTip(event, this, m_values.empty() ? QString() : tr("%1: from %2 (black) to %3 (white)").arg(m_title, brief(m_from), brief(m_to)));
    const auto features = static_cast<std::size_t>(m_shape.rank == 2 ? m_shape.extents[1] : 1); // of a series' step, of which the first is told
    const std::size_t length = m_values.size() / features;
    const auto at = std::min(length - 1, static_cast<std::size_t>((help->pos().x() - room.left()) / room.width() * static_cast<double>(length)));
    const QString name = at < m_names.size() ? QString::fromStdString(m_names[at]) : QLocale().toString(static_cast<qlonglong>(at));
    return showTip(event, this, QStringLiteral("%1: %2").arg(name, brief(static_cast<double>(m_values[at * features]))));
}

} // namespace hourglass::ui
