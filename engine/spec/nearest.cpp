#include "engine/spec/nearest.h"

#include <algorithm>
#include <cstddef>

namespace hourglass::spec {
namespace {

std::string lowered(const std::string &word) {
    std::string result = word;
    for (char &letter : result)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return result;
}

/// Optimal string alignment distance (Damerau 1964, without edits inside a swapped pair).
std::size_t distance(const std::string &a, const std::string &b) {
    std::vector<std::size_t> beforeLast(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, current);
    }
    return last[b.size()];
}

} // namespace

std::string nearest(const std::string &word, const std::vector<std::string> &candidates) {
    const std::string sought = lowered(word);
    const std::string *best = nullptr;
    std::size_t bestDistance = 0;
    for (const std::string &candidate : candidates) {
        const std::size_t longer = std::max(sought.size(), candidate.size());
        const std::size_t allowed = candidate.size() < 2 ? 0 : std::max<std::size_t>(1, longer / 3);
        if (longer > std::min(sought.size(), candidate.size()) + allowed)
            continue;
        const std::size_t found = distance(sought, lowered(candidate));
        if (found <= allowed && (!best || found < bestDistance)) {
            best = &candidate;
            bestDistance = found;
        }
    }
    return best ? *best : std::string();
}

std::string suggestion(const std::string &word, const std::vector<std::string> &candidates) {
    if (const std::string meant = nearest(word, candidates); !meant.empty())
        return "Did you mean \"" + meant + "\"?";
    if (candidates.empty())
        return "Nothing can be set here.";
    std::string known;
    for (const std::string &candidate : candidates)
        known += (known.empty() ? "" : ", ") + candidate;
    return "Known here: " + known + '.';
}

} // namespace hourglass::spec
