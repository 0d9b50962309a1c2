target_sources(hourglass_plots PRIVATE
    loss/label_places.h loss/label_places.cpp
    loss/loss_annotations.h loss/loss_annotations.cpp
    loss/loss_canvas.h loss/loss_canvas.cpp
    loss/loss_curves.h loss/loss_curves.cpp
    loss/loss_legend.cpp
    loss/loss_fit.h loss/loss_fit.cpp
    loss/loss_plot_controls.cpp
    loss/loss_plot.h loss/loss_plot.cpp
    loss/loss_reading.h loss/loss_reading.cpp
    loss/loss_read_out.h loss/loss_read_out.cpp
    loss/loss_run.h loss/loss_run.cpp
    loss/loss_terms.h loss/loss_terms.cpp
    loss/smoothed_curve.h loss/smoothed_curve.cpp)
