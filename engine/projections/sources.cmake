target_sources(hourglass_engine PRIVATE
    projections/affinities.cpp
    projections/codes.cpp
    projections/fourier.cpp
    projections/fuzzy_graph.cpp
    projections/layout.cpp
    projections/linear.cpp
    projections/neighbours.cpp
    projections/pacmap.cpp
    projections/pacmap_pairs.cpp
    projections/projection.cpp
    projections/quality.cpp
    projections/student_potential.cpp
    projections/student_tree.cpp
    projections/tsne.cpp
    projections/umap.cpp
)
