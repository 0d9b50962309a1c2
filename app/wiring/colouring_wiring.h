// What samples are coloured by, where it is measured of the model.
#pragma once

namespace hourglass::app {

class SampleColouring;
class Session;

/// Measures what is chosen: the predicted class, the density of the codes, or the error. Clusters are the panel Judging's.
void connectMeasuredColours(Session &session, SampleColouring &colouring);

} // namespace hourglass::app
