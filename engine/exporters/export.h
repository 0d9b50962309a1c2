// From a stack to a file of another program, checked on the way: what the command line and the window do.
#pragma once

#include "engine/exporters/model.h"

namespace hourglass::exporters {

struct Order {
    Subject subject;
    const data::Dataset *dataset = nullptr; ///< that the stack was made for
    spec::Component scaling;                ///< of these data
    std::string title, version;             ///< of the stack; of the program
    const Row *format = nullptr;
    plan::StackPart part = plan::StackPart::Whole;
    std::string path;
    spec::TrainingSpec training; ///< for scripts, which train
};

/// What was written.
struct Report {
    std::vector<std::string> signatures; ///< "input (28 × 28) → code (32)", one for each function or model
    std::string input;                   ///< how the source's numbers become the input
    core::Index samples = 0;             ///< that the operations were run on
    double difference = 0;               ///< the largest from the network, over max(1, largest number)
    std::vector<std::string> remarks;    ///< sentences: files written beside, and what the other program does otherwise
};

/// Writes the file whole or not at all. Takes a second or so: the check runs each operation by its definition. Errors: a stack without such a
/// part or with a layer that no other program knows, numbers that are not finite, a format that does not hold as many, a
/// part of the stack as a script, which takes the whole, the place.
core::Result<Report> exportModel(const Order &order);

} // namespace hourglass::exporters
