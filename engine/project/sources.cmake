find_package(SQLite3 3.40 REQUIRED)
target_sources(hourglass_engine PRIVATE
    project/database.cpp
    project/frame_choice.cpp
    project/frame_read.cpp
    project/frame_reading.cpp
    project/frame_store.cpp
    project/log_follower.cpp
    project/packing.cpp
    project/project_file.cpp
    project/project_read.cpp
    project/project_writer.cpp
    project/run_record.cpp
    project/schema.cpp
    project/stored_arrays.cpp
    project/stored_layouts.cpp
    project/stored_log.cpp
    project/stored_log_read.cpp
    project/write_lock.cpp
)
target_link_libraries(hourglass_engine PRIVATE SQLite::SQLite3)
