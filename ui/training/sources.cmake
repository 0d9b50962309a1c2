target_sources(hourglass_ui PRIVATE
    training/training_form.cpp
    training/training_panel.cpp
    training/training_panel.h)
