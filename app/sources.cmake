target_sources(hourglass_app PRIVATE
    commands/arguments.cpp
    commands/command_line.cpp
    commands/json_line.cpp
    commands/list_commands.cpp
    commands/spec_options.cpp
    commands/train_command.cpp
    edit_subject.cpp
    embedded.cpp
    observer.h
    observer.cpp
    parameter_hash.cpp
    session.h
    session.cpp
    undo.cpp
    version.cpp
    worker.h
    worker.cpp
    ${CMAKE_SOURCE_DIR}/resources/app.qrc
)
target_link_libraries(hourglass_app PRIVATE nlohmann_json::nlohmann_json)
