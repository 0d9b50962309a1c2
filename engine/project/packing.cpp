#include "engine/project/packing.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

namespace hourglass::project {

static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::uint8_t mostTextBytes = 255;

template <class Value>
void put(Value value, Bytes &to) {
    const auto *bytes = reinterpret_cast<const std::byte *>(&value);
    to.insert(to.end(), bytes, bytes + sizeof value);
}

void put(const std::string &text, Bytes &to) {
    const auto size = static_cast<std::uint8_t>(std::min<std::size_t>(text.size(), mostTextBytes));
    put(size, to);
    const auto *bytes = reinterpret_cast<const std::byte *>(text.data());
    to.insert(to.end(), bytes, bytes + size);
}

/// Takes values off the front; whatever comes after the end is nothing, and isWhole() false.
class Unpacking {
public:
    explicit Unpacking(std::span<const std::byte> bytes) : m_rest(bytes) {}

    template <class Value>
    Value take() {
        Value value{};
        if (has(sizeof value)) {
            std::memcpy(&value, m_rest.data(), sizeof value);
            m_rest = m_rest.subspan(sizeof value);
        }
        return value;
    }
    std::string text() {
        const std::size_t size = take<std::uint8_t>();
        if (!has(size))
            return {};
        std::string text(reinterpret_cast<const char *>(m_rest.data()), size);
        m_rest = m_rest.subspan(size);
        return text;
    }
    bool isAtEnd() const { return m_rest.empty(); }
    bool isWhole() const { return m_isWhole; }

private:
    bool has(std::size_t size) {
        if (size > m_rest.size()) {
            m_isWhole = false;
            m_rest = {};
        }
        return m_isWhole;
    }
    std::span<const std::byte> m_rest;
    bool m_isWhole = true;
};

} // namespace

void pack(const runs::Span &span, Bytes &to) {
    put(span.step, to);
    put(span.epoch, to);
    put(static_cast<std::uint32_t>(span.steps), to);
    for (const float value : {span.minimum, span.mean, span.maximum})
        put(value, to);
}

std::optional<std::vector<runs::Span>> spansOf(std::span<const std::byte> bytes) {
    if (bytes.size() % bytesOfASpan != 0)
        return {};
    std::vector<runs::Span> spans;
    spans.reserve(bytes.size() / bytesOfASpan);
    Unpacking from(bytes);
    core::Index last = -1;
    while (!from.isAtEnd()) {
        runs::Span span;
        span.step = from.take<core::Index>();
        span.epoch = from.take<double>();
        span.steps = from.take<std::uint32_t>();
        span.minimum = from.take<float>();
        span.mean = from.take<float>();
        span.maximum = from.take<float>();
        if (span.step <= last || span.steps < 1)
            return {};
        last = span.step;
        spans.push_back(span);
    }
    return spans;
}

void pack(const training::EvaluationRecord &record, Bytes &to) {
    put(record.step, to);
    for (const double value :
         {record.epoch, record.heldOutLoss, record.trainLoss, record.validationLoss, record.testLoss, record.seconds, record.samplesPerSecond})
        put(value, to);
    put(static_cast<std::uint8_t>(record.endsEpoch), to);
    put(static_cast<std::uint8_t>(std::min(record.terms.size(), training::mostTerms)), to);
    for (std::size_t i = 0; i < std::min(record.terms.size(), training::mostTerms); ++i) {
        put(record.terms[i].value, to);
        put(record.terms[i].name, to);
        put(record.terms[i].label, to);
    }
}

std::optional<std::vector<training::EvaluationRecord>> evaluationsOf(std::span<const std::byte> bytes) {
    std::vector<training::EvaluationRecord> records;
    Unpacking from(bytes);
    while (!from.isAtEnd()) {
        training::EvaluationRecord record;
        record.step = from.take<core::Index>();
        for (double *value :
             {&record.epoch, &record.heldOutLoss, &record.trainLoss, &record.validationLoss, &record.testLoss, &record.seconds, &record.samplesPerSecond})
            *value = from.take<double>();
        record.endsEpoch = from.take<std::uint8_t>() != 0;
        const std::size_t terms = from.take<std::uint8_t>();
        for (std::size_t i = 0; i < terms && from.isWhole(); ++i) {
            training::Term term;
            term.value = from.take<double>();
            term.name = from.text();
            term.label = from.text();
            record.terms.push_back(std::move(term));
        }
        if (!from.isWhole() || record.step < 0 || terms > training::mostTerms || (!records.empty() && record.step <= records.back().step))
            return {};
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace hourglass::project
