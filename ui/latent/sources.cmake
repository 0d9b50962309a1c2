target_sources(hourglass_plots PRIVATE
    latent/axes_choice.h latent/axes_choice.cpp
    latent/centroid_trails.cpp
    latent/class_marks.h latent/class_marks.cpp
    latent/density.h latent/density.cpp
    latent/density_grid.cpp
    latent/distribution.h latent/distribution.cpp
    latent/figure_legend.h latent/figure_legend.cpp
    latent/following_range.cpp
    latent/hover_card.cpp
    latent/latent_map.h latent/latent_map.cpp latent/latent_map_card.cpp latent/latent_map_colouring.cpp latent/latent_map_layers.cpp latent/latent_map_mouse.cpp latent/latent_map_range.cpp latent/latent_map_selection.cpp latent/latent_map_space.cpp
    latent/lasso.cpp
    latent/latent_texts.cpp
    latent/lattice.h latent/lattice.cpp
    latent/lattice_request.cpp
    latent/layers_choice.h latent/layers_choice.cpp
    latent/map_glass.h latent/map_glass.cpp latent/map_glass_mouse.cpp
    latent/map_layers.cpp
    latent/map_legend.h latent/map_legend.cpp
    latent/map_ticks.h latent/map_ticks.cpp
    latent/neighbour_rows.cpp
    latent/outlines.cpp
    latent/point_grid.cpp
    latent/posterior_marks.h latent/posterior_marks.cpp
    latent/resample.cpp
    latent/sample_faces.cpp
    latent/sample_trails.cpp
    latent/scatter.h latent/scatter.cpp latent/scatter_painting.cpp
    latent/selection_tray.h latent/selection_tray.cpp
    latent/space_axes.h latent/space_axes.cpp
    latent/thumbnail_places.cpp
    latent/thumbnails.h latent/thumbnails.cpp
    latent/trail_marks.h latent/trail_marks.cpp)
