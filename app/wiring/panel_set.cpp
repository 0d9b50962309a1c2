#include "app/wiring/panel_set.h"

#include <algorithm>

#include "ui/window/main_window.h"

namespace hourglass::app {

PanelSet::PanelSet(const std::vector<PanelRow> &rows, ui::MainWindow &window) {
    for (const PanelRow &row : rows) {
        ui::Panel *panel = row.make();
        if (const ui::Panel *beside = find(row.beside))
            window.addTab(panel, beside);
        else
            window.addPanel(panel, row.place, row.share, row.least);
        m_made.push_back({row, panel});
    }
}

void PanelSet::connect(const PanelContext &context) const {
    for (const Made &made : m_made)
        made.row.connect(*made.panel, context);
}

ui::Panel *PanelSet::find(const std::string &key) const {
    const auto found = std::find_if(m_made.begin(), m_made.end(), [&key](const Made &made) { return made.row.key == key; });
    return found == m_made.end() ? nullptr : found->panel;
}

std::vector<std::pair<std::string, ui::Panel *>> PanelSet::all() const {
    std::vector<std::pair<std::string, ui::Panel *>> panels;
    panels.reserve(m_made.size());
    for (const Made &made : m_made)
        panels.emplace_back(made.row.key, made.panel);
    return panels;
}

bool PanelSet::showsModel(const std::string &key) const {
    return std::any_of(m_made.begin(), m_made.end(), [&key](const Made &made) { return made.row.key == key && made.row.showsModel; });
}

bool PanelSet::isBusy(const Session &session) const {
    return std::any_of(m_made.begin(), m_made.end(), [&session](const Made &made) { return made.row.isBusy && made.row.isBusy(*made.panel, session); });
}

void PanelSet::showMoment(const QString &text, const ui::Theme &theme) const {
    for (const Made &made : m_made)
        if (made.row.showsModel)
            made.panel->header()->showMoment(text, theme);
}

void PanelSet::focusFirst() const {
    for (const Made &made : m_made)
        if (made.row.hasKeysFirst)
            made.panel->setFocus();
}

} // namespace hourglass::app
