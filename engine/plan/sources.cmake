target_sources(hourglass_engine PRIVATE plan/compile.cpp plan/network.cpp)
