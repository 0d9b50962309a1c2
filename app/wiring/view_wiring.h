// The connections between the session and each view.
#pragma once

namespace hourglass::app {

class MapFeed;
class ReconstructionFeed;
class Session;
struct Views;

void connectStack(Session &session, const Views &views);
void connectTraining(Session &session, const Views &views);
void connectLoss(Session &session, const Views &views);
void connectMap(Session &session, const Views &views, MapFeed &feed, ReconstructionFeed &reconstructions);
void connectReconstructions(Session &session, const Views &views, ReconstructionFeed &feed);
void connectData(Session &session, const Views &views);

} // namespace hourglass::app
