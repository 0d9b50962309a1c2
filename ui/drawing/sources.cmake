target_sources(hourglass_ui PRIVATE
    drawing/draw_canvas.h drawing/draw_canvas.cpp
    drawing/draw_view.h drawing/draw_view.cpp
    drawing/paper.cpp)
