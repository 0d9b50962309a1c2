target_sources(hourglass_ui PRIVATE window/about_window.cpp window/actions.cpp window/arrangement_switch.cpp window/beside_chip.cpp window/beside_menu.cpp window/data_button.cpp window/data_menu.cpp window/dock.cpp window/dock_area.cpp window/dock_area_widths.cpp
    window/drop_frame.cpp
    window/glossary.cpp window/glossary_label.cpp window/glossary_window.cpp window/keyboard_help.cpp 
    window/main_window.cpp window/main_window_layout.cpp window/notice_strip.cpp window/pace_choice.cpp window/plain_keys.cpp window/popover.cpp window/preset_card.cpp window/preset_gallery.cpp
    window/recent_menu.cpp window/status_line.cpp window/top_bar.cpp window/wording.cpp)
