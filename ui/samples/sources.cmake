target_sources(hourglass_ui PRIVATE
    samples/data_view.cpp
    samples/data_view.h
    samples/sample_filters.cpp
    samples/sample_filters.h
    samples/sample_grid.cpp
    samples/sample_grid.h
    samples/sample_list.cpp
    samples/sample_table.cpp
    samples/sample_table.h
    samples/sample_thumbnail.cpp
    samples/statistics_charts.cpp
    samples/statistics_charts.h
    samples/statistics_column.cpp
    samples/statistics_column.h
    samples/statistics_numbers.cpp)
