# The kernels' tests once more for each level that the loader did not choose: preloading one beats the loader's choice. A level that the
# processor lacks is skipped by the test itself.
foreach(level x86-64 x86-64-v2 x86-64-v3 x86-64-v4)
    string(REPLACE "-" "_" name ${level})
    set(target hourglass_kernels_${name})
    if(level STREQUAL "x86-64")
        set(target hourglass_kernels)
    endif()
    foreach(test kernels mixed_patches mixed_products panels search_kernels)
        add_test(NAME engine.${test}_${name} COMMAND engine_${test})
        set_tests_properties(engine.${test}_${name} PROPERTIES LABELS engine TIMEOUT 600
            ENVIRONMENT "${environment};HOURGLASS_TEST_LEVEL=${level};LD_PRELOAD=$<TARGET_FILE:${target}>")
    endforeach()
endforeach()
