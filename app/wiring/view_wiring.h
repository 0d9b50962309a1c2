// The connections between the session and each view.
#pragma once

namespace hourglass::app {

class Session;
struct Views;

void connectStack(Session &session, const Views &views);
void connectTraining(Session &session, const Views &views);
void connectLoss(Session &session, const Views &views);
void connectMap(Session &session, const Views &views);
void connectReconstructions(Session &session, const Views &views);
void connectData(Session &session, const Views &views);

} // namespace hourglass::app
