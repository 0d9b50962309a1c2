#include "ui/window/dock_area.h"

#include <QApplication>
#include <QCoreApplication>
#include <QLayout>
#include <QMouseEvent>
#include <QResizeEvent>
#include <QTimer>

#include <algorithm>
#include <array>
#include <utility>

namespace hourglass::ui {

namespace {

constexpr double mostOfColumn = 0.55; // that a panel takes to have its least height

/// In a column of this height: the share, or the least, for which the others of the column give way.
int heightOf(const Stand &stand, const std::vector<Stand> &stands, int column) {
    const auto missing = [column](const Stand &each) {
        return std::max(0.0, std::min(static_cast<double>(scaled(each.least)), mostOfColumn * column) - column * each.share);
    };
    double taken = 0, others = 0;
    for (const Stand &each : stands)
        if (each.place == stand.place && each.beside.isEmpty() && each.isShown) {
            taken += missing(each);
            others += missing(each) > 0 ? 0 : each.share;
        }
    const double share = missing(stand) > 0 || others <= 0 ? column * stand.share + missing(stand) : column * stand.share - taken * stand.share / others;
    return static_cast<int>(share);
}

constexpr int arrangementVersion = 1; // a new number when docks are renamed or taken away: older bytes are then ignored

} // namespace

DockArea::DockArea(QWidget *parent) : QMainWindow(parent, Qt::Widget), m_arrangements(1) {
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setContentsMargins(gap, gap, gap, gap);
    setContextMenuPolicy(Qt::PreventContextMenu);
    connect(&TextSizeNews::get(), &TextSizeNews::changed, this, [this] {
        QTimer::singleShot(0, this, &DockArea::followText); // when the panels have their new least sizes
    });
}

Dock *DockArea::add(Panel *panel, DockColumn place, double share, int least) {
    Dock *dock = take(panel);
    m_arrangements.front().stands.push_back({.panel = panel->objectName(), .place = place, .share = share, .least = least});
    return dock;
}

Dock *DockArea::addTab(Panel *panel, const Panel *beside) {
    Dock *dock = take(panel);
    m_arrangements.front().stands.push_back({.panel = panel->objectName(), .isShown = false, .beside = beside->objectName()});
    return dock;
}

Dock *DockArea::take(Panel *panel) {
    auto *dock = new Dock(panel, this);
    m_docks.push_back(dock);
    panel->header()->showCaption(m_showsCaptions);
    keepHeight(dock);
    connect(dock, &Dock::fillRequested, this, [this, dock] { fill(dock); });
    connect(dock->toggleViewAction(), &QAction::triggered, dock, [this, dock](bool isShown) {
        endDrags();
        if (m_filling) { // whatever is asked for of the panels, it is not this one alone
            goBack();
            dock->setVisible(isShown);
        }
        if (isShown) // it may be a tab
            dock->raise();
    });
    return dock;
}

void DockArea::addArrangement(const Arrangement &arrangement) {
    Arrangement whole = arrangement;
    for (const Dock *each : m_docks) {
        const QString name = each->panel()->objectName();
        if (std::none_of(whole.stands.begin(), whole.stands.end(), [&name](const Stand &stand) { return stand.panel == name; }))
            whole.stands.push_back({.panel = name, .isShown = false, .beside = arrangement.stands.front().panel});
    }
    m_arrangements.push_back(std::move(whole));
}

Dock *DockArea::dock(const QString &panel) const {
    const auto found = std::find_if(m_docks.begin(), m_docks.end(), [&panel](const Dock *each) { return each->panel()->objectName() == panel; });
    return found == m_docks.end() ? nullptr : *found;
}

void DockArea::putBeside(Dock *tab, Dock *beside) {
    tabifyDockWidget(beside, tab);
    tab->hide();
}

/// The columns at the sides keep their width while the window grows; the centre takes the rest.
void DockArea::setPolicies() {
    for (const Stand &stand : stands())
        if (Dock *present = dock(stand.panel); present && stand.beside.isEmpty())
            present->setSizePolicy(stand.place == DockColumn::Centre ? QSizePolicy::Preferred : QSizePolicy::Maximum, QSizePolicy::Preferred);
    for (const Stand &stand : stands())
        if (Dock *tab = dock(stand.panel), *beside = dock(stand.beside); tab && beside)
            tab->setSizePolicy(beside->sizePolicy());
}

/// Qt 6.4 keeps what a drag began with and puts it back when that ends, whatever became of the docks meanwhile, up to reading what is gone.
void DockArea::endDrags() {
    for (Dock *each : m_docks) {
        QMouseEvent release(QEvent::MouseButtonRelease, {}, each->mapToGlobal(QPointF()), Qt::LeftButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(each, &release);
    }
}

void DockArea::fill(Dock *dock) {
    endDrags();
    if (m_filling)
        return goBack();
    m_beforeFilling = saveState(arrangementVersion);
    m_filling = dock;
    setUpdatesEnabled(false);
    for (Dock *each : m_docks)
        if (each != dock && !each->isFloating())
            each->hide();
    layout()->activate();
    setUpdatesEnabled(true);
}

void DockArea::goBack() {
    m_filling = nullptr;
    setUpdatesEnabled(false);
    restoreDocks(m_beforeFilling);
    layout()->activate();
    setUpdatesEnabled(true);
}

void DockArea::arrange() {
    endDrags();
    m_filling = nullptr;
    setPolicies();
    for (Dock *dock : m_docks) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
    // First the heads of the columns from left to right, then what stands below them.
    std::array<Dock *, 3> last{};
    Dock *left = nullptr;
    for (std::size_t column = 0; column < last.size(); ++column)
        for (const Stand &stand : stands()) {
            Dock *head = dock(stand.panel);
            if (!head || static_cast<std::size_t>(stand.place) != column || last[column] || !stand.beside.isEmpty())
                continue;
            if (left)
                splitDockWidget(left, head, Qt::Horizontal);
            else
                addDockWidget(Qt::LeftDockWidgetArea, head);
            left = last[column] = head;
        }
    for (const Stand &stand : stands()) {
        Dock *present = dock(stand.panel);
        if (!present || !stand.beside.isEmpty())
            continue;
        Dock *&above = last[static_cast<std::size_t>(stand.place)];
        if (above != present && dockWidgetArea(present) == Qt::NoDockWidgetArea) {
            splitDockWidget(above, present, Qt::Vertical);
            above = present;
        }
        present->setVisible(stand.isShown);
    }
    for (const Stand &stand : stands())
        if (Dock *tab = dock(stand.panel), *beside = dock(stand.beside); tab && beside) {
            putBeside(tab, beside);
            if (stand.isShown) {
                tab->show();
                beside->raise();
            }
        }
    m_isFirst = !isVisible();
    shareSpace();
}

void DockArea::shareSpace() {
    const Arrangement &present = m_arrangements[static_cast<std::size_t>(m_present)];
    const int whole = width() - 2 * gap, tall = height() - 2 * gap;
    // No narrower than its panels can be: Qt would push them out of the window.
    const auto pixels = [&](DockColumn place) {
        const ColumnWidth &column = place == DockColumn::Left ? present.left : present.right;
        const int least = leastWidth(place);
        return std::pair(std::max(least, std::clamp(static_cast<int>(whole * column.share), scaled(column.least), scaled(column.most))), least > 0);
    };
    const auto [leftWidth, hasLeft] = pixels(DockColumn::Left);
    const auto [rightWidth, hasRight] = pixels(DockColumn::Right);
    const int centreWidth = std::max(1, whole - (hasLeft ? leftWidth + gap : 0) - (hasRight ? rightWidth + gap : 0));
    QList<QDockWidget *> docks;
    QList<int> widths, heights;
    for (const Stand &stand : present.stands) {
        if (!stand.beside.isEmpty() || !dock(stand.panel))
            continue;
        docks.append(dock(stand.panel));
        widths.append(stand.place == DockColumn::Left ? leftWidth : stand.place == DockColumn::Right ? rightWidth : centreWidth);
        heights.append(heightOf(stand, present.stands, tall));
    }
    resizeDocks(docks, widths, Qt::Horizontal);
    resizeDocks(docks, heights, Qt::Vertical);
    QTimer::singleShot(0, this, &DockArea::noteWidths);
}

void DockArea::resizeEvent(QResizeEvent *event) {
    QMainWindow::resizeEvent(event);
    if (event->size().width() > event->oldSize().width())
        regainWidths();
}

bool DockArea::event(QEvent *event) {
    const bool isDone = QMainWindow::event(event);
    if (event->type() == QEvent::MouseButtonRelease) // on what separates the docks
        noteWidths();
    if (event->type() == QEvent::LayoutRequest && !m_isWidening) { // a panel has become wider, or its letters
        m_isWidening = true;
        QTimer::singleShot(0, this, &DockArea::widen);
    }
    return isDone;
}

/// A dock that was taken out comes back as high as it was, not as low as it can be.
void DockArea::keepHeight(Dock *dock) {
    dock->installEventFilter(this);
    connect(dock, &QDockWidget::topLevelChanged, this, [this, dock](bool isFloating) {
        if (!isFloating)
            QTimer::singleShot(0, dock, [this, dock, height = m_heights[dock]] {
                if (height > 0 && !dock->isFloating())
                    resizeDocks({dock}, {height}, Qt::Vertical);
            });
    });
}

bool DockArea::eventFilter(QObject *watched, QEvent *event) {
    const auto *dock = event->type() == QEvent::Resize ? qobject_cast<const Dock *>(watched) : nullptr;
    if (dock && dock->isVisible() && !dock->isFloating() && !m_filling)
        m_heights[dock] = dock->height();
    return QMainWindow::eventFilter(watched, event);
}

void DockArea::change(int arrangement, const QByteArray &left) {
    if (arrangement < 0 || arrangement >= arrangements())
        return;
    // A view that is hidden hands its focus on, to a button that the space bar would press.
    if (QWidget *focus = QApplication::focusWidget(); focus && isAncestorOf(focus))
        focus->clearFocus();
    // Nothing is drawn while docks move; then all have their places at once.
    setUpdatesEnabled(false);
    m_present = arrangement;
    m_filling = nullptr;
    setPolicies();
    if (!restore(left))
        arrange();
    if (isVisible())
        layout()->activate();
    setUpdatesEnabled(true);
}

QByteArray DockArea::arrangement() const {
    return m_filling ? m_beforeFilling : saveState(arrangementVersion);
}

/// While QMainWindow::restoreState shows the bars of its tabs, each would have the layouts above it computed at once, which changes the set of bars
/// that it goes through (Qt 6.4). So they wait until it is done.
bool DockArea::restoreDocks(const QByteArray &arrangement) {
    endDrags();
    std::vector<QLayout *> waiting;
    for (QWidget *each = this; each; each = each->parentWidget())
        if (each->layout() && each->layout()->isEnabled())
            waiting.push_back(each->layout());
    for (QLayout *each : waiting)
        each->setEnabled(false);
    const bool isDone = restoreState(arrangement, arrangementVersion);
    for (QLayout *each : waiting)
        each->setEnabled(true);
    if (isVisible())
        layout()->activate();
    return isDone;
}

bool DockArea::restore(const QByteArray &arrangement) {
    if (arrangement.isEmpty())
        return false;
    // Bytes from before a tab was added do not name it, and Qt would leave it anywhere: only those that they name come back by themselves.
    const QByteArray present = saveState(arrangementVersion);
    for (const Stand &stand : stands())
        if (Dock *tab = dock(stand.panel); tab && !stand.beside.isEmpty())
            removeDockWidget(tab);
    if (!restoreDocks(arrangement)) {
        restoreDocks(present);
        return false;
    }
    m_isFirst = false;
    for (const Stand &stand : stands())
        if (Dock *tab = dock(stand.panel), *beside = dock(stand.beside); tab && beside && dockWidgetArea(tab) == Qt::NoDockWidgetArea)
            putBeside(tab, beside);
    for (Dock *each : m_docks) {
        if (dockWidgetArea(each) == Qt::NoDockWidgetArea && !each->isFloating()) { // a panel that the bytes do not know
            addDockWidget(Qt::RightDockWidgetArea, each);
            each->hide();
        }
        each->bringWithinReach();
    }
    QTimer::singleShot(0, this, &DockArea::noteWidths);
    return true;
}

void DockArea::setTheme(const Theme &theme) {
    for (Dock *dock : m_docks)
        dock->setTheme(theme);
}

void DockArea::showCaptions(bool areShown) {
    m_showsCaptions = areShown;
    for (Dock *dock : m_docks)
        dock->panel()->header()->showCaption(areShown);
}

void DockArea::showEvent(QShowEvent *event) {
    QMainWindow::showEvent(event);
    // Only now does the layout know its size.
    if (m_isFirst)
        QTimer::singleShot(0, this, &DockArea::shareSpace);
    else
        QTimer::singleShot(0, this, &DockArea::noteWidths);
    m_isFirst = false;
}

} // namespace hourglass::ui
