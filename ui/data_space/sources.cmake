target_sources(hourglass_ui PRIVATE
    data_space/data_space_canvas.h data_space/data_space_canvas.cpp data_space/data_space_canvas_mouse.cpp
    data_space/data_space_view.h data_space/data_space_view.cpp
    data_space/frame_painting.cpp
    data_space/space_card.h data_space/space_card.cpp
    data_space/space_frame.cpp
    data_space/space_scene.cpp
    data_space/space_sight.cpp)
