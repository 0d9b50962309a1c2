target_sources(hourglass_engine PRIVATE
    training/average.cpp
    training/batcher.cpp
    training/catalogue.cpp
    training/corruption.cpp
    training/demands.cpp
    training/history.cpp
    training/lbfgs.cpp
    training/loss.cpp
    training/optimiser.cpp
    training/planned_memory.cpp
    training/ring.cpp
    training/schedule.cpp
    training/stepper.cpp
    training/stopping.cpp
    training/trainer.cpp
)
