target_sources(hourglass_ui PRIVATE
    network/activation_canvas.h network/activation_canvas.cpp network/activation_canvas_painting.cpp
    network/activations_view.h network/activations_view.cpp
    network/gates_canvas.h network/gates_canvas.cpp
    network/gates_view.h network/gates_view.cpp
    network/network_texts.cpp
    network/signed_tiles.cpp
    network/unit_change_row.h network/unit_change_row.cpp
    network/unit_canvas.h network/unit_canvas.cpp
    network/unit_view.h network/unit_view.cpp
    network/weight_canvas.h network/weight_canvas.cpp network/weight_canvas_painting.cpp
    network/weights_view.h network/weights_view.cpp)
