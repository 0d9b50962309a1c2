#include "engine/data/readers/array_described.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/data/natural_order.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

using core::Index;
using core::Result;

namespace {

constexpr std::array<const char *, 5> ofFeatures{"feature_names", "featurenames", "columns", "column_names", "var_names"};
constexpr std::array<const char *, 5> ofClasses{"target_names", "class_names", "classnames", "label_names", "list_classes"};
constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

struct Factor {
    std::string name;
    std::vector<float> values;      ///< one a sample
    std::vector<std::string> words; ///< of the values, or empty
};

const NamedArray &arrayOf(const ArraySet &set, int array) {
    return set.arrays()[static_cast<std::size_t>(array)];
}

int find(const ArraySet &set, const std::string &name) {
    const auto found = std::find_if(set.arrays().begin(), set.arrays().end(), [&](const NamedArray &array) { return array.name == name; });
    return found == set.arrays().end() ? -1 : static_cast<int>(found - set.arrays().begin());
}

bool isOneForEach(const NamedArray &array, Index count) {
    return array.extents == std::vector<Index>{count} || array.extents == std::vector<Index>{count, 1};
}

int findFeatureNames(const ArraySet &set, Index features) {
    const auto fits = [&](int array) { return array >= 0 && arrayOf(set, array).isText && isOneForEach(arrayOf(set, array), features); };
    if (!set.described().featureNames.empty())
        return fits(find(set, set.described().featureNames)) ? find(set, set.described().featureNames) : -1;
    for (const char *name : ofFeatures)
        if (fits(find(set, name)))
            return find(set, name);
    return -1;
}

Factor wordFactor(const ClassLabels &classes) {
    std::vector<std::int32_t> order(classes.names.size()), numbers(classes.names.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
        return comesBefore(classes.names[static_cast<std::size_t>(a)], classes.names[static_cast<std::size_t>(b)]);
    });
    Factor factor;
    for (const std::int32_t which : order) {
        numbers[static_cast<std::size_t>(which)] = static_cast<std::int32_t>(factor.words.size());
        factor.words.push_back(classes.names[static_cast<std::size_t>(which)]);
    }
    for (const std::int32_t label : classes.labels)
        factor.values.push_back(label < 0 ? unknown : static_cast<float>(numbers[static_cast<std::size_t>(label)]));
    return factor;
}

Result<Factor> readFactor(const ArraySet &set, int array, const Progress &progress) {
    if (arrayOf(set, array).isText) {
        const auto classes = set.readWords(array, progress);
        return classes ? wordFactor(*classes) : Result<Factor>(classes.error());
    }
    const auto read = set.read(array, progress);
    if (!read)
        return read.error();
    Factor factor{.values = read->floats};
    factor.values.insert(factor.values.end(), read->bytes.begin(), read->bytes.end());
    return factor;
}

bool varies(const std::vector<float> &values) {
    float first = unknown;
    for (const float value : values) {
        if (!std::isnan(first) && !std::isnan(value) && value != first)
            return true;
        first = std::isnan(first) ? value : first;
    }
    return false;
}

/// Behind those that there are; samples of other parts have none of them.
void append(std::vector<Factor> factors, Dataset &dataset) {
    const std::size_t before = dataset.factorNames.size(), width = before + factors.size();
    for (const PartKind kind : partKinds) {
        Part &part = partOf(dataset, kind);
        std::vector<float> values;
        values.reserve(static_cast<std::size_t>(part.samples) * width);
        for (std::size_t sample = 0; sample < static_cast<std::size_t>(part.samples); ++sample) {
            for (std::size_t i = 0; i < before; ++i)
                values.push_back(part.factors[sample * before + i]);
            for (const Factor &factor : factors)
                values.push_back(kind == PartKind::Train ? factor.values[sample] : unknown);
        }
        part.factors = std::move(values);
    }
    dataset.factorWords.resize(width);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        dataset.factorNames.push_back(std::move(factors[i].name));
        dataset.factorWords[before + i] = std::move(factors[i].words);
    }
}

/// What the names of classes are as numbers; empty where one is none.
std::vector<std::size_t> numbersOf(const std::vector<std::string> &names) {
    std::vector<std::size_t> numbers;
    for (const std::string &name : names) {
        if (name.empty() || name.size() > 6 || name.find_first_not_of("0123456789") != std::string::npos)
            return {};
        numbers.push_back(std::stoul(name));
    }
    return numbers;
}

} // namespace

Result<int> nameClasses(const ArraySet &set, const Progress &progress, Dataset &dataset) {
    const std::vector<std::size_t> numbers = numbersOf(dataset.classNames);
    const auto name = std::find_if(ofClasses.begin(), ofClasses.end(), [&](const char *one) { return find(set, one) >= 0; });
    if (numbers.empty() || name == ofClasses.end())
        return -1;
    const int array = find(set, *name);
    if (!arrayOf(set, array).isText || arrayOf(set, array).extents.size() != 1)
        return -1;
    const auto words = set.readWords(array, progress);
    if (!words)
        return progress.isCancelled() ? Result<int>(words.error()) : Result<int>(-1);
    const std::size_t count = words->labels.size(), highest = *std::max_element(numbers.begin(), numbers.end());
    const std::size_t first = highest == count && *std::min_element(numbers.begin(), numbers.end()) > 0 ? 1 : 0;
    if (words->names.size() != count || highest - first >= count || std::find(words->labels.begin(), words->labels.end(), -1) != words->labels.end())
        return -1;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        dataset.classNames[i] = words->names[static_cast<std::size_t>(words->labels[numbers[i] - first])];
    return array;
}

Result<int> nameFeatures(const ArraySet &set, const Progress &progress, Dataset &dataset) {
    const int array = dataset.shape.rank == 1 ? findFeatureNames(set, dataset.features()) : -1;
    if (array < 0)
        return -1;
    const auto words = set.readWords(array, progress);
    if (!words)
        return progress.isCancelled() ? Result<int>(words.error()) : Result<int>(-1);
    for (std::size_t i = 0; i < words->labels.size(); ++i)
        dataset.featureNames.push_back(words->labels[i] < 0 ? "number " + std::to_string(i + 1) : words->names[static_cast<std::size_t>(words->labels[i])]);
    return array;
}

Result<std::vector<int>> giveFactors(const ArraySet &set, int labels, const Progress &progress, Dataset &dataset) {
    std::vector<int> taken;
    std::vector<Factor> factors;
    for (const std::string &name : set.described().factors) {
        const int array = find(set, name);
        if (array < 0 || array == labels || !isOneForEach(arrayOf(set, array), dataset.train.samples))
            continue;
        auto factor = readFactor(set, array, progress);
        if (!factor && progress.isCancelled())
            return factor.error();
        if (!factor || !varies(factor->values))
            continue;
        factor->name = name.substr(name.rfind('/') + 1);
        factors.push_back(std::move(*factor));
        taken.push_back(array);
    }
    if (!factors.empty())
        append(std::move(factors), dataset);
    return taken;
}

} // namespace hourglass::data
