#include "engine/data/readers/part_name.h"

#include "engine/data/part_cut.h"

namespace hourglass::data {

std::optional<PartKind> partNamed(const std::string &name) {
    std::string small = name;
    for (char &letter : small)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    if (small == "train" || small == "training")
        return PartKind::Train;
    if (small == "test" || small == "testing" || small == "privatetest") // the last and "publictest": of the faces of FER2013
        return PartKind::Test;
    if (small == "val" || small == "valid" || small == "validation" || small == "dev" || small == "development" || small == "publictest")
        return PartKind::Validation;
    return {};
}

void moveToParts(Dataset &dataset, std::vector<PartKind> partOfSample, PartNumbers numbers) {
    for (const PartKind kind : {PartKind::Validation, PartKind::Test}) {
        std::vector<bool> isTaken;
        for (const PartKind part : partOfSample)
            isTaken.push_back(part == kind);
        partOf(dataset, kind) = takeOut(dataset.train, isTaken);
        std::erase(partOfSample, kind);
    }
    if (numbers == PartNumbers::Own)
        for (const PartKind kind : partKinds)
            partOf(dataset, kind).sourceIndex.clear();
}

} // namespace hourglass::data
