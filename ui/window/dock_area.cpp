#include "ui/window/dock_area.h"

#include <QTimer>

#include <algorithm>
#include <array>

namespace hourglass::ui {

namespace {

constexpr int gap = 10;
constexpr int arrangementVersion = 1; // a new number when docks are renamed or taken away: older bytes are then ignored

} // namespace

DockArea::DockArea(QWidget *parent) : QMainWindow(parent, Qt::Widget) {
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setContentsMargins(gap, gap, gap, gap);
    setContextMenuPolicy(Qt::PreventContextMenu);
}

Dock *DockArea::add(Panel *panel, Place place, double share) {
    auto *dock = new Dock(panel, this);
    m_docks.push_back(dock);
    m_slots.push_back({place, share});
    // The columns at the sides keep their width while the window grows; the centre takes the rest.
    if (place != Place::Centre)
        dock->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    return dock;
}

Dock *DockArea::addTab(Panel *panel, const Panel *beside) {
    auto *dock = new Dock(panel, this);
    const auto neighbour = std::find_if(m_docks.begin(), m_docks.end(), [beside](const Dock *each) { return each->panel() == beside; });
    m_slots.push_back({Place::Centre, 0, *neighbour});
    m_docks.push_back(dock);
    connect(dock->toggleViewAction(), &QAction::triggered, dock, [dock](bool isShown) {
        if (isShown)
            dock->raise();
    });
    return dock;
}

void DockArea::putBeside(Dock *tab, Dock *beside) {
    tabifyDockWidget(beside, tab);
    tab->hide();
}

void DockArea::arrange() {
    std::array<Dock *, 3> above{};
    for (Dock *dock : m_docks) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
    // First the heads of the columns from left to right, then what stands below them.
    Dock *left = nullptr;
    for (std::size_t column = 0; column < above.size(); ++column)
        for (std::size_t i = 0; i < m_docks.size(); ++i) {
            if (static_cast<std::size_t>(m_slots[i].place) != column || above[column] || m_slots[i].beside)
                continue;
            if (left)
                splitDockWidget(left, m_docks[i], Qt::Horizontal);
            else
                addDockWidget(Qt::LeftDockWidgetArea, m_docks[i]);
            left = above[column] = m_docks[i];
        }
    for (std::size_t i = 0; i < m_docks.size(); ++i) {
        if (m_slots[i].beside)
            continue;
        Dock *&last = above[static_cast<std::size_t>(m_slots[i].place)];
        if (last != m_docks[i] && dockWidgetArea(m_docks[i]) == Qt::NoDockWidgetArea) {
            splitDockWidget(last, m_docks[i], Qt::Vertical);
            last = m_docks[i];
        }
        m_docks[i]->show();
    }
    for (std::size_t i = 0; i < m_docks.size(); ++i)
        if (m_slots[i].beside)
            putBeside(m_docks[i], m_slots[i].beside);
    m_isFirst = !isVisible();
    shareSpace();
}

void DockArea::shareSpace() {
    const int whole = width() - 2 * gap, tall = height() - 2 * gap;
    const int leftWidth = std::clamp(whole * 194 / 1000, 216, 320), rightWidth = std::clamp(whole * 222 / 1000, 250, 380);
    QList<QDockWidget *> wide, high;
    QList<int> widths, heights;
    for (std::size_t i = 0; i < m_docks.size(); ++i) {
        if (m_slots[i].beside)
            continue;
        const Place place = m_slots[i].place;
        wide.append(m_docks[i]);
        widths.append(place == Place::Left    ? leftWidth
                      : place == Place::Right ? rightWidth
                                              : whole - leftWidth - rightWidth - 2 * gap);
        high.append(m_docks[i]);
        heights.append(static_cast<int>(tall * m_slots[i].share));
    }
    resizeDocks(wide, widths, Qt::Horizontal);
    resizeDocks(high, heights, Qt::Vertical);
}

QByteArray DockArea::arrangement() const {
    return saveState(arrangementVersion);
}

bool DockArea::restore(const QByteArray &arrangement) {
    if (arrangement.isEmpty())
        return false;
    // Bytes from before a tab was added do not name it, and Qt would leave it anywhere: only those that they name come back by themselves.
    const QByteArray present = saveState(arrangementVersion);
    for (std::size_t i = 0; i < m_docks.size(); ++i)
        if (m_slots[i].beside)
            removeDockWidget(m_docks[i]);
    if (!restoreState(arrangement, arrangementVersion)) {
        restoreState(present, arrangementVersion);
        return false;
    }
    m_isFirst = false;
    for (std::size_t i = 0; i < m_docks.size(); ++i) {
        if (m_slots[i].beside && dockWidgetArea(m_docks[i]) == Qt::NoDockWidgetArea)
            putBeside(m_docks[i], m_slots[i].beside);
        m_docks[i]->bringWithinReach();
    }
    return true;
}

void DockArea::setTheme(const Theme &theme) {
    for (Dock *dock : m_docks)
        dock->setTheme(theme);
}

void DockArea::showEvent(QShowEvent *event) {
    QMainWindow::showEvent(event);
    // Only now does the layout know its size.
    if (m_isFirst)
        QTimer::singleShot(0, this, &DockArea::shareSpace);
    m_isFirst = false;
}

} // namespace hourglass::ui
