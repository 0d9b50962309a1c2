#include "ui/timeline/time_track.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double handleWidth = 9, side = 8; // pixels
constexpr double markReach = 7;             // from a mark within which it is hovered
constexpr double markHeight = 9;
constexpr int farKeys = 10; // moments

QString momentText(Index step, double epoch) {
    return TimeTrack::tr("epoch %1, step %L2").arg(QLocale().toString(epoch, 'f', 2)).arg(static_cast<qlonglong>(step));
}

} // namespace

TimeTrack::TimeTrack(QWidget *parent) : QWidget(parent) {
    setObjectName(QStringLiteral("timeTrack"));
    setAccessibleName(tr("Moments of the training"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto by = [this](int moments) {
        return [this, moments] {
            emit movedBy(moments);
            return true;
        };
    };
    m_keys.addTogether(tr("Show the kept moment before, the next"), {{Qt::Key_Left, by(-1)}, {Qt::Key_Right, by(1)}});
    m_keys.addTogether(tr("… ten of them"), {{Qt::CTRL | Qt::Key_Left, by(-farKeys)}, {Qt::CTRL | Qt::Key_Right, by(farKeys)}});
    m_keys.addTogether(tr("Show the first moment, the present"), {{Qt::Key_Home,
                                                                   [this] {
                                                                       if (!m_content.moments.empty())
                                                                           emit momentChosen(0);
                                                                       return true;
                                                                   }},
                                                                  {Qt::Key_End, [this] {
                                                                       emit presentChosen();
                                                                       return true;
                                                                   }}});
    describe();
}

InputSection TimeTrack::inputs() const {
    InputSection section = m_keys.section(tr("The timeline"));
    section.rows.insert(section.rows.begin(), {{{tr("Drag")}, tr("Show that moment in every view; at the right end the present")},
                                               {{tr("Click a mark")}, tr("Show the moment before that change")}});
    return section;
}

void TimeTrack::setTheme(const Theme &theme) {
    m_theme = theme;
    update();
}

void TimeTrack::setContent(const TimelineContent &content) {
    if (content == m_content)
        return;
    m_content = content;
    if (m_litMark >= static_cast<int>(m_content.marks.size()))
        m_litMark = -1;
    describe();
    update();
}

void TimeTrack::setAxis(TimeAxis axis) {
    m_axis = axis;
    update();
}

void TimeTrack::showMoment(const std::optional<TimelineMoment> &moment) {
    if (moment == m_moment)
        return;
    m_moment = moment;
    describe();
    update();
}

void TimeTrack::lightMark(int mark) {
    if (mark == m_litMark)
        return;
    m_litMark = mark;
    update();
}

void TimeTrack::describe() {
    setAccessibleDescription(m_moment
                                 ? tr("Shown: %1 of %2").arg(momentText(m_moment->step, m_moment->epoch), momentText(m_content.lastStep, m_content.lastEpoch))
                                 : tr("Shown: the present, %1").arg(momentText(m_content.lastStep, m_content.lastEpoch)));
}

QSize TimeTrack::sizeHint() const {
    return {scaled(400), scaled(30)};
}

QSize TimeTrack::minimumSizeHint() const {
    return {scaled(120), scaled(30)};
}

QRectF TimeTrack::groove() const {
    return QRectF(rect()).adjusted(side, markHeight, -side, -4);
}

double TimeTrack::pixelOf(Index step) const {
    return groove().left() + scale().place(step) * groove().width();
}

double TimeTrack::pixelOfPresent() const {
    return groove().right();
}

int TimeTrack::momentAt(double x) const {
    int nearest = -1;
    double least = std::abs(x - pixelOfPresent()); // a last moment that stands there gives way to the present
    for (std::size_t i = 0; i < m_content.moments.size(); ++i)
        if (const double distance = std::abs(x - pixelOf(m_content.moments[i].step)); distance < least) {
            least = distance;
            nearest = static_cast<int>(i);
        }
    return nearest;
}

int TimeTrack::markAt(const QPointF &pixel) const {
    if (pixel.y() > groove().top() + 2)
        return -1;
    int nearest = -1;
    double least = markReach;
    for (std::size_t i = 0; i < m_content.marks.size(); ++i)
        if (const double distance = std::abs(pixel.x() - pixelOf(m_content.marks[i].step)); distance < least) {
            least = distance;
            nearest = static_cast<int>(i);
        }
    return nearest;
}

void TimeTrack::chooseAt(double x) {
    if (const int moment = momentAt(x); moment >= 0)
        emit momentChosen(moment);
    else
        emit presentChosen();
}

void TimeTrack::hoverMark(int mark) {
    if (mark == m_litMark)
        return;
    lightMark(mark);
    emit markHovered(mark);
}

void TimeTrack::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    if (const int mark = markAt(event->position()); mark >= 0)
        return emit markChosen(mark);
    m_isDragged = true;
    chooseAt(event->position().x());
}

void TimeTrack::mouseMoveEvent(QMouseEvent *event) {
    if (m_isDragged)
        return chooseAt(event->position().x());
    hoverMark(markAt(event->position()));
    setCursor(m_litMark >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TimeTrack::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() == Qt::LeftButton)
        m_isDragged = false;
}

void TimeTrack::leaveEvent(QEvent *event) {
    QWidget::leaveEvent(event);
    hoverMark(-1);
}

void TimeTrack::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

QString TimeTrack::helpAt(const QPointF &pixel) const {
    if (const int mark = markAt(pixel); mark >= 0) {
        const TimelineMark &at = m_content.marks[static_cast<std::size_t>(mark)];
        return tr("%1. %2\n%3\nA click shows the moment before it.").arg(mark + 1).arg(at.text, momentText(at.step, at.epoch));
    }
    const int moment = momentAt(pixel.x());
    if (moment < 0)
        return tr("The present: %1").arg(momentText(m_content.lastStep, m_content.lastEpoch));
    const TimelineMoment &at = m_content.moments[static_cast<std::size_t>(moment)];
    QStringList lines{momentText(at.step, at.epoch)};
    if (moment == m_content.best)
        lines << m_content.bestText;
    if (at.canBranch)
        lines << tr("Kept with its optimiser: Branch goes on exactly from here");
    return lines.join(QLatin1Char('\n'));
}

bool TimeTrack::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride && m_keys.has(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), helpAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

void TimeTrack::paintMarks(QPainter &painter) const {
    for (std::size_t i = 0; i < m_content.marks.size(); ++i) {
        const TimelineMark &mark = m_content.marks[i];
        const bool isLit = static_cast<int>(i) == m_litMark;
        const double x = std::floor(pixelOf(mark.step)) + 0.5;
        const QColor colour = mark.isBad ? m_theme.bad : isLit ? m_theme.text : m_theme.dim;
        painter.setPen(QPen(colour, isLit ? 2.0 : 1.0));
        painter.drawLine(QPointF(x, 2), QPointF(x, groove().bottom()));
        QPainterPath flag;
        flag.moveTo(x, 1);
        flag.lineTo(x + 7, 4);
        flag.lineTo(x, 7);
        flag.closeSubpath();
        painter.fillPath(flag, colour);
    }
}

void TimeTrack::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = groove();
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.track());
    painter.drawRoundedRect(area.adjusted(-4, 0, 4, 0), 4, 4);
    const double at = m_moment ? pixelOf(m_moment->step) : pixelOfPresent();
    QColor passed = m_moment ? m_theme.code : m_theme.accent();
    passed.setAlphaF(m_theme.isDark ? 0.22f : 0.18f);
    painter.setBrush(passed);
    painter.drawRoundedRect(QRectF(QPointF(area.left() - 4, area.top()), QPointF(at, area.bottom())), 4, 4);

    for (const TimelineMoment &moment : m_content.moments) {
        const double x = std::floor(pixelOf(moment.step)) + 0.5, inset = moment.canBranch ? 3 : 5.5;
        QColor tick = m_theme.dim;
        tick.setAlphaF(moment.canBranch ? 0.9f : 0.55f);
        painter.setPen(QPen(tick, 1));
        painter.drawLine(QPointF(x, area.top() + inset), QPointF(x, area.bottom() - inset));
    }
    paintMarks(painter);
    if (m_content.best >= 0 && m_content.best < static_cast<int>(m_content.moments.size())) {
        const QPointF centre(pixelOf(m_content.moments[static_cast<std::size_t>(m_content.best)].step), area.center().y());
        painter.setPen(QPen(m_theme.panel, 1.2));
        painter.setBrush(m_theme.good);
        painter.drawPolygon(QPolygonF({centre + QPointF(0, -5.5), centre + QPointF(5.5, 0), centre + QPointF(0, 5.5), centre + QPointF(-5.5, 0)}));
    }
    painter.setPen(QPen(m_theme.panel, 1.5));
    painter.setBrush(m_moment ? m_theme.code : m_theme.accent());
    painter.drawRoundedRect(QRectF(at - handleWidth / 2, area.top() - 3, handleWidth, area.height() + 6), 3, 3);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.accent(), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), controlRadius, controlRadius);
    }
}

} // namespace hourglass::ui
