target_sources(hourglass_engine PRIVATE
    judging/cluster_scores.cpp
    judging/confusion.cpp
    judging/disentanglement.cpp
    judging/gaussian_mixture.cpp
    judging/hdbscan.cpp
    judging/k_means.cpp
    judging/lbfgs.cpp
    judging/linear_probe.cpp
    judging/neighbour_vote.cpp
    judging/options.cpp
    judging/partition_scores.cpp
    judging/probes.cpp
    judging/ranking.cpp
    judging/subject.cpp
    judging/units.cpp
)
