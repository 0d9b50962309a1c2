target_sources(hourglass_ui PRIVATE
    plots/plot_export.h plots/plot_export.cpp)
