// The records that TensorBoard's event files consist of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hourglass::runs {

/// CRC-32C (Castagnoli, polynomial 0x1EDC6F41, reflected), as RFC 3720 has it.
std::uint32_t crc32c(std::string_view bytes);

/// Framed as TensorFlow's records are: length (uint64), masked checksum of the length, the bytes, masked checksum of the bytes, all little-endian. A mask
/// turns a checksum right by 15 bits and adds 0xa282ead8.
std::string record(std::string_view bytes);

// Messages of the published tensorflow/core/util/event.proto and framework/summary.proto, in the encoding of protobuf:
//   Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
//   Summary { repeated Value value = 1; }  Value { string tag = 1; float simple_value = 2; }
/// Of the first record of each file. `wallTime`: seconds since 1970, UTC.
std::string fileVersionEvent(double wallTime);
std::string scalarEvent(double wallTime, std::int64_t step, const std::string &tag, float value);

} // namespace hourglass::runs
