// The band of the timeline at the foot of the window: play, the track of kept moments, the moment that is shown, Branch and Live. Amber while a past
// moment is shown.
#pragma once

#include <span>

#include "ui/timeline/time_track.h"

class QAction;
class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace hourglass::ui {

class FigureLabel;

class TimelineStrip : public QWidget {
    Q_OBJECT
public:
    explicit TimelineStrip(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void showContent(const TimelineContent &content);
    /// The moment that every view shows; none: the present.
    void showMoment(const std::optional<TimelineMoment> &moment);
    void showPlaying(bool isPlaying);
    /// What moments and states take, and may take, in bytes.
    void showMemory(Index used, Index budget, std::size_t moments, std::size_t states);
    /// Bytes that moments take in the project's file, and may take. Not told: there is no such file.
    void showFile(Index used, Index budget);
    /// Asks for a note on the shown moment, in the place of the track.
    void askNote();

    TimeTrack *track() const { return m_track; }
    QLabel *title() const { return m_title; }
    std::vector<InputSection> inputs() const { return {m_track->inputs()}; }

signals:
    void playWanted(); ///< or pause
    void presentWanted();
    void branchWanted();
    void speedChosen(double momentsPerSecond);
    void loopChosen(bool isLooping);
    void noteEdited(const QString &text);
    void memoryEdited(hourglass::core::Index bytes);
    void fileBudgetEdited(hourglass::core::Index bytes); ///< 0: none are kept there
    void animationWanted();
    void menuOpened(); ///< what it says of the memory is to be told

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *button(const QString &name, const QString &text, const QString &toolTip);
    void fillSpeeds();
    void fillMenu();
    QMenu *fillBudgets(const QString &title, std::span<const Index> choices, void (TimelineStrip::*chosen)(Index));
    void updateText();
    void fit(); ///< in a narrow window what is in the menus as well gives way
    void endNote();

    Theme m_theme = Theme::light();
    QLabel *m_title;
    QToolButton *m_play, *m_speed, *m_more, *m_branch, *m_live;
    TimeTrack *m_track;
    QLineEdit *m_note;
    FigureLabel *m_figure;
    QMenu *m_menu, *m_memoryMenu, *m_fileMenu;
    QAction *m_memory, *m_file;
    std::optional<TimelineMoment> m_moment;
    bool m_isPlaying = false;
};

} // namespace hourglass::ui
