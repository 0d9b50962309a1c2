target_sources(hourglass_engine PRIVATE
    runs/curve.cpp
    runs/curve_files.cpp
    runs/curve_series.cpp
    runs/differences.cpp
    runs/evaluations.cpp
    runs/event_records.cpp
    runs/key_frames.cpp
    runs/moment_layout.cpp
    runs/run_history.cpp
    runs/run_list.cpp
    runs/run_log.cpp
    runs/state_counters.cpp
    runs/training_files.cpp
)
