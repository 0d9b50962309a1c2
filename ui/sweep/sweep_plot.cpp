#include "ui/sweep/sweep_plot.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double reach = 14; ///< pixels about a point in which the mouse finds it
constexpr double logarithmicMargin = 1.25, margin = 0.08;

QString figure(double value) {
    return QLocale().toString(value, 'g', 4).replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

SweepPlot::SweepPlot(QWidget *parent) : QCustomPlot(parent) {
    setObjectName(QStringLiteral("sweepPlot"));
    setAccessibleName(tr("What a sweep came to over its first setting"));
    setMouseTracking(true);
    m_numbers = QSharedPointer<NumberTicker>::create();
    m_words = QSharedPointer<QCPAxisTickerText>::create();
    yAxis->setTicker(QSharedPointer<NumberTicker>::create());
    m_pca = addGraph();
    m_spread = new QCPErrorBars(xAxis, yAxis);
    m_mean = addGraph();
    m_others = addGraph(); // as far as they came
    m_best = addGraph();
    m_marked = addGraph();
    m_spread->setDataPlottable(m_mean);
    for (QCPGraph *graph : {m_others, m_best, m_marked})
        graph->setLineStyle(QCPGraph::lsNone);
    const auto addText = [this] {
        auto *text = new QCPItemText(this);
        text->setClipToAxisRect(false);
        return text;
    };
    m_pcaName = addText();
    m_ownName = addText();
    m_readOut = addText();
    m_pcaName->setText(tr("PCA"));
    m_ownName->setText(tr("Autoencoder"));
    m_readOut->setText({});
    m_readOut->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_readOut->position->setCoords(1, 0);
    m_readOut->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    m_readOut->setTextAlignment(Qt::AlignRight);
    m_export = new PlotExport(this, tr("Sweep"), [this](CsvWriter &writer) {
        QStringList heading = m_picture.axes;
        heading << m_picture.measure << tr("spread") << tr("rate") << tr("distortion");
        writer.row(heading);
        for (const SweepRow &row : m_picture.rows)
            writer.row(row.values, {row.mean, row.spread, row.rate, row.distortion});
        for (const QPointF &point : m_picture.pca) {
            QStringList cells{tr("PCA %1").arg(point.x())};
            while (cells.size() < m_picture.axes.size())
                cells << QString();
            writer.row(cells, {point.y()});
        }
    });
    connect(m_export, &PlotExport::aboutToDraw, this, [this] { say({}); });
    setTheme(Theme::light());
    followTextSize(this, [this] { replot(QCustomPlot::rpQueuedReplot); });
}

void SweepPlot::setTheme(const Theme &theme) {
    m_theme = theme;
    stylePlot(*this, theme);
    const auto dots = [&theme](QCPGraph *graph, const QColor &colour, double size) {
        graph->setPen(QPen(colour, 1.8));
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.panel, 1), colour, size));
    };
    dots(m_mean, theme.accent(), 8);
    dots(m_others, blended(theme.panel, theme.dim, 0.5), 6);
    dots(m_best, theme.good, 11);
    dots(m_pca, theme.dim, 5);
    m_pca->setPen(QPen(theme.dim, 1.4, Qt::DashLine));
    m_spread->setPen(QPen(theme.accent(), 1.4));
    m_spread->setWhiskerWidth(7);
    m_marked->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.code, 2.4), Qt::NoBrush, 14));
    for (QCPItemText *text : {m_readOut, m_pcaName, m_ownName})
        text->setFont(smallFont());
    QColor veil = theme.panel;
    veil.setAlpha(210);
    m_readOut->setBrush(veil);
    m_readOut->setColor(theme.text);
    m_pcaName->setColor(theme.dim);
    m_ownName->setColor(theme.readable(theme.accent()));
    replot(QCustomPlot::rpQueuedReplot);
}

std::optional<QPointF> SweepPlot::placeOf(int row) const {
    const SweepRow &each = m_picture.rows[static_cast<std::size_t>(row)];
    if (m_picture.plot == SweepPicture::Plot::RateAndDistortion)
        return std::isfinite(each.rate) && std::isfinite(each.distortion) ? std::optional(QPointF(each.rate, each.distortion)) : std::nullopt;
    if (!std::isfinite(each.mean))
        return {};
    return QPointF(m_hasNumbers ? each.values.value(0).toDouble() : m_scale.places[static_cast<std::size_t>(row)], each.mean);
}

