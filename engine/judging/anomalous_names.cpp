#include "engine/judging/anomalous_names.h"

#include <algorithm>

namespace hourglass::judging {

namespace {

constexpr const char *anomalous[] = {"abnormal", "anomal",    "outlier",   "defect", "fault",   "fraud",
                                     "attack",   "malicious", "intrusion", "broken", "damaged", "failure"};
constexpr const char *normal[] = {"normal", "good", "ok", "healthy", "inlier", "nominal", "regular", "benign"};

std::string lowered(std::string text) {
    for (char &letter : text)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

} // namespace

std::vector<std::int32_t> anomalousByName(const std::vector<std::string> &names) {
    std::vector<std::int32_t> saidSo, others;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = lowered(names[i]);
        if (std::ranges::any_of(anomalous, [&](const char *word) { return name.find(word) != std::string::npos; }))
            saidSo.push_back(static_cast<std::int32_t>(i));
        if (std::ranges::none_of(normal, [&](const char *word) { return name == word; }))
            others.push_back(static_cast<std::int32_t>(i));
    }
    const std::vector<std::int32_t> &found = saidSo.empty() ? others : saidSo;
    return found.size() < names.size() ? found : std::vector<std::int32_t>();
}

} // namespace hourglass::judging
