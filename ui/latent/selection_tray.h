// What is selected, in a corner of the map: how many of which classes, and what can be done with them.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/latent/map_choice.h"
#include "ui/theme/theme.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace hourglass::ui {

/// The shares of the classes as one bar.
class ClassShares : public QWidget {
    Q_OBJECT
public:
    explicit ClassShares(QWidget *parent);
    void setChoice(const MapChoice &choice);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    MapChoice m_choice;
};

class SelectionTray : public QWidget {
    Q_OBJECT
public:
    explicit SelectionTray(QWidget *parent);

    void setTheme(const Theme &theme);
    /// Hidden while nothing is chosen.
    void setChoice(const MapChoice &choice);
    /// Whether the map can show the chosen alone, and does.
    void setIsolation(bool isPossible, bool isIsolated);
    /// Takes its place at the upper left of a map of this size; hidden where there is no room for it.
    void place(const QSize &map);
    /// Asks for the selection's name, the keys in the field.
    void askName();
    const MapChoice &choice() const { return m_choice; }

signals:
    void isolated(bool isIsolated);
    void zoomWanted();
    void inverted();
    void named(const QString &name);
    void forgotten(); ///< the name, not the selection
    void exportWanted();
    void letGo();
    void nameLeft(); ///< the field is closed; the keys are to go back

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *link(const QString &text, const QString &toolTip);
    void refreshTexts();
    void closeName();

    Theme m_theme = Theme::light();
    MapChoice m_choice;
    QSize m_map;
    QLabel *m_title, *m_classes;
    ClassShares *m_shares;
    QToolButton *m_close, *m_isolate, *m_zoom, *m_invert, *m_keep, *m_export;
    QLineEdit *m_name;
};

} // namespace hourglass::ui
