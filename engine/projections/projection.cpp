#include "engine/projections/projection.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <variant>

#include "engine/core/floating_point.h"
#include "engine/projections/codes.h"
#include "engine/projections/linear.h"
#include "engine/projections/pacmap.h"
#include "engine/projections/tsne.h"
#include "engine/projections/umap.h"
#include "engine/spec/check.h"
#include "engine/spec/json_value.h"

namespace hourglass::projections {

namespace {

struct Method {
    spec::Kind (*kind)();
    core::Result<std::unique_ptr<Projection>> (*make)(const spec::Component &, const Subject &);
    Index fewestSamples;
};

const std::vector<Method> &table() {
    static const std::vector<Method> rows{{pcaKind, makePca, 2},       {tsneKind, makeTsne, 4}, {umapKind, makeUmap, 4},
                                          {pacmapKind, makePacmap, 4}, {ldaKind, makeLda, 3},   {randomKind, makeRandom, 1}};
    return rows;
}

std::optional<core::Error> obstacleToMethod(const Method &method, const Subject &subject) {
    const core::ConstView codes = subject.codes;
    const spec::Kind kind = method.kind();
    if (codes.columns < method.fewestSamples)
        return core::Error{kind.label + " needs at least " + std::to_string(method.fewestSamples) + " samples, and there " +
                               (codes.columns == 1 ? "is 1" : "are " + std::to_string(codes.columns)),
                           "", "Project more of them, or look at the codes themselves."};
    if (codes.rows < 1)
        return core::Error{"the codes have no dimension", "", ""};
    if (subject.dimensions != 2 && subject.dimensions != 3)
        return core::Error{"a layout has 2 or 3 dimensions, not " + std::to_string(subject.dimensions), "dimensions", "Ask for 2 or 3."};
    if (subject.dimensions > std::max<Index>(codes.rows, 2))
        return core::Error{"codes of " + std::to_string(codes.rows) + (codes.rows == 1 ? " dimension" : " dimensions") + " fill no space", "dimensions",
                           "Ask for 2 dimensions."};
    if (auto obstacle = obstacleTo(codes))
        return obstacle;
    if (const float spread = spreadOf(codes); codes.columns > 1 && spread < leastSpread) {
        const std::string all = "all " + std::to_string(codes.columns) + " codes ";
        if (spread == 0)
            return core::Error{all + "are equal: there is nothing to lay apart", "",
                               "Look whether the encoder is dead: train it anew with a lower rate or another activation."};
        return core::Error{all + "lie so near one another that their distances vanish in single precision", "",
                           "Scale the codes to numbers near 1, or look whether the encoder is dead."};
    }
    if (!subject.labels.empty() && static_cast<Index>(subject.labels.size()) != codes.columns)
        return core::Error{"there are " + std::to_string(subject.labels.size()) + " labels for " + std::to_string(codes.columns) + " codes", "",
                           "Give one label a code."};
    if (subject.start && subject.start->samples() != codes.columns)
        return core::Error{"the layout to start from has " + std::to_string(subject.start->samples()) + " points for " + std::to_string(codes.columns) +
                               " codes",
                           "", "Start anew."};
    if (subject.start && subject.start->dimensions() != subject.dimensions)
        return core::Error{"the layout to start from has " + std::to_string(subject.start->dimensions()) + " dimensions, not " +
                               std::to_string(subject.dimensions),
                           "", "Start anew."};
    return {};
}

} // namespace

std::optional<core::Error> Projection::advance(const Slice &slice, core::ThreadPool &pool) {
    using Clock = std::chrono::steady_clock;
    core::setFloatingPointMode();
    const auto begun = Clock::now();
    for (Index made = 0; m_step < m_steps && made < std::max<Index>(slice.steps, 1) && !isCancelled(slice.cancelled); ++made) {
        if (auto error = makeStep(m_step, slice.cancelled, pool)) {
            if (isCancelled(slice.cancelled))
                return {};
            return error;
        }
        ++m_step;
        if (std::chrono::duration<double>(Clock::now() - begun).count() >= slice.seconds)
            break;
    }
    return {};
}

Layout Projection::layout() const {
    Layout layout = placed();
    if (m_start)
        align(layout, *m_start);
    return layout;
}

std::shared_ptr<const KnownNeighbours> Projection::giveNeighbours() {
    if (m_step == 0)
        return nullptr;
    m_steps = m_step;
    return neighboursGiven();
}

const std::vector<spec::Kind> &methods() {
    static const std::vector<spec::Kind> kinds = [] {
        std::vector<spec::Kind> all;
        for (const Method &method : table())
            all.push_back(method.kind());
        return all;
    }();
    return kinds;
}

std::string settingsText(const std::string &method, const spec::Values &settings) {
    const spec::Kind *kind = spec::find(methods(), method);
    if (!kind)
        return {};
    spec::JsonValue::Object all;
    for (const spec::Setting &setting : kind->settings)
        all.push_back({setting.key, std::visit([](const auto &value) { return spec::JsonValue(spec::JsonValue::Content(value)); },
                                               spec::valueOf({method, settings}, *kind, setting.key))});
    return spec::toText(spec::JsonValue(spec::JsonValue::Content(std::move(all))));
}

core::Result<std::unique_ptr<Projection>> project(const std::string &method, const spec::Values &settings, const Subject &subject) {
    core::setFloatingPointMode();
    const auto component = spec::checkedComponent({method, settings}, methods(), "projection", {});
    if (!component)
        return component.error();
    for (const Method &row : table())
        if (row.kind().key == component->kind) {
            if (auto obstacle = obstacleToMethod(row, subject))
                return *obstacle;
            auto projection = row.make(*component, subject);
            if (projection)
                (*projection)->m_start = subject.start;
            if (const Index repeated = projection ? repeatedSamples(subject.codes) : 0; repeated > 0)
                (*projection)
                    ->m_warnings.push_back(std::to_string(repeated) +
                                           (repeated == 1 ? " code is equal to an earlier one" : " codes are equal to earlier ones") +
                                           ": how such points lie to one another means nothing.");
            return projection;
        }
    return core::Error{"there is no projection " + method, "", ""};
}

} // namespace hourglass::projections
