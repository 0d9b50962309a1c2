target_sources(hourglass_ui PRIVATE
    dataset/data_view.cpp
    dataset/data_view.h
    dataset/sample_filters.cpp
    dataset/sample_filters.h
    dataset/sample_grid.cpp
    dataset/sample_grid.h
    dataset/sample_list.cpp
    dataset/sample_table.cpp
    dataset/sample_table.h
    dataset/sample_thumbnail.cpp
    dataset/statistics_charts.cpp
    dataset/statistics_charts.h
    dataset/statistics_column.cpp
    dataset/statistics_column.h
    dataset/statistics_numbers.cpp)
