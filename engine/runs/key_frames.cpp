#include "engine/runs/key_frames.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace hourglass::runs {

namespace {

Index bytesOf(const plan::Snapshot &snapshot) {
    return (snapshot.parameters.size() + snapshot.state.size()) * static_cast<Index>(sizeof(float));
}

/// In the place of the one by its key, or of the oldest where there are too many.
void put(const KeptLayout &layout, std::vector<KeptLayout> &layouts) {
    std::erase_if(layouts, [&layout](const KeptLayout &other) { return other->key == layout->key; });
    layouts.push_back(layout);
    if (layouts.size() > KeyFrames::mostLayouts)
        layouts.erase(layouts.begin());
}

/// The layouts of codes that this model makes.
void takeLayouts(const std::vector<KeptLayout> &from, KeyFrames::Frame &frame) {
    if (from.empty())
        return;
    const std::uint64_t model = fingerprintOf(*frame.snapshot);
    for (const KeptLayout &layout : from)
        if (layout->model == model)
            put(layout, frame.layouts);
}

template <class Of>
std::optional<std::size_t> nearestOf(const std::vector<KeyFrames::Frame> &frames, Index step, Of of) {
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < frames.size(); ++i)
        if (of(frames[i]) && (!nearest || std::abs(frames[i].step() - step) < std::abs(frames[*nearest].step() - step)))
            nearest = i;
    return nearest;
}

} // namespace

std::shared_ptr<const plan::Snapshot> snapshotOf(const training::TrainingState &state, std::uint64_t run, double epoch) {
    auto snapshot = std::make_shared<plan::Snapshot>();
    snapshot->plan = state.plan;
    snapshot->run = run;
    snapshot->step = state.step;
    snapshot->epoch = epoch;
    snapshot->parameters = state.averaged.isEmpty() ? state.parameters : state.averaged;
    snapshot->state = state.state;
    snapshot->published = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1));
    return snapshot;
}

Index KeyFrames::Frame::bytes() const {
    Index sum = bytesOf(*snapshot) + stateBytes();
    for (const KeptLayout &layout : layouts)
        sum += layout->bytes();
    return sum;
}

void KeyFrames::setByteBudget(Index bytes) {
    m_byteBudget = bytes;
    thin();
}

void KeyFrames::add(const training::KeyFrame &frame, std::size_t segment) {
    const Index step = frame.snapshot->step;
    const std::uint64_t run = frame.snapshot->run;
    std::erase_if(m_frames, [step, run](const Frame &old) { return old.step() > step && old.snapshot->run != run; });
    if (std::isfinite(frame.heldOutLoss)) {
        const auto before = best();
        const bool isBest = !before || m_frames[*before].segment != segment || frame.heldOutLoss < m_frames[*before].heldOutLoss;
        if (!isBest && !frame.isOfSpread)
            return;
        if (isBest)
            leaveSpread();
        return insert({frame.snapshot, frame.state, isBest ? frame.heldOutLoss : training::none, segment, frame.isOfSpread});
    }
    insert({frame.snapshot, frame.state, training::none, segment, frame.isOfSpread});
}

void KeyFrames::addBeforeEdit(std::shared_ptr<const plan::Snapshot> snapshot, State state) {
    insert({.snapshot = std::move(snapshot), .state = std::move(state), .isOfSpread = false, .isBeforeEdit = true});
}

/// What was there because it was the best is so no longer.
void KeyFrames::leaveSpread() {
    const auto before = best();
    if (!before)
        return;
    Frame &frame = m_frames[*before];
    frame.heldOutLoss = training::none;
    if (!frame.isOfSpread && !frame.isBeforeEdit && *before > 0 && *before + 1 < m_frames.size())
        m_frames.erase(m_frames.begin() + static_cast<std::ptrdiff_t>(*before));
}

void KeyFrames::insert(Frame frame) {
    ++m_version;
    const auto place = std::lower_bound(m_frames.begin(), m_frames.end(), frame.step(), [](const Frame &old, Index step) { return old.step() < step; });
    if (place != m_frames.end() && place->step() == frame.step()) {
        place->snapshot = std::move(frame.snapshot);
        const std::vector<KeptLayout> before = std::exchange(place->layouts, {}); // may be of another stretch of the run
        takeLayouts(before, *place);
        takeLayouts(frame.layouts, *place);
        if (frame.state)
            place->state = std::move(frame.state);
        if (std::isfinite(frame.heldOutLoss)) {
            place->heldOutLoss = frame.heldOutLoss;
            place->segment = frame.segment;
        }
        place->isOfSpread = place->isOfSpread || frame.isOfSpread;
        place->isBeforeEdit = place->isBeforeEdit || frame.isBeforeEdit;
    } else {
        // The end of the run as it was is an end no more.
        const bool isLast = place == m_frames.end();
        const std::size_t left = m_frames.size();
        m_frames.insert(place, std::move(frame));
        if (isLast && left > 1 && !m_frames[left - 1].isOfSpread && !m_frames[left - 1].isBeforeEdit && !std::isfinite(m_frames[left - 1].heldOutLoss))
            m_frames.erase(m_frames.begin() + static_cast<std::ptrdiff_t>(left) - 1);
    }
    thin();
}

