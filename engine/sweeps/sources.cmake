target_sources(hourglass_engine PRIVATE
    sweeps/axis.cpp
    sweeps/datasets.cpp
    sweeps/halving.cpp
    sweeps/judgement.cpp
    sweeps/pca_curve.cpp
    sweeps/ready_made.cpp
    sweeps/record.cpp
    sweeps/results.cpp
    sweeps/runner.cpp
    sweeps/runner_work.cpp
    sweeps/sweep.cpp
)
