target_sources(hourglass_engine PRIVATE graph/graph.cpp graph/interpreter.cpp)
