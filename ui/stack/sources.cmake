target_sources(hourglass_ui PRIVATE
    stack/glyph_icon.h stack/glyph_icon.cpp
    stack/layer_panel.h stack/layer_panel.cpp
    stack/stack_accessible.h stack/stack_accessible.cpp
    stack/stack_bars.h stack/stack_bars.cpp
    stack/stack_canvas.h stack/stack_canvas.cpp
    stack/stack_drag.h stack/stack_drag.cpp
    stack/stack_grip.h stack/stack_grip.cpp
    stack/stack_held.h stack/stack_held.cpp
    stack/stack_layout.h stack/stack_layout.cpp
    stack/stack_painting.h stack/stack_painting.cpp
    stack/stack_sketch.h stack/stack_sketch.cpp
    stack/stack_text.h stack/stack_text.cpp
    stack/stack_totals.h stack/stack_totals.cpp
    stack/stack_view.h stack/stack_view.cpp stack/stack_view_actions.cpp stack/stack_view_edits.cpp)
