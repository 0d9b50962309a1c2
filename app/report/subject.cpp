#include "app/report/subject.h"

#include <algorithm>

#include "app/session/session.h"

namespace hourglass::app {

void requestSubject(Session &session, QObject *receiver, std::function<void(ReportSubject)> taken) {
    ReportSubject subject;
    subject.spec = session.trained();
    subject.dataset = session.dataset();
    subject.threads = std::max(1, session.threads() / 2); // the training may go on
    const runs::RunList &list = session.runList();
    if (const runs::NamedRun *run = list.find(list.present())) {
        subject.preset = run->preset;
        subject.isBranch = run->origin == runs::Origin::Branch || run->branchStep > 0;
    }
    const std::shared_ptr<const runs::RunLog> log = session.runs().present;
    session.requestState([subject, log, receiver, taken = std::move(taken)](const runs::State &state) {
        QMetaObject::invokeMethod(
            receiver,
            [subject, log, taken, state]() mutable {
                if (state && subject.dataset) {
                    const auto samples = static_cast<double>(std::max<core::Index>(1, subject.dataset->train.samples));
                    const double epoch = static_cast<double>(state->epoch) + static_cast<double>(state->position) / samples;
                    subject.model = runs::snapshotOf(*state, 0, epoch);
                    subject.log = log->copyUpTo(state->step, epoch);
                }
                taken(std::move(subject));
            },
            Qt::QueuedConnection);
    });
}

} // namespace hourglass::app
