target_sources(hourglass_ui PRIVATE
    loss/curve.h loss/curve.cpp)
