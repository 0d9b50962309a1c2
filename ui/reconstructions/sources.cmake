target_sources(hourglass_ui PRIVATE
    reconstructions/feature_ranges.cpp
    reconstructions/feature_rows.cpp
    reconstructions/reconstruction_card.cpp
    reconstructions/reconstruction_card.h
    reconstructions/reconstruction_chart.cpp
    reconstructions/reconstruction_grid.cpp
    reconstructions/reconstruction_grid.h
    reconstructions/reconstruction_layout.cpp
    reconstructions/reconstruction_sheet.cpp
    reconstructions/reconstruction_style.cpp
    reconstructions/reconstruction_tiles.cpp
    reconstructions/reconstructions_view.cpp
    reconstructions/reconstructions_view.h)
