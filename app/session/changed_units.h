// Units that a person muted, fixed or scaled, to see what becomes of all that follows: one value for all views. It is kept beside the stack, not in it, like a
// selection: no edit, nothing to undo, and no part of a file. A unit's change goes when its layer goes, or becomes one of another kind or width.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "engine/plan/outline.h"
#include "engine/plan/unit_change.h"
#include "engine/spec/spec.h"

namespace hourglass::plan {
class Plan;
}

namespace hourglass::app {

/// Lives on the GUI thread. Each change is told to all, also to who asked for it.
class ChangedUnits : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// The stack that layers are numbered by from now on.
    void setStack(const spec::ModelSpec &model, const plan::Outline &outline);
    /// By its layer and unit in the present stack; one that was changed already is changed otherwise. Nothing for a unit that is not there.
    void change(const plan::UnitChange &change);
    void restore(int layer, core::Index unit);
    /// Muted, or as computed again.
    void toggleMuted(int layer, core::Index unit);
    void clear();

    /// In the order of the layers and their units.
    plan::UnitChanges changes() const;
    std::optional<plan::UnitChange> at(int layer, core::Index unit) const;
    /// Those of the layers that a plan has, by their index there; null: none. A kept moment may be of a stack that had them elsewhere.
    std::shared_ptr<const plan::UnitChanges> of(const plan::Plan &plan) const;

signals:
    void changed(const hourglass::plan::UnitChanges &changes);

private:
    struct LayerOf {
        std::uint64_t id = 0;
        std::string kind;
        core::Index units = 0;
        bool operator==(const LayerOf &) const = default;
    };
    struct Changed {
        LayerOf layer;
        plan::UnitChange change; ///< its index is not looked at
    };
    static std::vector<LayerOf> layersOf(const spec::ModelSpec &model, const plan::Outline &outline);
    plan::UnitChanges among(const std::vector<LayerOf> &layers) const;
    bool isThere(int layer, core::Index unit) const;

    std::vector<LayerOf> m_layers; ///< of the present stack
    std::vector<Changed> m_changed;
};

} // namespace hourglass::app
