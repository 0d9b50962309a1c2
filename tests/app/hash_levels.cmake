# The hashes of the presets once more for each level that the loader did not choose, as engine/kernel_levels.cmake does it.
foreach(level x86-64 x86-64-v2 x86-64-v3 x86-64-v4)
    string(REPLACE "-" "_" name ${level})
    set(target hourglass_kernels_${name})
    if(level STREQUAL "x86-64")
        set(target hourglass_kernels)
    endif()
    add_test(NAME app.parameter_hashes_${name} COMMAND app_parameter_hashes)
    set_tests_properties(app.parameter_hashes_${name} PROPERTIES LABELS app TIMEOUT 600
        ENVIRONMENT "${environment};HOURGLASS_TEST_LEVEL=${level};LD_PRELOAD=$<TARGET_FILE:${target}>")
endforeach()
