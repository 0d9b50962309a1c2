// The views that the rows make, in one window.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/wiring/panel_row.h"
#include "ui/theme/panel.h"

namespace hourglass::app {

class PanelSet {
public:
    /// Makes the views and hands them to the window, which owns them from then on.
    PanelSet(const std::vector<PanelRow> &rows, ui::MainWindow &window);

    /// Whether its pictures are of a moment of the training.
    bool showsModel(const std::string &key) const;
    /// In the order of the rows. Once.
    void connect(const PanelContext &context) const;
    /// Null where there is none.
    ui::Panel *find(const std::string &key) const;
    /// All, in the order of their rows, with their keys.
    std::vector<std::pair<std::string, ui::Panel *>> all() const;
    /// The first of this class, or null.
    template <class View>
    View *view() const {
        for (const Made &made : m_made)
            if (auto *view = qobject_cast<View *>(made.panel))
                return view;
        return nullptr;
    }
    /// While a picture of the window would lack something that is on its way.
    bool isBusy(const Session &session) const;
    void focusFirst() const;
    /// The past moment that the model is shown at; empty: it is the present.
    void showMoment(const QString &text, const ui::Theme &theme) const;

private:
    struct Made {
        PanelRow row;
        ui::Panel *panel;
    };

    std::vector<Made> m_made;
};

} // namespace hourglass::app
