target_sources(hourglass_engine PRIVATE plan/compile.cpp plan/ending.cpp plan/fitting.cpp plan/initialise.cpp plan/lowered.cpp plan/network.cpp plan/placed_tensors.cpp plan/undone.cpp)
