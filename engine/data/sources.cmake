target_sources(hourglass_engine PRIVATE
    data/dataset.cpp
    data/generators/generator.cpp
    data/library.cpp
    data/readers/byte_stream.cpp
    data/readers/idx.cpp
    data/readers/idx_folder.cpp
    data/readers/idx_name.cpp
    data/readers/idx_parts.cpp
    data/readers/npy.cpp
    data/readers/npy_header.cpp
    data/readers/reader.cpp
    data/sample.cpp
    data/shaping/kinds.cpp
    data/shaping/split.cpp
)
