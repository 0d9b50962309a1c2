# What tests/run.sh --interop needs; no part of the tests.
add_executable(interop_models EXCLUDE_FROM_ALL interop/models.cpp)
target_link_libraries(interop_models PRIVATE hourglass_engine Qt6::Test hourglass_options)
target_compile_options(interop_models PRIVATE -O1)
set_target_properties(interop_models PROPERTIES AUTOMOC OFF)
