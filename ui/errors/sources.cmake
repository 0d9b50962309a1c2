target_sources(hourglass_ui PRIVATE
    errors/class_histogram.cpp
    errors/class_histogram.h
    errors/error_bins.cpp
    errors/errors_view.cpp
    errors/errors_view.h)
