target_sources(hourglass_app PRIVATE version.cpp)
