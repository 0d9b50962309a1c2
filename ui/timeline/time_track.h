// The groove of the timeline: a tick for each kept moment, the marks above them, the best, and a handle that is dragged over them. Its right end is
// the present.
#pragma once

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"
#include "ui/timeline/time_axis.h"

namespace hourglass::ui {

struct TimelineMoment {
    Index step = 0;
    double epoch = 0;
    bool canBranch = false; ///< it was kept with all that it takes to go on

    bool operator==(const TimelineMoment &) const = default;
};

struct TimelineMark {
    Index step = 0;
    double epoch = 0;
    QString text;
    bool isBad = false;

    bool operator==(const TimelineMark &) const = default;
};

/// What was kept of a run.
struct TimelineContent {
    std::vector<TimelineMoment> moments; ///< by step
    std::vector<TimelineMark> marks;
    int best = -1;    ///< among the moments
    QString bestText; ///< what it is the best by
    Index lastStep = 0;
    double lastEpoch = 0;

    bool operator==(const TimelineContent &) const = default;
};

class TimeTrack : public QWidget {
    Q_OBJECT
public:
    explicit TimeTrack(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setContent(const TimelineContent &content);
    const TimelineContent &content() const { return m_content; }
    void setAxis(TimeAxis axis);
    TimeAxis axis() const { return m_axis; }
    /// The moment that is shown; none: the present.
    void showMoment(const std::optional<TimelineMoment> &moment);
    void lightMark(int mark);
    int litMark() const { return m_litMark; }
    InputSection inputs() const;

    double pixelOf(Index step) const; ///< along the widget
    double pixelOfPresent() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void momentChosen(int moment);
    void presentChosen();
    void movedBy(int moments);  ///< by the keys
    void markHovered(int mark); ///< -1: none any more
    void markChosen(int mark);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    TimeScale scale() const { return {m_axis, m_content.lastStep}; }
    QRectF groove() const;
    int momentAt(double x) const; ///< -1: the present
    int markAt(const QPointF &pixel) const;
    void chooseAt(double x);
    void hoverMark(int mark);
    void describe();
    QString helpAt(const QPointF &pixel) const;
    void paintMarks(QPainter &painter) const;

    Theme m_theme = Theme::light();
    TimelineContent m_content;
    TimeAxis m_axis = TimeAxis::Root;
    std::optional<TimelineMoment> m_moment;
    int m_litMark = -1;
    bool m_isDragged = false;
    KeyTable m_keys;
};

} // namespace hourglass::ui
