// Converts files in a child process of the program itself: what a damaged or hostile file does to a library ends there.
#pragma once

#include <chrono>
#include <string>

#include "engine/data/converter.h"

namespace hourglass::app {

class ChildConverter final : public data::Converter {
public:
    /// `program` is started as `program internal-convert FORMAT PATH [NAME…]`; what takes longer is ended.
    explicit ChildConverter(std::string program, std::chrono::seconds patience = std::chrono::minutes(10));

    core::Result<data::Conversion> convert(const data::ConversionOrder &order) const override;

private:
    std::string m_program;
    std::chrono::seconds m_patience;
};

/// Starts the running program.
const data::Converter &converter();

} // namespace hourglass::app
