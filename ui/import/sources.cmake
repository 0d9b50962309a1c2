target_sources(hourglass_ui PRIVATE
    import/cloud_view.cpp import/data_form.cpp
    import/doubt_list.cpp
    import/doubt_list.h
    import/import_panel.cpp
    import/import_panel.h
    import/import_panel_layout.cpp
    import/import_strip.cpp
    import/import_strip.h
    import/import_texts.cpp
    import/point_cloud.cpp import/preview_samples.cpp
    import/preview_tiles.cpp
    import/problem_list.cpp
    import/problem_list.h
    import/sample_preview.cpp
    import/sample_preview.h
    import/source_choice.cpp
    import/source_choice.h)
