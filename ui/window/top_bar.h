// The band at the top: start and stop, how far the training is, the data, the ready stacks. In a narrow window the less needed
// gives way.
#pragma once

#include <QWidget>

#include <vector>

#include "engine/training/records.h"
#include "ui/theme/theme.h"
#include "ui/window/actions.h"
#include "ui/window/data_menu.h"

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;

namespace hourglass::ui {

class ArrangementSwitch;
class DataButton;
class FigureLabel;
class LoadingBar;
class PaceChoice;

class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(const Actions &actions, QWidget *parent = nullptr);

    void showStatus(const training::Status &status);
    void setSources(const std::vector<SourceEntry> &sources);
    /// Stands in the menu of the data as well.
    void setRecentData(QMenu *recent);
    /// Checkable ones, of which one is checked; fewer than two: no switch.
    void setArrangements(const QList<QAction *> &arrangements);
    /// `key` is the source's, or empty for data of a file.
    void showData(const QString &key, const QString &title, core::Index samples, const QString &shapeText);
    /// What reading the data made of them, in short, or empty: in the tool tip of their name, and a sign beside it where it needs a look.
    void showReading(const QString &summary, bool needsALook);
    /// Progress of reading data, 0 … 1, in the place of the data button; below 0: not known how far. Ends with hideLoading().
    void showLoading(double fraction, const QString &text);
    void hideLoading();
    void setTheme(const Theme &theme);

    QPushButton *presetsButton() const { return m_presets; }
    /// A menu that can stand elsewhere as well.
    PaceChoice *paceChoice() const { return m_pace; }
    QSize minimumSizeHint() const override;

signals:
    void dataChosen(const QString &key);
    void cancelRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Readout {
        QWidget *whole;
        QLabel *caption;
        FigureLabel *figure;
    };

    QPushButton *addButton(QAction *action, const QString &name);
    Readout addReadout(const QString &name, const QString &caption, const QString &word, const QString &widest, const QString &toolTip);
    void showTrainButton();
    void showMoreButton();
    void addPaceButton();
    void fit();
    void setCompactness(int level);

    QHBoxLayout *m_layout;
    QLabel *m_sign, *m_name;
    QPushButton *m_train, *m_more, *m_presets;
    PaceChoice *m_pace;
    QAction *m_trainAction;
    QList<QAction *> m_dataActions; ///< below the sources
    Readout m_epoch, m_steps, m_speed, m_left;
    DataButton *m_data;
    DataMenu *m_sources;
    ArrangementSwitch *m_arrangements;
    LoadingBar *m_loading;
    training::Status m_status;
    Theme m_theme = Theme::light();
    int m_compactness = -1;
    bool m_isFitting = false;
};

} // namespace hourglass::ui
