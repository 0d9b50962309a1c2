#include "engine/project/stored_arrays.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace hourglass::project {

using core::Error;
using core::Floats;
using core::Index;
using core::Result;

namespace {

constexpr Index floatsOfAPart = Index(1) << 20;

} // namespace

std::optional<Error> writeArray(Statement &row, std::int64_t owner, const char *name, const Floats &values) {
    for (Index first = 0; first < values.size(); first += floatsOfAPart) {
        const auto part = values.span().subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(floatsOfAPart, values.size() - first)));
        row << owner << std::string(name) << first / floatsOfAPart << std::as_bytes(part);
        if (auto error = row.sum().run())
            return error;
    }
    return {};
}

Result<Floats> readArray(Statement &parts, std::int64_t owner, const char *name, Index size) {
    const auto damaged = [] { return Error{"the file is damaged", {}, {}}; };
    std::vector<std::byte> bytes;
    parts << owner << std::string(name);
    for (std::int64_t expected = 0;; ++expected) {
        const auto hasPart = parts.next();
        if (hasPart && !*hasPart)
            break;
        if (!hasPart || !parts.isSound() || parts.integer(2) != expected)
            return damaged();
        const auto numbers = parts.bytes(3);
        bytes.insert(bytes.end(), numbers.begin(), numbers.end());
    }
    const auto found = static_cast<Index>(bytes.size() / sizeof(float));
    if (bytes.empty())
        return Floats();
    if (bytes.size() % sizeof(float) != 0 || (size >= 0 && found != size))
        return Error{std::string(name) + " has " + std::to_string(found) + " numbers, and the stack wants " + std::to_string(size), {}, {}};
    Floats values(found);
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

} // namespace hourglass::project
