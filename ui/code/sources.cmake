target_sources(hourglass_ui PRIVATE
    code/between_two.h code/between_two.cpp
    code/code_texts.cpp
    code/code_units.h code/code_units.cpp
    code/decoded_look.cpp
    code/decoded_tiles.h code/decoded_tiles.cpp
    code/mix_side.h code/mix_side.cpp
    code/mix_sliders.h code/mix_sliders.cpp code/mix_sliders_painting.cpp
    code/mixing_desk.h code/mixing_desk.cpp
    code/path_strip.h code/path_strip.cpp
    code/traversal_table.h code/traversal_table.cpp
    code/traversals.h code/traversals.cpp
    code/unit_rows.h code/unit_rows.cpp)
