// What a project remembers of its window beside the training: where the docks stand, which plane of the code the map shows, and which samples are selected.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include <QJsonObject>

#include "app/session/sample_selection.h"
#include "engine/analysis/pictures.h"

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class Session;

/// The map of the window shows codes of more than two units so from now on, as if the person had chosen it; none: as nobody had.
void preferAxes(ui::MainWindow &window, const std::optional<analysis::LatentAxes> &axes);

class ViewMemory {
public:
    static constexpr std::size_t mostSamples = 20'000; ///< of a set; larger ones are not remembered

    /// All must outlive it.
    ViewMemory(Session &session, SampleSelection &selection, ui::MainWindow &window) : m_session(session), m_selection(selection), m_window(window) {}

    QJsonObject view() const;
    /// What is not said, or of other data, is as nobody had chosen it.
    void restore(const QJsonObject &view);

private:
    Session &m_session;
    SampleSelection &m_selection;
    ui::MainWindow &m_window;
    mutable std::map<std::shared_ptr<const SampleSet>, QJsonObject> m_written; ///< sets that are in sight or kept
};

} // namespace hourglass::app
