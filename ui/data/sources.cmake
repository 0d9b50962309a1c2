target_sources(hourglass_ui PRIVATE
    data/cloud_view.cpp data/data_form.cpp
    data/doubt_list.cpp
    data/doubt_list.h
    data/import_panel.cpp
    data/import_panel.h
    data/import_panel_layout.cpp
    data/import_strip.cpp
    data/import_strip.h
    data/import_texts.cpp
    data/point_cloud.cpp data/preview_samples.cpp
    data/preview_tiles.cpp
    data/problem_list.cpp
    data/problem_list.h
    data/sample_preview.cpp
    data/sample_preview.h)
