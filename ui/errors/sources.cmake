target_sources(hourglass_ui PRIVATE
    errors/class_histogram.cpp
    errors/class_histogram.h
    errors/error_bins.cpp
    errors/errors_view.cpp
    errors/errors_view.h)
target_sources(hourglass_plots PRIVATE
    errors/sample_error_plot.cpp
    errors/sample_error_plot.h)
