target_sources(hourglass_engine PRIVATE
    data/byte_stream.cpp
    data/dataset.cpp
    data/generators.cpp
    data/idx.cpp
    data/idx_folder.cpp
    data/idx_name.cpp
    data/idx_parts.cpp
    data/library.cpp
    data/npy.cpp
    data/npy_header.cpp
    data/readers.cpp
    data/sample.cpp
    data/split.cpp
)
