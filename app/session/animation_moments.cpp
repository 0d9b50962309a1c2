#include "app/session/animation_moments.h"

#include <algorithm>

namespace hourglass::app {

namespace {

/// Of the steps (from, to]; none where there is none.
double meanOf(const runs::Curve &curve, core::Index from, core::Index to) {
    using runs::CurveAxis;
    if (curve.isEmpty() || curve.span(0).step > to)
        return training::none;
    const core::Index begin = curve.firstFrom(CurveAxis::Steps, static_cast<double>(from + 1)),
                      end = curve.firstFrom(CurveAxis::Steps, static_cast<double>(to));
    const runs::Span sum = curve.sum(std::min(begin, end), std::min(end + 1, curve.size()));
    return sum.steps > 0 ? sum.mean : training::none;
}

double lastUntil(const runs::Curve &curve, core::Index step) {
    const core::Index at = curve.firstFrom(runs::CurveAxis::Steps, static_cast<double>(step));
    if (at < curve.size() && curve.span(at).step == step)
        return curve.span(at).mean;
    return at > 0 ? curve.span(at - 1).mean : training::none;
}

/// That was trained at this step: the first that reaches it.
const runs::Segment &segmentAt(const runs::RunLog &log, core::Index step) {
    for (std::size_t i = 0; i + 1 < log.segments(); ++i)
        if (const runs::Curve &curve = log.segment(i)->train; !curve.isEmpty() && curve.last().step >= step)
            return *log.segment(i);
    return log.present();
}

} // namespace

std::vector<AnimationMoment> momentsOf(const runs::KeyFrames &frames, const runs::RunLog &log, const MomentRange &range) {
    std::vector<const runs::KeyFrames::Frame *> within;
    for (const runs::KeyFrames::Frame &frame : frames.frames())
        if (frame.epoch() >= range.fromEpoch && frame.epoch() <= range.toEpoch)
            within.push_back(&frame);
    const std::size_t count = range.most == 0 ? within.size() : std::min(range.most, within.size());
    std::vector<AnimationMoment> moments;
    for (std::size_t i = 0; i < count; ++i) {
        const runs::KeyFrames::Frame &frame = *within[count == 1 ? within.size() - 1 : i * (within.size() - 1) / (count - 1)];
        AnimationMoment moment{frame.snapshot};
        const runs::Segment &segment = segmentAt(log, frame.step());
        moment.trainLoss = meanOf(segment.train, frame.step() - std::max<core::Index>(1, frame.step() / 20), frame.step());
        moment.heldOutLoss = lastUntil(segment.heldOut, frame.step());
        moments.push_back(std::move(moment));
    }
    return moments;
}

} // namespace hourglass::app
