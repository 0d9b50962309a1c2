target_sources(hourglass_ui PRIVATE
    colouring/colour_bar.h colouring/colour_bar.cpp
    colouring/colour_map.cpp
    colouring/colour_scale.cpp
    colouring/colouring.cpp
    colouring/colouring_choice.h colouring/colouring_choice.cpp
    colouring/colouring_entry.cpp)
