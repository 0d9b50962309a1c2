// Any bytes as a spec: refused with a sentence, or read; and what was read is written and read back the same.
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "tests/fuzz/file_of_bytes.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char *>(bytes), size);
    const auto read = spec::readSpec(text, training::catalogue(), "try");
    fuzz::note(bool(read), read ? "" : read.error().sentence());
    if (!read) {
        if (read.error().what.empty())
            std::abort();
        return 0;
    }
    const auto again = spec::readSpec(spec::writeSpec(*read), training::catalogue(), "again");
    if (!again || !(*again == *read))
        std::abort();
    return 0;
}
