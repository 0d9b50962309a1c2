target_sources(hourglass_ui PRIVATE
    forms/number_edit.h forms/number_edit.cpp
    forms/number_range.h forms/number_range.cpp
    forms/number_slider.h forms/number_slider.cpp
    forms/setting_field.h forms/setting_field.cpp
    forms/settings_form.h forms/settings_form.cpp
    forms/stop_slider.h forms/stop_slider.cpp
    forms/table_text.h forms/table_text.cpp forms/loading_bar.cpp)
