#include "engine/data/readers/part_name.h"

namespace hourglass::data {

std::optional<PartKind> partNamed(const std::string &name) {
    std::string small = name;
    for (char &letter : small)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    if (small == "train" || small == "training")
        return PartKind::Train;
    if (small == "test" || small == "testing")
        return PartKind::Test;
    if (small == "val" || small == "valid" || small == "validation")
        return PartKind::Validation;
    return {};
}

} // namespace hourglass::data
