#include "app/background/measuring_pace.h"

namespace hourglass::app {

bool MeasuringPace::isDue(const training::Status &status, double costShare) const {
    if (isAsked)
        return false;
    if (!shown || shown->run != status.run)
        return true;
    if (shown->step == status.step)
        return false;
    if (status.state != training::State::Running) // it rests: what is shown is to be of now
        return true;
    const double seconds = static_cast<double>(since.elapsed()) / 1000;
    const bool hasLeapt = status.epoch < shown->epoch; // back to an earlier moment
    return (hasLeapt || status.epoch - shown->epoch >= leastEpochs) && seconds >= leastSeconds && seconds >= cpuSeconds / costShare;
}

void MeasuringPace::take(const analysis::Moment &moment, double seconds) {
    shown = moment;
    isAsked = false;
    cpuSeconds = seconds;
    since.restart();
}

} // namespace hourglass::app
