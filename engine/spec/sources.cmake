target_sources(hourglass_engine PRIVATE spec/setting.cpp spec/edits.cpp)
