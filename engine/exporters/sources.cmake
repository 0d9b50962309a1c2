# ONNX's messages, as Debian's libonnx-dev has them made; which operators there are is up to the numbers in onnx.cpp.
find_path(ONNX_INCLUDE onnx/onnx_pb.h REQUIRED)
find_library(ONNX_PROTO onnx_proto REQUIRED)
find_library(PROTOBUF protobuf REQUIRED)
# Weights of Keras.
find_package(PkgConfig REQUIRED)
pkg_check_modules(KERAS_HDF5 REQUIRED hdf5-serial)
target_sources(hourglass_engine PRIVATE exporters/cpp_function.cpp exporters/cpp_header.cpp exporters/cpp_runtime.cpp exporters/export.cpp exporters/formats.cpp exporters/hdf5_image.cpp exporters/keras_file.cpp exporters/keras_layers.cpp exporters/keras_model.cpp exporters/keras_numbers.cpp exporters/keras_script.cpp exporters/keras_texts.cpp exporters/lesson.cpp exporters/model.cpp exporters/onnx.cpp exporters/onnx_nodes.cpp exporters/python_text.cpp exporters/pytorch.cpp exporters/pytorch_model.cpp exporters/script_export.cpp exporters/torch_state.cpp exporters/zip_bytes.cpp)
target_link_libraries(hourglass_engine PRIVATE ${ONNX_PROTO} ${PROTOBUF} ${KERAS_HDF5_LINK_LIBRARIES})
set_source_files_properties(exporters/onnx.cpp exporters/onnx_nodes.cpp PROPERTIES COMPILE_DEFINITIONS "ONNX_NAMESPACE=onnx;ONNX_ML=1")
target_include_directories(hourglass_engine SYSTEM PRIVATE ${ONNX_INCLUDE})
set_source_files_properties(exporters/hdf5_image.cpp PROPERTIES COMPILE_OPTIONS "-isystem;${KERAS_HDF5_INCLUDE_DIRS}")
