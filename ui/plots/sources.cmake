target_sources(hourglass_plots PRIVATE
    plots/class_shapes.cpp plots/dot_stamps.cpp plots/mark_sprites.cpp
    plots/halo_texts.h plots/halo_texts.cpp
    plots/plot_export.h plots/plot_export.cpp
    plots/number_ticker.h plots/number_ticker.cpp
    plots/plot_style.h plots/plot_style.cpp
    plots/run_colours.cpp
    plots/svg_drawing.cpp)
