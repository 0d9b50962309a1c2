#include "engine/runs/event_records.h"

#include <array>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>

namespace hourglass::runs {

namespace {

using Wire = google::protobuf::internal::WireFormatLite;
using Output = google::protobuf::io::CodedOutputStream;

constexpr std::array<std::uint32_t, 256> makeTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ (value & 1 ? 0x82f63b78u : 0);
        table[byte] = value;
    }
    return table;
}

std::uint32_t masked(std::uint32_t checksum) {
    return ((checksum >> 15) | (checksum << 17)) + 0xa282ead8u;
}

template <class Write>
std::string message(Write write) {
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream stream(&bytes);
        Output output(&stream);
        write(output);
    }
    return bytes;
}

} // namespace

std::uint32_t crc32c(std::string_view bytes) {
    static constexpr std::array<std::uint32_t, 256> table = makeTable();
    std::uint32_t value = 0xffffffffu;
    for (const char byte : bytes)
        value = (value >> 8) ^ table[(value ^ static_cast<unsigned char>(byte)) & 0xff];
    return ~value;
}

std::string record(std::string_view bytes) {
    std::string length = message([&](Output &output) { output.WriteLittleEndian64(bytes.size()); });
    return message([&](Output &output) {
        output.WriteString(length);
        output.WriteLittleEndian32(masked(crc32c(length)));
        output.WriteRaw(bytes.data(), static_cast<int>(bytes.size()));
        output.WriteLittleEndian32(masked(crc32c(bytes)));
    });
}

std::string fileVersionEvent(double wallTime) {
    return message([&](Output &output) {
        Wire::WriteDouble(1, wallTime, &output);
        Wire::WriteString(3, "brain.Event:2", &output);
    });
}

std::string scalarEvent(double wallTime, std::int64_t step, const std::string &tag, float value) {
    const std::string scalar = message([&](Output &output) {
        Wire::WriteString(1, tag, &output);
        Wire::WriteFloat(2, value, &output);
    });
    const std::string summary = message([&](Output &output) { Wire::WriteBytes(1, scalar, &output); });
    return message([&](Output &output) {
        Wire::WriteDouble(1, wallTime, &output);
        if (step != 0) // as protobuf leaves out what is zero
            Wire::WriteInt64(2, step, &output);
        Wire::WriteBytes(5, summary, &output);
    });
}

} // namespace hourglass::runs
