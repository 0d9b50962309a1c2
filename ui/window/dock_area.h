// Where the docks live: in one of several ready arrangements of three columns at first, then as the person likes it. What a person made of an
// arrangement goes out and comes in as bytes; who keeps them is the window's matter.
#pragma once

#include <QMainWindow>

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "ui/theme/text_size.h"
#include "ui/window/arrangement.h"
#include "ui/window/dock.h"

namespace hourglass::ui {

class DockArea : public QMainWindow {
    Q_OBJECT
public:
    explicit DockArea(QWidget *parent = nullptr);

    /// The first arrangement is made of these two. Panels of one place stand below each other in the order of the calls; `share` is the
    /// panel's part of the column's height. Takes the panel.
    Dock *add(Panel *panel, DockColumn place, double share, int least = 0);
    /// A panel that is hidden at first and then a tab beside another, whose place it shares. Takes the panel.
    Dock *addTab(Panel *panel, const Panel *beside);
    /// A further one, after all panels. Panels that it does not name are hidden, and tabs beside its first one when they are asked for.
    void addArrangement(const Arrangement &arrangement);
    const std::vector<Dock *> &docks() const { return m_docks; }
    int arrangements() const { return static_cast<int>(m_arrangements.size()); }
    int present() const { return m_present; }

    /// The present arrangement as it was made, at the present size.
    void arrange();
    /// Another one, in one step for the eye: as it was left with these bytes, or as it was made where they are none of its own.
    void change(int arrangement, const QByteArray &left);
    QByteArray arrangement() const;
    /// This dock alone in the whole area, and with the same again all as they were.
    void fill(Dock *dock);
    /// False, and nothing is changed, where the bytes are no arrangement of these docks.
    bool restore(const QByteArray &arrangement);
    void setTheme(const Theme &theme);
    /// The line below each panel's title on what to look at.
    void showCaptions(bool areShown);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    static constexpr int gap = 10; ///< around the docks and between them

    void endDrags();
    void goBack();
    Dock *take(Panel *panel);
    Dock *dock(const QString &panel) const;
    const std::vector<Stand> &stands() const { return m_arrangements[static_cast<std::size_t>(m_present)].stands; }
    bool restoreDocks(const QByteArray &arrangement);
    void setPolicies();
    void putBeside(Dock *tab, Dock *beside);
    void shareSpace();
    /// What the columns at the sides are wide now is what they are to be again after a window too narrow for it.
    void noteWidths();
    void regainWidths();
    /// The columns at the sides grow and shrink with the text in them.
    void followText();
    int widthNow(const Dock *head, double usual) const;
    /// The least width of a column of the present arrangement, by its panels that are shown; 0 where there is none.
    int leastWidth(DockColumn column) const;
    /// Whether a panel lies on another or beyond the edge: Qt keeps a column as wide as it was asked for when a panel of it has come to need more.
    bool isCramped() const;
    void widen();
    /// Of those columns for which `isWanted` (their head, the width they ought to have) holds.
    void setSideWidths(const std::function<bool(const Dock *, int)> &isWanted);
    void keepHeight(Dock *dock);

    std::vector<Dock *> m_docks;
    std::vector<Arrangement> m_arrangements;
    int m_present = 0;
    Dock *m_filling = nullptr; ///< the one that fills the area; null: none does
    QByteArray m_beforeFilling;
    bool m_showsCaptions = false;
    std::vector<std::pair<Dock *, double>> m_widths; ///< of the columns at the sides, by their heads, for the usual text size
    std::map<const QObject *, int> m_heights;        ///< of docks while they stand in the area
    bool m_isWidening = false;
    std::pair<QSize, QSize> m_widened; ///< own size and least when it was tried: once each
    bool m_isFirst = true;             ///< to be shared out when the window is shown: only then are its sizes known
};

} // namespace hourglass::ui
