#include "engine/data/readers/byte_source.h"

namespace hourglass::data {

std::optional<core::Error> expectEnd(ByteSource &source) {
    std::uint8_t more = 0;
    const auto got = source.read({&more, 1});
    if (!got)
        return got.error();
    if (*got > 0)
        return core::Error{"the file goes on behind the data that its header declares", source.name(),
                           "The header or the file is damaged: copy or download it again."};
    return {};
}

} // namespace hourglass::data
