target_sources(hourglass_ui PRIVATE
    training/component_lists.cpp
    training/training_form.cpp
    training/training_panel.cpp
    training/training_panel.h
    training/variant_strip.cpp
    training/variant_strip.h)
