target_sources(hourglass_engine PRIVATE
    projections/codes.cpp
    projections/neighbours.cpp
    projections/quality.cpp
)
