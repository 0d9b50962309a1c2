// Where the docks live: three columns at first, then as the person likes it. The arrangement goes out and comes in as bytes; who
// keeps them is the window's matter.
#pragma once

#include <QMainWindow>

#include <vector>

#include "ui/window/dock.h"

namespace hourglass::ui {

enum class Place { Left, Centre, Right };

class DockArea : public QMainWindow {
    Q_OBJECT
public:
    explicit DockArea(QWidget *parent = nullptr);

    /// Panels of one place stand below each other in the order of the calls; `share` is the panel's part of the column's height.
    /// Takes the panel.
    Dock *add(Panel *panel, Place place, double share);
    /// A panel that is hidden at first and then a tab beside another, whose place it shares. Takes the panel.
    Dock *addTab(Panel *panel, const Panel *beside);
    const std::vector<Dock *> &docks() const { return m_docks; }

    /// The first arrangement, at the present size.
    void arrange();
    QByteArray arrangement() const;
    /// False, and nothing is changed, where the bytes are no arrangement of these docks.
    bool restore(const QByteArray &arrangement);
    void setTheme(const Theme &theme);

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Slot {
        Place place;
        double share;
        Dock *beside = nullptr; ///< of a tab
    };

    void putBeside(Dock *tab, Dock *beside);

    void shareSpace();

    std::vector<Dock *> m_docks;
    std::vector<Slot> m_slots; ///< as many as docks
    bool m_isFirst = true;     ///< to be shared out when the window is shown: only then are its sizes known
};

} // namespace hourglass::ui