void KeyFrames::restore(Frame frame) {
    if (const auto known = best(); known && frame.isBest()) {
        const Frame &other = m_frames[*known];
        if (other.segment > frame.segment || (other.segment == frame.segment && other.heldOutLoss <= frame.heldOutLoss))
            frame.heldOutLoss = training::none;
        else
            leaveSpread();
    }
    const auto same = std::find_if(m_frames.begin(), m_frames.end(), [&frame](const Frame &other) { return other.step() == frame.step(); });
    if (same == m_frames.end())
        return insert(std::move(frame));
    if (frame.isBest() && !same->isBest()) { // the first of what goes on may be the best of what was
        same->heldOutLoss = frame.heldOutLoss;
        same->segment = frame.segment;
        ++m_version;
    }
    if (same->layouts.empty() && !frame.layouts.empty()) { // nobody has looked at it here yet
        takeLayouts(frame.layouts, *same);
        ++m_version;
        thin();
    }
}

bool KeyFrames::keepLayout(const std::shared_ptr<const plan::Snapshot> &snapshot, const KeptLayout &layout) {
    const auto same = std::find_if(m_frames.begin(), m_frames.end(), [&snapshot](const Frame &frame) { return frame.step() == snapshot->step; });
    if (same == m_frames.end()) {
        insert({.snapshot = snapshot, .state = nullptr, .layouts = {layout}});
        return true;
    }
    if (same->snapshot != snapshot && fingerprintOf(*same->snapshot) != layout->model)
        return false;
    put(layout, same->layouts);
    ++m_version;
    thin();
    return true;
}

KeptLayout KeyFrames::layoutOf(const plan::Snapshot &snapshot, const LayoutKey &key) const {
    for (const Frame &frame : m_frames) {
        if (frame.step() != snapshot.step)
            continue;
        for (const KeptLayout &layout : frame.layouts)
            if (layout->key == key && (frame.snapshot.get() == &snapshot || layout->model == fingerprintOf(snapshot)))
                return layout;
    }
    return nullptr;
}

std::pair<KeptLayout, Index> KeyFrames::layoutNear(Index step, const LayoutKey &key) const {
    const auto place = [](Index at) { return std::log1p(static_cast<double>(at)); };
    std::pair<KeptLayout, Index> nearest{nullptr, 0};
    for (const Frame &frame : m_frames)
        for (const KeptLayout &layout : frame.layouts)
            if (layout->key == key && (!nearest.first || std::abs(place(frame.step()) - place(step)) < std::abs(place(nearest.second) - place(step))))
                nearest = {layout, frame.step()};
    return nearest;
}

std::size_t KeyFrames::states() const {
    return static_cast<std::size_t>(std::count_if(m_frames.begin(), m_frames.end(), [](const Frame &frame) { return frame.state != nullptr; }));
}

std::optional<std::size_t> KeyFrames::best() const {
    for (std::size_t i = m_frames.size(); i-- > 0;)
        if (std::isfinite(m_frames[i].heldOutLoss))
            return i;
    return {};
}

std::optional<std::size_t> KeyFrames::nearest(Index step) const {
    return nearestOf(m_frames, step, [](const Frame &) { return true; });
}

std::optional<std::size_t> KeyFrames::nearestState(Index step) const {
    return nearestOf(m_frames, step, [](const Frame &frame) { return frame.state != nullptr; });
}

std::shared_ptr<KeyFrames> KeyFrames::copyUpTo(Index step) const {
    auto copy = std::make_shared<KeyFrames>(*this);
    std::erase_if(copy->m_frames, [step](const Frame &frame) { return frame.step() > step; });
    return copy;
}

Index KeyFrames::bytes() const {
    Index sum = 0;
    for (const Frame &frame : m_frames)
        sum += frame.bytes();
    return sum;
}

void KeyFrames::thin() {
    if (thinned(m_frames, {mostFrames, mostStates, m_byteBudget}))
        ++m_version;
}

} // namespace hourglass::runs
