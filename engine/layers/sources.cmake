target_sources(hourglass_engine PRIVATE
    layers/activation.cpp
    layers/activation_layer.cpp
    layers/batch_norm.cpp
    layers/dense.cpp
    layers/dropout.cpp
    layers/gaussian_noise.cpp
    layers/layer.cpp
    layers/layer_norm.cpp
    layers/registry.cpp)
