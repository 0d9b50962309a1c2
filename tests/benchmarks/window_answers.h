// How long the window is away while a large stack that trains is edited, undone, redone and saved.
#pragma once

#include "app/wiring/program.h"
#include "tests/benchmarks/timed_application.h"

namespace hourglass::benchmarks {

/// Prints one JSON object: for each of them the window's longest turn, by the clock on the wall and by the processor time of its thread.
void measureAnswers(app::Program &program, TimedApplication &application);

} // namespace hourglass::benchmarks
