target_sources(hourglass_ui PRIVATE
    compression/compression_view.h compression/compression_view.cpp
    compression/rate_plot.h compression/rate_plot.cpp)
