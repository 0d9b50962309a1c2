target_sources(hourglass_app PRIVATE
    commands/arguments.cpp
    commands/command_line.cpp
    commands/json_line.cpp
    commands/list_commands.cpp
    commands/spec_options.cpp
    commands/train_command.cpp
    embedded.cpp
    parameter_hash.cpp
    version.cpp
    ${CMAKE_SOURCE_DIR}/resources/app.qrc
)
target_link_libraries(hourglass_app PRIVATE nlohmann_json::nlohmann_json)
