target_sources(hourglass_ui PRIVATE
    runs/run_table.h runs/run_table.cpp
    runs/runs_panel.h runs/runs_panel.cpp)
