# Who reads ONNX, and Keras by way of it, has its messages as Debian's libonnx-dev has them made; exporters/sources.cmake finds them.
set(onnx_importer importers/onnx_constants.cpp importers/onnx_file.cpp importers/onnx_layers.cpp importers/onnx_maps.cpp importers/onnx_norms.cpp importers/onnx_reader.cpp importers/onnx_recurrent.cpp importers/onnx_shapes.cpp importers/keras.cpp importers/keras_classes.cpp importers/keras_maps.cpp importers/keras_nodes.cpp importers/keras_recurrent.cpp)
target_sources(hourglass_engine PRIVATE importers/formats.cpp importers/meaning.cpp importers/stack_builder.cpp importers/state_dict.cpp ${onnx_importer})
set_source_files_properties(${onnx_importer} PROPERTIES COMPILE_DEFINITIONS "ONNX_NAMESPACE=onnx;ONNX_ML=1")
