# One program a row. They print one JSON object a line and are no part of the tests: build the target `benchmarks`.
add_custom_target(benchmarks)
function(hourglass_benchmark name)
    add_executable(benchmark_${name} EXCLUDE_FROM_ALL benchmarks/${name}_benchmark.cpp)
    target_link_libraries(benchmark_${name} PRIVATE hourglass_options ${ARGN})
    target_compile_options(benchmark_${name} PRIVATE -O2)
    set_target_properties(benchmark_${name} PROPERTIES AUTOMOC OFF RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/benchmarks)
    add_dependencies(benchmarks benchmark_${name})
endfunction()

hourglass_benchmark(data hourglass_engine)
if(NOT HOURGLASS_ENGINE_ONLY)
    hourglass_benchmark(loss_plot hourglass_ui)
endif()
