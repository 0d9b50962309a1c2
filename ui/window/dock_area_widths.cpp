// How wide the columns are: with larger letters, in other windows, and when their panels come to need more.
#include "ui/window/dock_area.h"

#include <algorithm>

namespace hourglass::ui {

namespace {

constexpr double mostOfSides = 0.58; ///< of the width, that the columns at the sides may take to grow with their text

} // namespace

int DockArea::leastWidth(DockColumn column) const {
    int least = 0;
    for (const Stand &stand : stands()) {
        const auto beside = std::find_if(stands().begin(), stands().end(), [&stand](const Stand &each) { return each.panel == stand.beside; });
        const DockColumn place = beside == stands().end() ? stand.place : beside->place;
        if (const Dock *each = dock(stand.panel); each && place == column && !each->isHidden() && !each->isFloating())
            least = std::max({least, each->minimumSizeHint().width(), 1});
    }
    return least;
}

bool DockArea::isCramped() const {
    std::vector<QRect> shown;
    for (const Dock *each : m_docks)
        if (each->isVisible() && !each->isFloating() && each->geometry().right() > 0) // tabs behind others lie outside
            shown.push_back(each->geometry());
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (!rect().contains(shown[i]) ||
            std::any_of(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(i), [&](const QRect &other) { return other.intersects(shown[i]); }))
            return true;
    return false;
}

void DockArea::widen() {
    m_isWidening = false;
    const std::pair now(size(), minimumSizeHint());
    if (m_filling || now == m_widened || !isCramped())
        return;
    m_widened = now;
    // Each column as narrow as it can be, and what is left first to the sides, up to what they ought to have.
    QList<QDockWidget *> heads;
    QList<int> widths, wanted;
    int left = width() - gap;
    for (const DockColumn column : {DockColumn::Left, DockColumn::Right, DockColumn::Centre})
        for (const Stand &stand : stands())
            if (Dock *head = dock(stand.panel); head && stand.place == column && stand.beside.isEmpty() && head->isVisible() && !head->isFloating()) {
                const auto noted = std::find_if(m_widths.begin(), m_widths.end(), [head](const auto &each) { return each.first == head; });
                heads.append(head);
                widths.append(std::max(1, leastWidth(column)));
                wanted.append(column == DockColumn::Centre ? width() : noted == m_widths.end() ? 0 : widthNow(head, noted->second));
                left -= widths.back() + gap;
                break;
            }
    for (int i = 0; i < heads.size(); ++i) {
        const int more = std::clamp(wanted[i] - widths[i], 0, std::max(0, left));
        widths[i] += more;
        left -= more;
    }
    if (!heads.isEmpty())
        resizeDocks(heads, widths, Qt::Horizontal);
}

void DockArea::noteWidths() {
    m_widths.clear();
    for (const DockColumn place : {DockColumn::Left, DockColumn::Right})
        for (const Stand &stand : stands())
            if (Dock *head = dock(stand.panel); head && stand.place == place && stand.beside.isEmpty() && head->isVisible() && !head->isFloating()) {
                m_widths.emplace_back(head, head->width() / scaledReal(1));
                break;
            }
}

/// Of a column that was noted as so wide for the usual text size: it grows with the text while the centre keeps enough.
int DockArea::widthNow(const Dock *head, double usual) const {
    const double most = std::max(usual, mostOfSides * width() / 2);
    int least = 1;
    for (const Stand &stand : stands())
        if (dock(stand.panel) == head)
            least = std::max(least, leastWidth(stand.place));
    return std::max(least, static_cast<int>(std::min(scaledReal(usual), most)));
}

void DockArea::setSideWidths(const std::function<bool(const Dock *, int)> &isWanted) {
    QList<QDockWidget *> docks;
    QList<int> widths;
    for (const auto &[head, usual] : m_widths)
        if (const int wanted = widthNow(head, usual); !m_filling && head->isVisible() && !head->isFloating() && isWanted(head, wanted)) {
            docks.append(head);
            widths.append(wanted);
        }
    if (!docks.isEmpty())
        resizeDocks(docks, widths, Qt::Horizontal);
}

void DockArea::followText() {
    setSideWidths([](const Dock *head, int wanted) { return head->width() != wanted; });
}

void DockArea::regainWidths() {
    setSideWidths([](const Dock *head, int wanted) { return head->width() < wanted; });
}

} // namespace hourglass::ui
