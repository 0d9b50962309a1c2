// The maps of several runs, side by side or one over the other, with the same sample marked in all of them.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "ui/colouring/colouring.h"
#include "ui/compare/aligned_maps.h"
#include "ui/theme/panel.h"

class QToolButton;

namespace hourglass::ui {

class ComparedMapsCanvas;

class ComparedMapsView : public Panel {
    Q_OBJECT
public:
    explicit ComparedMapsView(QWidget *parent = nullptr);

    /// Fewer than two: what to do.
    void showMaps(std::vector<ComparedMap> maps);
    void setClasses(const QStringList &names);
    void setColouring(SharedColouring colouring); ///< null: by class
    void setMarkedSample(std::optional<core::Index> sample);
    void setSelectedSample(std::optional<core::Index> sample);
    /// Samples that are worked with, ascending: the others are pale. Empty: none were chosen.
    void setChosen(const std::vector<core::Index> &samples);
    void setOverlaid(bool isOverlaid);
    void setAligned(bool isAligned);

    ComparedMapsCanvas *canvas() const { return m_canvas; }
    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

signals:
    void sampleHovered(std::optional<hourglass::core::Index> sample);
    void sampleSelected(std::optional<hourglass::core::Index> sample); ///< the owner answers with setSelectedSample
    void wayEdited(bool isOverlaid, bool isAligned);                   ///< by a person
    void exportFailed(const hourglass::core::Error &error);

private:
    void tell();

    ComparedMapsCanvas *m_canvas;
    QToolButton *m_overlay, *m_align;
};

} // namespace hourglass::ui
