target_sources(hourglass_engine PRIVATE
    runs/curve.cpp
    runs/evaluations.cpp
    runs/recorder.cpp
    runs/run_log.cpp
)
