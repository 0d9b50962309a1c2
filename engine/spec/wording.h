// How numbers and other people's words are written in files and messages.
#pragma once

#include <cstddef>
#include <string>

namespace hourglass::spec {

/// The fewest digits that read back as the same number, in plain notation from 1e-4 to 1e15: "0.001", "784", "1e-8".
std::string shortest(double number);

/// For messages: in quotes, cut after `longest` bytes, control characters replaced.
std::string quoted(const std::string &text, std::size_t longest = 60);

/// Well-formed UTF-8 (RFC 3629): no stray bytes, no overlong forms, no surrogates.
bool isUtf8(const std::string &text);

} // namespace hourglass::spec