void SweepPlot::show(const SweepPicture &picture) {
    if (picture.rows.size() != m_picture.rows.size() || picture.axes != m_picture.axes) {
        m_selected = -1;
        m_isBrushed.clear();
    }
    m_picture = picture;
    m_scale = scaleOf(m_picture.rows, 0);
    m_hasNumbers = std::all_of(m_picture.rows.begin(), m_picture.rows.end(), [](const SweepRow &row) {
        bool isNumber = false;
        row.values.value(0).toDouble(&isNumber);
        return isNumber;
    });
    placeAxes();
    arrange();
}

void SweepPlot::placeAxes() {
    const bool isRate = m_picture.plot == SweepPicture::Plot::RateAndDistortion;
    xAxis->setLabel(isRate ? tr("rate: nats that the code tells of a sample") : m_picture.axes.value(0));
    yAxis->setLabel(isRate ? tr("distortion: loss without the code's price") : m_picture.measure);
    const bool isLogarithmic = !isRate && m_hasNumbers && m_scale.isLogarithmic;
    xAxis->setScaleType(isLogarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    static_cast<NumberTicker *>(m_numbers.data())->setLogarithmic(isLogarithmic);
    if (isRate || (m_hasNumbers && m_scale.ticks.empty())) {
        xAxis->setTicker(m_numbers);
    } else { // what was tried, and nothing between
        m_words->clear();
        for (const auto &[place, text] : m_scale.ticks)
            for (int row = 0; row < static_cast<int>(m_picture.rows.size()); ++row)
                if (m_scale.places[static_cast<std::size_t>(row)] == place) {
                    m_words->addTick(m_hasNumbers ? m_picture.rows[static_cast<std::size_t>(row)].values.value(0).toDouble() : place, text);
                    break;
                }
        xAxis->setTicker(m_words);
    }
    double left = std::numeric_limits<double>::infinity(), right = -left, bottom = left, top = -left;
    const auto take = [&](double x, double low, double high) {
        left = std::min(left, x), right = std::max(right, x);
        bottom = std::min(bottom, low), top = std::max(top, high);
    };
    for (int row = 0; row < static_cast<int>(m_picture.rows.size()); ++row)
        if (const auto place = placeOf(row)) {
            const double spread =
                isRate || !std::isfinite(m_picture.rows[static_cast<std::size_t>(row)].spread) ? 0 : m_picture.rows[static_cast<std::size_t>(row)].spread;
            take(place->x(), place->y() - spread, place->y() + spread);
        }
    if (!isRate && m_hasNumbers) // the whole of what is tried, from the start
        for (const SweepRow &row : m_picture.rows)
            left = std::min(left, row.values.value(0).toDouble()), right = std::max(right, row.values.value(0).toDouble());
    if (!isRate && !m_hasNumbers)
        left = 0, right = 1;
    for (const QPointF &point : m_picture.pca)
        take(point.x(), point.y(), point.y());
    if (right < left)
        return;
    const double wide = std::max(right - left, 1e-12), tall = std::max(top - bottom, std::max(1e-12, std::abs(top) * 1e-3));
    if (isLogarithmic)
        xAxis->setRange(left / logarithmicMargin, right * logarithmicMargin);
    else
        xAxis->setRange(left - margin * wide, right + margin * wide);
    if (top >= bottom)
        yAxis->setRange(bottom - margin * tall, top + margin * tall);
}

/// A line through the means where one setting alone is varied; of several, dots.
void SweepPlot::arrange() {
    for (QCPGraph *graph : {m_mean, m_others, m_pca, m_best, m_marked})
        graph->data()->clear();
    QVector<double> spreads;
    std::vector<int> order(m_picture.rows.size());
    std::iota(order.begin(), order.end(), 0);
    std::erase_if(order, [this](int row) { return !placeOf(row); });
    std::stable_sort(order.begin(), order.end(), [this](int a, int b) { return placeOf(a)->x() < placeOf(b)->x(); });
    const int best = bestOf(m_picture.rows);
    const bool isRate = m_picture.plot == SweepPicture::Plot::RateAndDistortion;
    for (const int row : order) {
        const QPointF place = *placeOf(row);
        const auto number = static_cast<std::size_t>(row);
        const bool isPale = (number < m_isBrushed.size() && !m_isBrushed[number]) || !m_picture.rows[number].isWhole;
        (isPale ? m_others : m_mean)->addData(place.x(), place.y());
        if (!isPale)
            spreads << (isRate || !std::isfinite(m_picture.rows[number].spread) ? 0 : m_picture.rows[number].spread);
        if (row == best && !isRate)
            m_best->addData(place.x(), place.y());
        if (row == m_selected)
            m_marked->addData(place.x(), place.y());
    }
    m_spread->setData(spreads);
    m_spread->setVisible(std::any_of(spreads.begin(), spreads.end(), [](double spread) { return spread > 0; }));
    m_mean->setLineStyle(m_picture.axes.size() == 1 ? QCPGraph::lsLine : QCPGraph::lsNone);
    for (const QPointF &point : m_picture.pca)
        m_pca->addData(point.x(), point.y());
    const bool hasBoth = !m_picture.pca.empty() && !m_mean->data()->isEmpty();
    m_pcaName->setVisible(!m_picture.pca.empty());
    m_ownName->setVisible(hasBoth);
    if (!m_picture.pca.empty()) {
        const QPointF at = m_picture.pca[m_picture.pca.size() / 2];
        m_pcaName->position->setCoords(at.x(), at.y());
        m_pcaName->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
        m_pcaName->setPadding({8, 0, 0, 6});
    }
    if (hasBoth) {
        const auto first = m_mean->data()->constBegin();
        m_ownName->position->setCoords(first->key, first->value);
        m_ownName->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_ownName->setPadding({8, 6, 0, 0});
    }
    replot(QCustomPlot::rpQueuedReplot);
}

void SweepPlot::setSelected(int row) {
    m_selected = row;
    arrange();
}

void SweepPlot::setBrushed(std::vector<bool> isBrushed) {
    m_isBrushed = std::move(isBrushed);
    arrange();
}

std::optional<QPointF> SweepPlot::pixelOf(int row) const {
    const auto place = placeOf(row);
    return place ? std::optional(QPointF(xAxis->coordToPixel(place->x()), yAxis->coordToPixel(place->y()))) : std::nullopt;
}

int SweepPlot::rowAt(const QPointF &pixel) const {
    int found = -1;
    double nearest = reach;
    for (int row = 0; row < static_cast<int>(m_picture.rows.size()); ++row)
        if (const auto at = pixelOf(row))
            if (const double way = QLineF(pixel, *at).length(); way < nearest) {
                nearest = way;
                found = row;
            }
    return found;
}

QString SweepPlot::textOf(int row) const {
    const SweepRow &each = m_picture.rows[static_cast<std::size_t>(row)];
    QStringList settings;
    for (qsizetype axis = 0; axis < m_picture.axes.size(); ++axis)
        settings << m_picture.axes[axis] + QLatin1Char(' ') + each.values.value(axis);
    const QString what = settings.join(QStringLiteral(", ")) + QStringLiteral(": ");
    if (m_picture.plot == SweepPicture::Plot::RateAndDistortion)
        return what + tr("rate %1, distortion %2").arg(figure(each.rate), figure(each.distortion));
    return what + (std::isfinite(each.spread) ? tr("%1 ± %2").arg(figure(each.mean), QLocale().toString(each.spread, 'g', 2)) : figure(each.mean));
}

void SweepPlot::say(const QString &text) {
    if (text == m_readOut->text())
        return;
    m_readOut->setText(text);
    replot(QCustomPlot::rpQueuedReplot);
}

void SweepPlot::mouseMoveEvent(QMouseEvent *event) {
    QCustomPlot::mouseMoveEvent(event);
    const int row = rowAt(event->position());
    setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (row >= 0)
        return say(textOf(row));
    const auto near = std::find_if(m_picture.pca.begin(), m_picture.pca.end(), [&](const QPointF &point) {
        return QLineF(event->position(), {xAxis->coordToPixel(point.x()), yAxis->coordToPixel(point.y())}).length() < reach;
    });
    say(near == m_picture.pca.end() ? QString() : tr("PCA with %1 components: %2").arg(figure(near->x()), figure(near->y())));
}

void SweepPlot::mouseReleaseEvent(QMouseEvent *event) {
    QCustomPlot::mouseReleaseEvent(event);
    if (const int row = event->button() == Qt::LeftButton ? rowAt(event->position()) : -1; row >= 0)
        emit rowClicked(row);
}

void SweepPlot::mouseDoubleClickEvent(QMouseEvent *event) {
    if (const int row = rowAt(event->position()); row >= 0)
        emit rowActivated(row);
}

void SweepPlot::leaveEvent(QEvent *event) {
    QCustomPlot::leaveEvent(event);
    say({});
}

void SweepPlot::contextMenuEvent(QContextMenuEvent *event) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_export->addTo(menu);
    menu->popup(event->globalPos());
}

} // namespace hourglass::ui
