target_sources(hourglass_engine PRIVATE files/atomic_file.cpp files/npy_writer.cpp files/safetensors.cpp files/safetensors_header.cpp files/weights.cpp)
