#include "engine/runs/moment_layout.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/plan/plan.h"

namespace hourglass::runs {

namespace {

constexpr float levels = 65535;

/// Eight bytes at a time (the mixing of MurmurHash2's 64-bit form): it guards against mistakes, not against people.
class Fingerprint {
public:
    void add(const void *bytes, std::size_t size) {
        const auto *from = static_cast<const unsigned char *>(bytes);
        word(size);
        for (; size >= sizeof(std::uint64_t); size -= sizeof(std::uint64_t), from += sizeof(std::uint64_t)) {
            std::uint64_t next = 0;
            std::memcpy(&next, from, sizeof next);
            word(next);
        }
        if (size > 0) { // an empty array has no address to copy from
            std::uint64_t rest = 0;
            std::memcpy(&rest, from, size);
            word(rest);
        }
    }
    void add(const std::string &text) { add(text.data(), text.size()); }
    void add(const core::Floats &values) { add(values.data(), static_cast<std::size_t>(values.size()) * sizeof(float)); }
    void word(std::uint64_t next) {
        next *= factor;
        next ^= next >> 47;
        m_sum = (m_sum ^ (next * factor)) * factor;
    }
    std::uint64_t sum() const {
        const std::uint64_t mixed = m_sum ^ (m_sum >> 29);
        return mixed == 0 ? 1 : mixed;
    }

private:
    static constexpr std::uint64_t factor = 0xc6a4a7935bd1e995;
    std::uint64_t m_sum = 0x9e3779b97f4a7c15;
};

void add(Fingerprint &sum, const spec::Value &value) {
    sum.word(value.index());
    if (const auto *text = std::get_if<std::string>(&value))
        sum.add(*text);
    else if (const auto *real = std::get_if<double>(&value))
        sum.add(real, sizeof *real);
    else if (const auto *whole = std::get_if<Index>(&value))
        sum.word(static_cast<std::uint64_t>(*whole));
    else
        sum.word(std::get<bool>(value) ? 1 : 0);
}

} // namespace

std::uint64_t fingerprintOf(const plan::Snapshot &snapshot) {
    Fingerprint sum;
    if (snapshot.plan) { // the same numbers in a stack of other settings make other codes
        const spec::ModelSpec &model = snapshot.plan->model();
        sum.word(static_cast<std::uint64_t>(model.code));
        for (const spec::LayerSpec &layer : model.layers) {
            sum.add(layer.kind);
            for (const auto &[key, value] : layer.values) {
                sum.add(key);
                add(sum, value);
            }
        }
    }
    sum.add(snapshot.parameters);
    sum.add(snapshot.state);
    return sum.sum();
}

bool MomentLayout::setPlaces(const std::vector<std::span<const float>> &axes) {
    const std::size_t samples = axes.empty() ? 0 : axes.front().size();
    if (samples == 0 || static_cast<Index>(axes.size()) != key.dimensions || axes.size() > m_least.size())
        return false;
    std::vector<std::uint16_t> places;
    places.reserve(samples * axes.size());
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        if (axes[axis].size() != samples || !std::all_of(axes[axis].begin(), axes[axis].end(), [](float at) { return std::isfinite(at); }))
            return false;
        const auto [least, most] = std::minmax_element(axes[axis].begin(), axes[axis].end());
        m_least[axis] = *least;
        m_most[axis] = *most;
        const double extent = static_cast<double>(*most) - static_cast<double>(*least);
        for (const float at : axes[axis])
            places.push_back(extent > 0 ? static_cast<std::uint16_t>(std::lround((static_cast<double>(at) - static_cast<double>(*least)) / extent * levels))
                                        : std::uint16_t{0});
    }
    m_samples = static_cast<Index>(samples);
    m_places = std::move(places);
    return true;
}

std::vector<float> MomentLayout::places(Index axis) const {
    std::vector<float> places(static_cast<std::size_t>(m_samples));
    const auto number = static_cast<std::size_t>(axis);
    const std::uint16_t *from = m_places.data() + number * places.size();
    const float least = m_least[number], step = (m_most[number] - least) / levels;
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = least + step * static_cast<float>(from[i]);
    return places;
}

Index MomentLayout::bytes() const {
    std::size_t words = key.method.size() + key.settings.size();
    for (const std::string &warning : warnings)
        words += warning.size();
    return static_cast<Index>(sizeof(MomentLayout) + words + m_places.size() * sizeof(std::uint16_t));
}

std::vector<std::byte> MomentLayout::packed() const {
    const auto dimensions = static_cast<std::size_t>(key.dimensions);
    std::vector<std::byte> bytes(dimensions * 2 * sizeof(float) + m_places.size() * sizeof(std::uint16_t));
    std::byte *to = bytes.data();
    for (std::size_t axis = 0; axis < dimensions; ++axis)
        for (const float end : {m_least[axis], m_most[axis]}) {
            std::memcpy(to, &end, sizeof end);
            to += sizeof end;
        }
    if (!m_places.empty())
        std::memcpy(to, m_places.data(), m_places.size() * sizeof(std::uint16_t));
    return bytes;
}

bool MomentLayout::unpack(std::span<const std::byte> bytes) {
    if (key.dimensions < 2 || key.dimensions > 3)
        return false;
    const auto dimensions = static_cast<std::size_t>(key.dimensions);
    const std::size_t head = dimensions * 2 * sizeof(float), each = dimensions * sizeof(std::uint16_t);
    if (bytes.size() <= head || (bytes.size() - head) % each != 0 || (bytes.size() - head) / each > static_cast<std::size_t>(mostSamples))
        return false;
    const std::byte *from = bytes.data();
    for (std::size_t axis = 0; axis < dimensions; ++axis) {
        for (float *end : {&m_least[axis], &m_most[axis]}) {
            std::memcpy(end, from, sizeof *end);
            from += sizeof *end;
        }
        if (!std::isfinite(m_least[axis]) || !std::isfinite(m_most[axis]) || m_least[axis] > m_most[axis])
            return false;
    }
    m_places.resize((bytes.size() - head) / sizeof(std::uint16_t));
    std::memcpy(m_places.data(), from, m_places.size() * sizeof(std::uint16_t));
    m_samples = static_cast<Index>(m_places.size() / dimensions);
    return true;
}

} // namespace hourglass::runs
