target_sources(hourglass_ui PRIVATE
    space/scene.cpp
    space/strokes.cpp
    space/turntable.cpp)
