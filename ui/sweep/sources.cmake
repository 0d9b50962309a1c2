target_sources(hourglass_ui PRIVATE
    sweep/parallel_plot.cpp
    sweep/parallel_plot.h
    sweep/sweep_form.cpp
    sweep/sweep_form.h
    sweep/sweep_panel.cpp
    sweep/sweep_panel.h
    sweep/sweep_picture.cpp
    sweep/sweep_table.cpp
    sweep/sweep_table.h)
target_sources(hourglass_plots PRIVATE sweep/sweep_plot.cpp sweep/sweep_plot.h)
