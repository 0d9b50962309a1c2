#include "ui/loss/loss_canvas.h"

#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_style.h"
#include "ui/plots/run_colours.h"

namespace hourglass::ui {

namespace {

constexpr double curveReach = 10; // pixels from a curve within which a click is one on it

}

LossCanvas::LossCanvas(const LossRun &run, const std::vector<LossOverlay> &others, QWidget *parent)
    : QCustomPlot(parent), m_run(run), m_others(others), m_horizontal(new NumberTicker), m_vertical(new NumberTicker) {
    setObjectName(QStringLiteral("lossCanvas"));
    makeKeys();
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(160, 110);
    setPlottingHints(QCP::phFastPolylines | QCP::phCacheLabels);
    setSelectionRectMode(QCP::srmCustom);
    setBufferDevicePixelRatio(devicePixelRatioF());
    xAxis->setTicker(m_horizontal);
    yAxis->setTicker(m_vertical);

    addLayer(QStringLiteral("annotations"), layer(QStringLiteral("main")), QCustomPlot::limAbove);
    addLayer(QStringLiteral("readout"), layer(QStringLiteral("overlay")), QCustomPlot::limAbove);
    layer(QStringLiteral("readout"))->setMode(QCPLayer::lmBuffered);
    m_curves = std::make_unique<LossCurves>(*this);
    m_annotations = new LossAnnotations(this);
    m_readOut = new LossReadOut(this, m_annotations);

    m_fitButton = new QToolButton(this);
    m_fitButton->setText(tr("Fit"));
    m_fitButton->setToolTip(tr("Show the whole run and follow it again (double-click, F)"));
    m_fitButton->setAccessibleName(tr("Fit the loss plot"));
    m_fitButton->setProperty("chip", true);
    m_fitButton->hide();
    connect(m_fitButton, &QToolButton::clicked, this, &LossCanvas::fit);
    connect(selectionRect(), &QCPSelectionRect::accepted, this, [this](const QRect &rect) { zoomTo(rect.normalized()); });
    setTheme(m_theme);
    setView(m_view);
}

void LossCanvas::setTheme(const Theme &theme) {
    m_theme = theme;
    stylePlot(*this, theme);
    m_annotations->theme = theme;
    m_readOut->theme = theme;
    setView(m_view);
}

void LossCanvas::setView(const LossView &view) {
    if (view.axis != m_view.axis || view.isLogHorizontal != m_view.isLogHorizontal || view.isLogVertical != m_view.isLogVertical)
        startFitting();
    m_view = view;
    xAxis->setScaleType(view.isLogHorizontal ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    yAxis->setScaleType(view.isLogVertical ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_horizontal->setLogarithmic(view.isLogHorizontal);
    m_horizontal->setSmallestStep(view.axis == CurveAxis::Steps && !view.isLogHorizontal ? 1.0 : 0.0);
    m_vertical->setLogarithmic(view.isLogVertical);
    m_curves->setLook(m_theme, view);
    m_annotations->axis = view.axis;
    showMoment(m_moment);
    m_annotations->unit = view.axis == CurveAxis::Epochs ? tr("epoch") : tr("step");
}

void LossCanvas::setFitted(bool isFitted) {
    if (m_isFitted == isFitted)
        return;
    m_isFitted = isFitted;
    placeFitButton();
}

void LossCanvas::placeFitButton() {
    m_fitButton->adjustSize();
    m_fitButton->move(axisRect()->topLeft() + QPoint(6, 4));
    m_readOut->obstacle = m_isFitted ? QRectF() : QRectF(m_fitButton->geometry());
    m_fitButton->setVisible(!m_isFitted && !m_readOut->box().intersects(m_fitButton->geometry()));
}

void LossCanvas::startFitting() {
    m_runExtent = m_lossExtent = {0, 0};
    m_keyPlace.reset();
    setFitted(true);
}

void LossCanvas::fit() {
    startFitting();
    rebuild();
}

bool LossCanvas::hasOthers() const {
    return m_view.showsOthers && std::any_of(m_others.begin(), m_others.end(), [](const LossOverlay &other) { return !other.run.isEmpty(); });
}

/// The present run; before its first step the longest of the others.
const LossRun &LossCanvas::fittedTo() const {
    if (!m_run.isEmpty() || !hasOthers())
        return m_run;
    return std::max_element(m_others.begin(), m_others.end(), [](const LossOverlay &a, const LossOverlay &b) { return a.run.lastStep() < b.run.lastStep(); })
        ->run;
}

std::vector<LegendEntry> LossCanvas::legend() const {
    std::vector<LegendEntry> entries;
    for (const LossOverlay &other : m_others) {
        if (other.run.isEmpty() || !m_view.showsOthers)
            continue;
        const SmoothedCurve &heldOut = other.run.present().heldOut;
        const double lowest = heldOut.isEmpty() ? training::none : static_cast<double>(heldOut.whole().minimum);
        entries.push_back({other.name, std::isfinite(lowest) ? significant(lowest, 4, locale()) : QString(), obstacleBetween(m_run, other.run),
                           runColour(other.colour, m_theme)});
    }
    return entries;
}

void LossCanvas::fitExtents() {
    const LossSegment &present = m_run.present();
    const LossRun &shown = fittedTo();
    double first = m_view.axis == CurveAxis::Epochs ? 0.01 : 1.0;
    if (const SmoothedCurve &train = shown.segments().front().train; !train.isEmpty())
        first = train.point(0).place(m_view.axis);
    m_runExtent = fittedRun(m_runExtent, first, shown.lastPlace(m_view.axis), m_view.axis == CurveAxis::Epochs ? 1.0 : 100.0, m_view.isLogHorizontal);

    const LossSegment &fitted = &shown == &m_run ? present : shown.present();
    const double end = std::max(shown.lastPlace(m_view.axis) * (1 + 1e-9), m_runExtent.lower + 1e-9);
    columnEdges(m_runExtent.lower, end, 200, m_view.isLogHorizontal, m_edges);
    fitted.train.thinned(m_view.axis, m_edges, m_trainColumns);
    fitted.heldOut.thinned(m_view.axis, m_edges, m_heldOutColumns);
    LossLevels levels{.train = m_trainColumns, .heldOut = m_heldOutColumns, .isLogarithmic = m_view.isLogVertical, .skipsStart = !m_view.isLogHorizontal};
    if (m_view.showsBaselines)
        for (const Baseline &baseline : m_baselines)
            levels.baselines.push_back(baseline.value);
    if (m_view.showsTerms)
        for (const LossTerm &term : m_terms)
            if (!term.points.empty())
                levels.terms.push_back(term.points.back().value);
    if (m_view.showsOthers)
        for (const LossOverlay &other : m_others) {
            if (&other.run == &shown || other.run.isEmpty() || !obstacleBetween(shown, other.run).isEmpty())
                continue;
            other.run.present().heldOut.thinned(m_view.axis, m_edges, m_otherColumns);
            for (const CurveColumn &column : m_otherColumns)
                if (column.x > 0.1 * end && column.x <= end)
                    levels.others.push_back(column.mean);
        }
    m_lossExtent = fittedLoss(m_lossExtent, levels);
}

void LossCanvas::applyExtents() {
    if (m_runExtent.size() > 0)
        xAxis->setRange(m_runExtent.lower, m_runExtent.upper);
    if (m_lossExtent.size() > 0)
        yAxis->setRange(m_lossExtent.lower, m_lossExtent.upper);
}

void LossCanvas::rebuild() {
    if (bufferDevicePixelRatio() != devicePixelRatioF())
        setBufferDevicePixelRatio(devicePixelRatioF());
    const bool hasCurves = !m_run.isEmpty() || hasOthers();
    m_annotations->message = hasCurves ? QString() : tr("The loss appears here with the first step of training.");
    m_annotations->baselines = m_view.showsBaselines ? m_baselines : std::vector<Baseline>();
    m_annotations->marks = m_run.marks();
    m_annotations->legend = legend();
    m_terms = termsOf(m_run);
    axisRect()->setMinimumMargins(QMargins(m_annotations->unitWidth() + 17, m_run.marks().empty() ? 8 : LossAnnotations::markStrip + 2, 14, 22));
    m_horizontal->setTickCount(std::clamp(width() / 75, 2, 8));
    m_vertical->setTickCount(std::clamp(height() / 45, 2, 8));
    for (QCPAxis *axis : {xAxis, yAxis}) {
        axis->setTickLabels(hasCurves);
        axis->grid()->setVisible(hasCurves && axis == yAxis);
    }
    if (m_isFitted && hasCurves) {
        fitExtents();
        applyExtents();
    }
    updateLayout(); // the curves are thinned for the width that the axis has now
    m_curves->draw(m_run, m_others, m_terms);
    updateReading();
    replot(rpQueuedRefresh);
    placeFitButton();
}

void LossCanvas::zoomTo(const QRect &pixels) {
    const QRect area = axisRect()->rect();
    const QRect rect = pixels.intersected(area);
    // A stroke along one axis zooms that axis alone; a click is no zoom.
    const bool alongX = rect.width() >= 8, alongY = rect.height() >= 8;
    if ((!alongX && !alongY) || (pixels.width() < 8 && pixels.height() < 8))
        return;
    if (alongX)
        xAxis->setRange(xAxis->pixelToCoord(rect.left()), xAxis->pixelToCoord(rect.right()));
    if (alongY)
        yAxis->setRange(yAxis->pixelToCoord(rect.bottom()), yAxis->pixelToCoord(rect.top()));
    setFitted(false);
    rebuild();
}

void LossCanvas::zoomAt(const QPointF &pixel, double factor) {
    const QRectF area = axisRect()->rect();
    const auto zoom = [factor](QCPAxis *axis, double centre, const QCPRange &limit) {
        QCPRange range = axis->range();
        if (axis->scaleType() == QCPAxis::stLogarithmic) {
            range.lower = centre * std::pow(range.lower / centre, factor);
            range.upper = centre * std::pow(range.upper / centre, factor);
        } else {
            range.lower = centre + (range.lower - centre) * factor;
            range.upper = centre + (range.upper - centre) * factor;
        }
        if (factor > 1)
            range = QCPRange(std::max(range.lower, limit.lower), std::min(range.upper, limit.upper));
        const double smallest = 1e-7 * std::max({std::abs(range.lower), std::abs(range.upper), 1e-12});
        if (range.upper - range.lower > smallest)
            axis->setRange(range);
    };
    // Over the labels of one axis the wheel zooms that axis alone.
    const double far = std::numeric_limits<float>::max();
    const QCPRange wholeRun(m_view.isLogHorizontal ? m_runExtent.lower : 0.0, std::max(m_runExtent.upper, m_run.lastPlace(m_view.axis) * 1.2));
    if (pixel.x() >= area.left())
        zoom(xAxis, xAxis->pixelToCoord(std::clamp(pixel.x(), area.left(), area.right())), wholeRun);
    if (pixel.y() <= area.bottom())
        zoom(yAxis, yAxis->pixelToCoord(std::clamp(pixel.y(), area.top(), area.bottom())),
             m_view.isLogVertical ? QCPRange(1.0 / far, far) : QCPRange(-far, far));
    setFitted(false);
    rebuild();
}

void LossCanvas::readAt(double x, const QPointF &pointer) {
    const QPointF place(m_keyPlace ? xAxis->coordToPixel(x) : pointer.x(), m_keyPlace ? axisRect()->rect().center().y() : pointer.y());
    const int lit = m_annotations->markAt(place);
    const runs::Mark *mark = lit >= 0 && static_cast<std::size_t>(lit) < m_run.marks().size() ? &m_run.marks()[static_cast<std::size_t>(lit)] : nullptr;
    m_readOut->reading = readRuns(m_run, m_others, m_terms, m_view, m_theme, locale(), mark ? mark->place(m_view.axis) : x, mark);
    m_readOut->reading.pointer = pointer;
    m_annotations->litMark = m_readOut->reading.isShown && mark ? lit : -1;
}

void LossCanvas::updateReading() {
    m_readOut->hasFocusRing = hasFocus();
    const QRectF area = axisRect()->rect();
    if (m_keyPlace) {
        readAt(*m_keyPlace, QPointF(xAxis->coordToPixel(*m_keyPlace), area.center().y()));
        if (!m_readOut->reading.rows.empty() && std::isfinite(m_readOut->reading.rows.front().level))
            m_readOut->reading.pointer.setY(std::clamp(yAxis->coordToPixel(m_readOut->reading.rows.front().level), area.top(), area.bottom()));
    } else if (m_pointer && !selectionRect()->isActive() && area.adjusted(-4, -LossAnnotations::markStrip, 4, 4).contains(*m_pointer) &&
               !(m_readOut->obstacle.isValid() && m_readOut->obstacle.adjusted(-20, -20, 20, 20).contains(*m_pointer))) {
        readAt(xAxis->pixelToCoord(std::clamp(m_pointer->x(), area.left(), area.right())), *m_pointer);
    } else {
        m_readOut->reading = {};
        m_annotations->litMark = m_markElsewhere < static_cast<int>(m_run.marks().size()) ? m_markElsewhere : -1;
    }
}

void LossCanvas::drawReading() {
    const int lit = m_annotations->litMark;
    updateReading();
    if (lit != m_annotations->litMark) {
        replot(rpQueuedRefresh);
        emit markHovered(m_annotations->litMark);
    } else
        layer(QStringLiteral("readout"))->replot();
    placeFitButton();
}

void LossCanvas::showMoment(const std::optional<std::pair<Index, double>> &stepAndEpoch) {
    m_moment = stepAndEpoch;
    const std::optional<double> place = m_moment ? std::optional(runs::placeOn(m_view.axis, m_moment->first, m_moment->second)) : std::nullopt;
    if (place == m_readOut->shownMoment)
        return;
    m_readOut->shownMoment = place;
    layer(QStringLiteral("readout"))->replot();
}

void LossCanvas::lightMark(int mark) {
    if (mark == m_markElsewhere)
        return;
    m_markElsewhere = mark;
    drawReading();
}

std::optional<Index> LossCanvas::stepAt(const QPointF &pixel) const {
    if (const int mark = m_annotations->markAt(pixel); mark >= 0 && pixel.y() < axisRect()->rect().top())
        return m_run.marks()[static_cast<std::size_t>(mark)].step;
    const bool isOnCurve = axisRect()->rect().contains(pixel.toPoint()) && m_readOut->reading.isShown &&
                           std::any_of(m_readOut->reading.rows.begin(), m_readOut->reading.rows.end(), [&](const Reading::Row &row) {
                               return std::isfinite(row.level) && std::abs(yAxis->coordToPixel(row.level) - pixel.y()) <= curveReach;
                           });
    const double x = xAxis->pixelToCoord(pixel.x());
    const LossSegment &segment = m_run.segmentAt(m_view.axis, x);
    if (!isOnCurve || segment.train.isEmpty() || x > m_run.lastPlace(m_view.axis))
        return {};
    return segment.train.point(segment.train.nearestSpan(m_view.axis, x)).step;
}

void LossCanvas::hideReading() {
    m_pointer.reset();
    m_keyPlace.reset();
    drawReading();
}

void LossCanvas::moveByKeys(int columns) {
    if (m_run.present().train.isEmpty())
        return;
    const double last = m_run.lastPlace(m_view.axis);
    const bool isFirst = !m_keyPlace;
    const double from = m_keyPlace ? *m_keyPlace : m_readOut->reading.isShown ? m_readOut->reading.x : last;
    m_pointer.reset();
    if (isFirst && !m_readOut->reading.isShown) {
        m_keyPlace = std::clamp(last, xAxis->range().lower, xAxis->range().upper);
    } else {
        // A pixel, or a step where steps are wider than that.
        const LossSegment &segment = m_run.segmentAt(m_view.axis, from);
        const double target = xAxis->pixelToCoord(xAxis->coordToPixel(from) + columns);
        const Index span = segment.train.nearestSpan(m_view.axis, from);
        const Index next = std::clamp<Index>(span + (columns > 0 ? 1 : -1), 0, segment.train.size() - 1);
        const double step = segment.train.point(next).place(m_view.axis);
        const double moved = columns > 0 ? std::max(target, step) : std::min(target, step);
        m_keyPlace = std::clamp(moved, std::max(xAxis->range().lower, 0.0), std::min(xAxis->range().upper, last));
    }
    drawReading();
    emit readingChanged();
}

bool LossCanvas::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isLetGo = key->key() == Qt::Key_Escape;
        if (m_keys.has(*key) && (!isLetGo || m_keyPlace || m_pointer || selectionRect()->isActive())) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        for (const LossAnnotations::PlacedLabel &label : m_annotations->labels())
            if (!label.help.isEmpty() && label.rect.contains(help->pos())) {
                QToolTip::showText(help->globalPos(), label.help, this, label.rect.toAlignedRect());
                return true;
            }
    }
    return QCustomPlot::event(event);
}

void LossCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_keyPlace.reset();
    m_pressed.reset();
    m_hasClicked = false;
    if (const int mark = m_annotations->wayBackAt(event->position()); mark >= 0) {
        event->accept();
        emit wayBackChosen(mark);
        return;
    }
    m_pressed = event->position();
    QCustomPlot::mousePressEvent(event);
}

