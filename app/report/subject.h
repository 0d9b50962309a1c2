// What a session's training is now, as a report takes it.
#pragma once

#include <functional>

#include <QObject>

#include "app/report/measures.h"

namespace hourglass::app {

class Session;

/// Asks the trainer for all of it, and calls `taken` on the receiver's thread, which is the session's; without a model where there is none yet. The receiver
/// is a child of the session, whose trainer is gone before it.
void requestSubject(Session &session, QObject *receiver, std::function<void(ReportSubject)> taken);

} // namespace hourglass::app
