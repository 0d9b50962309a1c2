target_sources(hourglass_app PRIVATE
    baseline_texts.cpp
    commands/arguments.cpp
    commands/command_line.cpp
    commands/json_line.cpp
    commands/list_commands.cpp
    commands/render_command.cpp
    commands/spec_options.cpp
    commands/train_command.cpp
    cursor_decoder.h
    cursor_decoder.cpp
    edit_subject.cpp
    embedded.cpp
    linked_samples.cpp
    observer.h
    observer.cpp
    parameter_hash.cpp
    program.cpp
    session.h
    session.cpp
    undo.cpp
    version.cpp
    wiring.cpp
    worker.h
    worker.cpp
    ${CMAKE_SOURCE_DIR}/resources/app.qrc
)
target_link_libraries(hourglass_app PRIVATE nlohmann_json::nlohmann_json)
