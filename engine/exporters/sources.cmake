# ONNX's messages, as Debian's libonnx-dev has them made; which operators there are is up to the numbers in onnx.cpp.
find_path(ONNX_INCLUDE onnx/onnx_pb.h REQUIRED)
find_library(ONNX_PROTO onnx_proto REQUIRED)
find_library(PROTOBUF protobuf REQUIRED)
target_sources(hourglass_engine PRIVATE exporters/cpp_function.cpp exporters/cpp_header.cpp exporters/cpp_runtime.cpp exporters/export.cpp exporters/formats.cpp exporters/lesson.cpp exporters/model.cpp exporters/onnx.cpp exporters/onnx_nodes.cpp exporters/python_text.cpp exporters/pytorch.cpp exporters/pytorch_model.cpp exporters/script_export.cpp)
target_link_libraries(hourglass_engine PRIVATE ${ONNX_PROTO} ${PROTOBUF})
set_source_files_properties(exporters/onnx.cpp exporters/onnx_nodes.cpp PROPERTIES COMPILE_DEFINITIONS "ONNX_NAMESPACE=onnx;ONNX_ML=1")
target_include_directories(hourglass_engine SYSTEM PRIVATE ${ONNX_INCLUDE})
