target_sources(hourglass_plots PRIVATE
    compare/compared_maps_canvas.cpp
    compare/compared_maps_canvas.h
    compare/compared_maps_input.cpp
    compare/compared_maps_painting.cpp)
target_sources(hourglass_ui PRIVATE
    compare/aligned_maps.cpp
    compare/closest.cpp
    compare/compared_grid.cpp
    compare/compared_grid.h
    compare/compared_grid_input.cpp
    compare/compared_layout.cpp
    compare/compared_maps_view.cpp
    compare/compared_maps_view.h
    compare/compared_reconstructions_view.cpp
    compare/compared_reconstructions_view.h
    compare/compared_sheet.cpp)
