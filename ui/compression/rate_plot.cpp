#include "ui/compression/rate_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"
#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double reach = 12; ///< pixels about a point in which the mouse finds it

QString bytesTickText(double bytes) {
    return QLocale().toString(bytes, 'g', 3);
}

} // namespace

RatePlot::RatePlot(QWidget *parent) : QCustomPlot(parent) {
    setObjectName(QStringLiteral("ratePlot"));
    setAccessibleName(tr("Bytes an image against decibels, of the quantised code and of JPEG"));
    setMouseTracking(true);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    xAxis->setScaleType(QCPAxis::stLogarithmic);
    const auto ticker = QSharedPointer<NumberTicker>::create();
    ticker->setLogarithmic(true);
    xAxis->setTicker(ticker);
    yAxis->setTicker(QSharedPointer<NumberTicker>::create());
    xAxis->setLabel(tr("bytes an image"));
    yAxis->setLabel(tr("PSNR, dB"));
    m_jpegGraph = addGraph();
    m_codeGraph = addGraph();
    m_chosen = addGraph();
    m_chosen->setLineStyle(QCPGraph::lsNone);
    m_smallest = new QCPItemStraightLine(this);
    const auto addText = [this] {
        auto *text = new QCPItemText(this);
        text->setClipToAxisRect(false);
        return text;
    };
    m_smallestText = addText();
    m_codeName = addText();
    m_jpegName = addText();
    m_readOut = addText();
    m_codeName->setText(tr("Code"));
    m_jpegName->setText(tr("JPEG"));
    m_readOut->setText({});
    m_readOut->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_readOut->position->setCoords(1, 1);
    m_readOut->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_readOut->setTextAlignment(Qt::AlignRight);
    m_export = new PlotExport(this, QStringLiteral("compression"), [this](CsvWriter &writer) {
        writer.row({tr("of"), tr("setting"), tr("bytes an image"), tr("MSE"), tr("PSNR")});
        for (const analysis::RatePoint &point : m_code ? m_code->points : std::vector<analysis::RatePoint>())
            writer.row({QStringLiteral("code")}, {static_cast<double>(point.setting), point.bytes, point.mse, point.psnr});
        for (const analysis::RatePoint &point : m_jpeg ? m_jpeg->points : std::vector<analysis::RatePoint>())
            writer.row({QStringLiteral("jpeg")}, {static_cast<double>(point.setting), point.bytes, point.mse, point.psnr});
    });
    connect(m_export, &PlotExport::aboutToDraw, this, [this] { say({}); });
    setTheme(Theme::light());
    followTextSize(this, [this] { replot(QCustomPlot::rpQueuedReplot); });
}

void RatePlot::setTheme(const Theme &theme) {
    stylePlot(*this, theme);
    const auto draw = [&theme](QCPGraph *graph, const QColor &colour, double size) {
        graph->setPen(QPen(colour, 1.6));
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.panel, 1), colour, size));
    };
    draw(m_codeGraph, theme.code, 7);
    draw(m_jpegGraph, theme.input, 6);
    m_chosen->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.text, 2), Qt::NoBrush, 13));
    m_smallest->setPen(QPen(theme.dim, 1, Qt::DashLine));
    for (QCPItemText *text : {m_smallestText, m_readOut, m_codeName, m_jpegName})
        text->setFont(smallFont());
    m_smallestText->setColor(theme.dim);
    m_readOut->setColor(theme.text);
    QColor veil = theme.panel;
    veil.setAlpha(210);
    m_readOut->setBrush(veil);
    m_codeName->setColor(theme.readable(theme.code));
    m_jpegName->setColor(theme.readable(theme.input));
    replot(QCustomPlot::rpQueuedReplot);
}

void RatePlot::show(std::shared_ptr<const analysis::CompressionPicture> code, std::shared_ptr<const analysis::JpegCurve> jpeg, int bits) {
    m_code = code && !code->obstacle ? std::move(code) : nullptr;
    m_jpeg = jpeg && !jpeg->obstacle && !jpeg->points.empty() ? std::move(jpeg) : nullptr;
    for (QCPGraph *graph : {m_codeGraph, m_jpegGraph, m_chosen})
        graph->data()->clear();
    const auto name = [](QCPItemText *text, bool isShown, const analysis::RatePoint *at) {
        text->setVisible(isShown);
        if (at)
            text->position->setCoords(at->bytes, at->psnr);
    };
    if (m_code)
        for (const analysis::RatePoint &point : m_code->points) {
            if (point.setting > 0)
                m_codeGraph->addData(point.bytes, point.psnr);
            if (point.setting == bits)
                m_chosen->addData(point.bytes, point.psnr);
        }
    if (m_jpeg)
        for (const analysis::RatePoint &point : m_jpeg->points)
            m_jpegGraph->addData(point.bytes, point.psnr);
    name(m_codeName, m_code != nullptr, m_code ? &m_code->points[analysis::mostBits - 1] : nullptr);
    name(m_jpegName, m_jpeg != nullptr, m_jpeg ? &m_jpeg->points[m_jpeg->points.size() * 2 / 3] : nullptr);
    m_codeName->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    m_codeName->setPadding({0, 0, 0, 6});
    m_jpegName->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_jpegName->setPadding({0, 0, 10, 2});
    m_smallest->setVisible(m_jpeg != nullptr);
    m_smallestText->setVisible(m_jpeg != nullptr);
    if (m_jpeg) {
        const double bytes = m_jpeg->points.front().bytes;
        m_smallest->point1->setCoords(bytes, 0);
        m_smallest->point2->setCoords(bytes, 1);
        m_smallestText->setText(tr("JPEG's smallest:\n%1 bytes").arg(bytesTickText(bytes)));
        m_smallestText->position->setTypeX(QCPItemPosition::ptPlotCoords);
        m_smallestText->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        m_smallestText->position->setCoords(bytes, 0);
        m_smallestText->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
        m_smallestText->setTextAlignment(Qt::AlignRight);
        m_smallestText->setPadding({0, 2, 6, 0});
    }
    if (m_isFitted)
        fit();
    replot(QCustomPlot::rpQueuedReplot);
}

