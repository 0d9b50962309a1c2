target_sources(hourglass_engine PRIVATE
    spec/check.cpp
    spec/checked_spec.cpp
    spec/edits.cpp
    spec/fixed_settings.cpp
    spec/identity.cpp
    spec/json.cpp
    spec/json_value.cpp
    spec/live.cpp
    spec/mirror.cpp
    spec/nearest.cpp
    spec/precision.cpp
    spec/presets.cpp
    spec/setting.cpp
    spec/training_parts.cpp
    spec/with_setting.cpp
    spec/wording.cpp
)
