#include "engine/data/sample_file.h"

#include <algorithm>
#include <vector>

#include "engine/core/random.h"

namespace hourglass::data {

using core::Index;

namespace {

constexpr Index mostRows = 10'000, mostFloats = Index{16} << 20;

} // namespace

std::optional<core::Error> SampleFile::failure() const {
    if (!m_hasFailed.load(std::memory_order_acquire))
        return {};
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

void SampleFile::remember(const core::Error &error) const {
    const std::lock_guard lock(m_mutex);
    if (m_hasFailed.load(std::memory_order_relaxed))
        return;
    m_failure = error;
    m_hasFailed.store(true, std::memory_order_release);
}

core::Result<RowsSeen> lookAtRows(const SampleFile &file, const std::string &name, const Progress &progress) {
    const Index rows = file.rows(), count = std::min({rows, mostRows, std::max<Index>(1, mostFloats / file.features())});
    const core::Random random(0, core::Stream::Selection);
    std::vector<float> row(static_cast<std::size_t>(file.features()));
    RowsSeen seen{count, true};
    for (Index i = 0; i < count; ++i) {
        if (progress.isCancelled())
            return cancelledError(name);
        // Stretch i without i · rows, which may overflow.
        const Index whole = rows / count, rest = rows % count, first = i * whole + std::min(i, rest), length = whole + (i < rest ? 1 : 0);
        file.copyRow(first + random.below(length, 0, static_cast<std::uint64_t>(i), 0), row.data());
        if (const auto error = file.failure())
            return *error;
        seen.areWithinUnit = seen.areWithinUnit && std::all_of(row.begin(), row.end(), [](float value) { return value >= 0.0f && value <= 1.0f; });
        if (i % 256 == 0)
            progress.tell(static_cast<double>(i) / static_cast<double>(count), "Looking into " + name);
    }
    return seen;
}

} // namespace hourglass::data
