target_sources(hourglass_ui PRIVATE
    timeline/animation_sheet.h timeline/animation_sheet.cpp
    timeline/time_axis.h timeline/time_axis.cpp
    timeline/time_track.h timeline/time_track.cpp
    timeline/timeline_strip.h timeline/timeline_strip.cpp)
