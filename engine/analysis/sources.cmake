target_sources(hourglass_engine PRIVATE
    analysis/baselines.cpp
    analysis/covariance.cpp
    analysis/data_statistics.cpp
    analysis/decompositions.cpp
    analysis/duplicates.cpp
    analysis/inspections.cpp
    analysis/inspector.cpp
    analysis/latent_plane.cpp
    analysis/metrics.cpp
    analysis/pca.cpp
    analysis/sample_blocks.cpp
    analysis/sample_errors.cpp
    analysis/scores.cpp
    analysis/subspace.cpp
)
# For decompositions.cpp alone.
target_link_libraries(hourglass_engine PRIVATE Eigen3::Eigen)