void RatePlot::fit() {
    m_isFitted = true;
    double left = std::numeric_limits<double>::infinity(), right = 0, bottom = left, top = -left;
    const auto take = [&](const analysis::RatePoint &point) {
        left = std::min(left, point.bytes), right = std::max(right, point.bytes);
        bottom = std::min(bottom, point.psnr), top = std::max(top, point.psnr);
    };
    if (m_code)
        for (const analysis::RatePoint &point : m_code->points)
            if (point.setting > 0)
                take(point);
    if (m_jpeg)
        for (const analysis::RatePoint &point : m_jpeg->points)
            take(point);
    if (right > 0) {
        xAxis->setRange(left / 1.6, right * 1.6);
        const double margin = std::max(0.5, (top - bottom) * 0.12);
        yAxis->setRange(bottom - margin, top + margin);
    }
    replot(QCustomPlot::rpQueuedReplot);
}

QPointF RatePlot::pixelOf(const analysis::RatePoint &point) const {
    return {xAxis->coordToPixel(point.bytes), yAxis->coordToPixel(point.psnr)};
}

const analysis::RatePoint *RatePlot::pointAt(const QPointF &pixel, bool &isCode) const {
    const analysis::RatePoint *found = nullptr;
    double nearest = reach;
    const auto look = [&](const std::vector<analysis::RatePoint> &points, bool ofCode) {
        for (const analysis::RatePoint &point : points)
            if (const double way = QLineF(pixel, pixelOf(point)).length(); way < nearest && (!ofCode || point.setting > 0)) {
                nearest = way;
                found = &point;
                isCode = ofCode;
            }
    };
    if (m_jpeg)
        look(m_jpeg->points, false);
    if (m_code)
        look(m_code->points, true);
    return found;
}

void RatePlot::say(const QString &text) {
    if (text == m_readOut->text())
        return;
    m_readOut->setText(text);
    replot(QCustomPlot::rpQueuedReplot);
}

void RatePlot::mouseMoveEvent(QMouseEvent *event) {
    QCustomPlot::mouseMoveEvent(event);
    if (event->buttons() & Qt::LeftButton)
        m_isFitted = m_isFitted && (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance();
    bool isCode = false;
    const analysis::RatePoint *point = pointAt(event->position(), isCode);
    setCursor(point && isCode ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!point)
        return say({});
    say((isCode ? tr("%1 bits a unit: %2 bytes, %3 dB") : tr("JPEG of quality %1: %2 bytes, %3 dB"))
            .arg(QString::number(point->setting), bytesTickText(point->bytes), QLocale().toString(point->psnr, 'f', 2)));
}

void RatePlot::mousePressEvent(QMouseEvent *event) {
    m_pressed = event->pos();
    QCustomPlot::mousePressEvent(event);
}

void RatePlot::mouseReleaseEvent(QMouseEvent *event) {
    QCustomPlot::mouseReleaseEvent(event);
    bool isCode = false;
    if (event->button() == Qt::LeftButton && (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance())
        if (const analysis::RatePoint *point = pointAt(event->position(), isCode); point && isCode)
            emit bitsChosen(point->setting);
}

void RatePlot::mouseDoubleClickEvent(QMouseEvent *) {
    fit();
}

void RatePlot::wheelEvent(QWheelEvent *event) {
    m_isFitted = false;
    QCustomPlot::wheelEvent(event);
}

void RatePlot::leaveEvent(QEvent *event) {
    QCustomPlot::leaveEvent(event);
    say({});
}

void RatePlot::contextMenuEvent(QContextMenuEvent *event) {
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show all"), this, &RatePlot::fit);
    menu->addSeparator();
    m_export->addTo(menu);
    menu->popup(event->globalPos());
}

} // namespace hourglass::ui
