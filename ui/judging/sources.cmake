target_sources(hourglass_ui PRIVATE
    judging/anomaly_page.h judging/anomaly_page.cpp
    judging/cluster_faces.h judging/cluster_faces.cpp
    judging/clusters_page.h judging/clusters_page.cpp
    judging/confusion_picture.h judging/confusion_picture.cpp
    judging/error_threshold.h judging/error_threshold.cpp
    judging/judging_texts.cpp
    judging/judging_view.h judging/judging_view.cpp
    judging/probes_page.h judging/probes_page.cpp
    judging/score_bars.h judging/score_bars.cpp
    judging/worst_samples.h judging/worst_samples.cpp
)