void LossCanvas::mouseMoveEvent(QMouseEvent *event) {
    m_keyPlace.reset();
    m_pointer = event->position();
    QCustomPlot::mouseMoveEvent(event);
    drawReading();
    setCursor(m_annotations->wayBackAt(event->position()) >= 0 || stepAt(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void LossCanvas::mouseReleaseEvent(QMouseEvent *event) {
    QCustomPlot::mouseReleaseEvent(event);
    const std::optional<QPointF> pressed = std::exchange(m_pressed, std::nullopt);
    if (event->button() != Qt::LeftButton || !pressed || (event->position() - *pressed).manhattanLength() > 3)
        return;
    m_pointer = event->position();
    drawReading(); // the first that is read where the mouse stood already
    if (const std::optional<Index> step = stepAt(event->position())) {
        m_momentBefore = m_moment ? std::optional(m_moment->first) : std::nullopt;
        m_hasClicked = true;
        emit momentChosen(*step);
    }
}

void LossCanvas::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton && m_annotations->wayBackAt(event->position()) < 0) {
        fit();
        if (std::exchange(m_hasClicked, false)) { // its first half was no click
            if (m_momentBefore)
                emit momentChosen(*m_momentBefore);
            else
                emit presentChosen();
        }
    }
    event->accept();
}

void LossCanvas::leaveEvent(QEvent *event) {
    QCustomPlot::leaveEvent(event);
    m_pointer.reset();
    drawReading();
}

void LossCanvas::wheelEvent(QWheelEvent *event) {
    const double turns = (event->angleDelta().y() ? event->angleDelta().y() : event->angleDelta().x()) / 120.0;
    if (turns != 0 && !m_run.isEmpty())
        zoomAt(event->position(), std::pow(0.8, turns));
    event->accept();
}

InputSection LossCanvas::inputs() const {
    InputSection section = m_keys.section(tr("The loss"));
    section.rows.insert(section.rows.begin(), {{{tr("Move")}, tr("Read the values under the pointer")},
                                               {{tr("Click a number")}, tr("Go back to before that change")},
                                               {{tr("Click a curve")}, tr("Show that moment in every view")},
                                               {{tr("Drag")}, tr("Zoom to what is framed")},
                                               {{tr("Wheel")}, tr("Zoom at the pointer")},
                                               {{tr("Double-click")}, tr("Fit the curves")}});
    return section;
}

void LossCanvas::makeKeys() {
    const auto move = [this](int columns) {
        return [this, columns] {
            moveByKeys(columns);
            return true;
        };
    };
    const auto to = [this](bool isFirst) {
        return [this, isFirst] {
            m_keyPlace = isFirst ? std::max(xAxis->range().lower, 0.0) : m_run.lastPlace(m_view.axis);
            moveByKeys(isFirst ? -1 : 1);
            return true;
        };
    };
    const auto zoom = [this](double factor) {
        return [this, factor] {
            zoomAt(m_keyPlace ? m_readOut->reading.pointer : QRectF(axisRect()->rect()).center(), factor);
            return true;
        };
    };
    constexpr int slow = 2, fast = 20;
    m_keys.addTogether(tr("Read the step before, the next"), {{Qt::Key_Left, move(-slow)}, {Qt::Key_Right, move(slow)}});
    m_keys.addTogether(tr("… ten times as far"), {{Qt::CTRL | Qt::Key_Left, move(-fast)}, {Qt::CTRL | Qt::Key_Right, move(fast)}});
    m_keys.addTogether(tr("Read the first step, the last"), {{Qt::Key_Home, to(true)}, {Qt::Key_End, to(false)}});
    m_keys.addTogether(tr("Zoom in, zoom out"), {{Qt::Key_Plus, zoom(0.8)}, {Qt::Key_Minus, zoom(1.25)}});
    m_keys.add({Qt::Key_F}, tr("Fit the curves"), [this] {
        fit();
        return true;
    });
    m_keys.add({Qt::Key_Escape}, tr("Let go of what is read or framed"), [this] {
        if (selectionRect()->isActive())
            selectionRect()->cancel();
        hideReading();
        return true;
    });
}

void LossCanvas::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QCustomPlot::keyPressEvent(event);
}

void LossCanvas::focusInEvent(QFocusEvent *event) {
    QCustomPlot::focusInEvent(event);
    drawReading();
}

void LossCanvas::focusOutEvent(QFocusEvent *event) {
    QCustomPlot::focusOutEvent(event);
    m_keyPlace.reset();
    drawReading();
}

void LossCanvas::resizeEvent(QResizeEvent *event) {
    QCustomPlot::resizeEvent(event);
    rebuild();
}

} // namespace hourglass::ui
