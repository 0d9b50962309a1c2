target_sources(hourglass_ui PRIVATE
    factors/factor_figures.h factors/factor_figures.cpp
    factors/factors_view.h factors/factors_view.cpp
    factors/heat_map.h factors/heat_map.cpp)
