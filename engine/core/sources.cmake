target_sources(hourglass_engine PRIVATE core/floating_point.cpp core/random.cpp core/seat.cpp core/thread_pool.cpp core/types.cpp)
