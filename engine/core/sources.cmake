target_sources(hourglass_engine PRIVATE core/floating_point.cpp core/random.cpp core/seat.cpp core/team.cpp core/types.cpp)
