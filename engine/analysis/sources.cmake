target_sources(hourglass_engine PRIVATE
    analysis/baselines.cpp
    analysis/baselines_task.cpp
    analysis/code_path.cpp
    analysis/code_spread.cpp
    analysis/codes_task.cpp
    analysis/compression.cpp
    analysis/compression_task.cpp
    analysis/covariance.cpp
    analysis/data_space_task.cpp
    analysis/data_statistics.cpp
    analysis/decode_task.cpp
    analysis/decompositions.cpp
    analysis/duplicates.cpp
    analysis/inspector.cpp
    analysis/jpeg.cpp
    analysis/latent_plane.cpp
    analysis/latent_task.cpp
    analysis/lattice_task.cpp
    analysis/metrics.cpp
    analysis/mix_task.cpp
    analysis/nearest_task.cpp
    analysis/path_task.cpp
    analysis/pca.cpp
    analysis/reconstruction_task.cpp
    analysis/sample_blocks.cpp
    analysis/sample_draw.cpp
    analysis/sample_errors.cpp
    analysis/sample_errors_task.cpp
    analysis/schedule.cpp
    analysis/scores.cpp
    analysis/statistics_task.cpp
    analysis/subspace.cpp
    analysis/task.cpp
    analysis/traversal_task.cpp
)
# For decompositions.cpp alone.
target_link_libraries(hourglass_engine PRIVATE Eigen3::Eigen)
