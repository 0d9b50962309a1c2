target_sources(hourglass_engine PRIVATE layers/activation.cpp layers/dense.cpp layers/layer.cpp layers/registry.cpp)
