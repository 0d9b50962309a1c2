// A way from codes to points of the plane or of space that goes on in slices, so that it can be watched, left and taken up again.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/thread_pool.h"
#include "engine/projections/layout.h"
#include "engine/projections/neighbours.h"
#include "engine/spec/setting.h"

namespace hourglass::projections {

/// A start from a layout makes one step of so many that a start from the beginning makes: measured, on codes an epoch of training apart, to come within 2 % of
/// its objective or trustworthiness.
/// t-SNE and PaCMAP have numbers of their own.
constexpr Index stepsToOneOfWarm = 27;

/// What is to be projected. Codes (dimensions × samples) and labels are borrowed: they outlive the projection.
struct Subject {
    core::ConstView codes;
    std::vector<int> labels = {}; ///< a sample each, −1 for none; empty where there are none
    std::uint64_t seed = 0;
    std::optional<Layout> start = {}; ///< the layout of these samples to go on from; a short run follows, turned to lie on it
    Index dimensions = 2;             ///< of the layout, or 3
    /// What the projection by the same method and settings that ended in `start` gave away; may be null. Where it is much like the truth it stands for it.
    std::shared_ptr<const KnownNeighbours> known = nullptr;
};

/// How far to go: whichever comes first. At least one step is made.
struct Slice {
    Index steps = std::numeric_limits<Index>::max();
    double seconds = std::numeric_limits<double>::infinity();
    const std::atomic<bool> *cancelled = nullptr; ///< looked at between blocks; what was cancelled goes on with the next slice
};

/// Belongs to one thread at a time. Same codes, settings, seed, start and known: the same bits, whatever the slices and the number of threads.
class Projection {
public:
    virtual ~Projection() = default;

    /// Makes steps until the slice ends or none is left; an error is final. The first step prepares: it finds neighbours.
    std::optional<core::Error> advance(const Slice &slice, core::ThreadPool &pool);

    Index step() const { return m_step; }
    Index steps() const { return m_steps; } ///< that there are in all; more than 0
    bool isFinished() const { return m_step == m_steps; }
    /// The layout so far, turned to lie on the start where one was given. From the beginning on there is one.
    Layout layout() const;
    /// What is to be said of this picture, a sentence each.
    const std::vector<std::string> &warnings() const { return m_warnings; }
    /// What the method minimises, where it is known: the KL divergence of t-SNE in nats.
    virtual std::optional<double> objective() const { return {}; }
    /// Gives away who is near whom, for a projection of later codes that starts from this layout; it can make no further step. Null where nothing is known.
    std::shared_ptr<const KnownNeighbours> giveNeighbours();

protected:
    Projection(Layout layout, Index steps) : m_layout(std::move(layout)), m_steps(steps) {}
    /// One step; with an error or when it was cancelled, nothing has changed.
    virtual std::optional<core::Error> makeStep(Index step, const std::atomic<bool> *cancelled, core::ThreadPool &pool) = 0;

    /// Where the points are; m_layout where a method does not say otherwise.
    virtual Layout placed() const { return m_layout; }

    /// For giveNeighbours(); no step follows.
    virtual std::shared_ptr<const KnownNeighbours> neighboursGiven() { return nullptr; }

    Layout m_layout;
    std::vector<std::string> m_warnings;

private:
    friend core::Result<std::unique_ptr<Projection>> project(const std::string &, const spec::Values &, const Subject &);

    Index m_steps, m_step = 0;
    std::optional<Layout> m_start;
};

/// All settings of a method as JSON, those that are not given with their usual value: what tells its layouts from those by other settings. Empty where there
/// is no such method.
std::string settingsText(const std::string &method, const spec::Values &settings);

/// The methods, with their settings.
const std::vector<spec::Kind> &methods();

/// A projection of this subject by a method, its settings checked against the table. Errors: an unknown method or setting, codes that are not
/// finite, all equal or as good as that, too large or too few, labels that are missing or do not fit, space for codes of less than three dimensions.
core::Result<std::unique_ptr<Projection>> project(const std::string &method, const spec::Values &settings, const Subject &subject);

} // namespace hourglass::projections
