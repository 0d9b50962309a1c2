// A data set made of arrays that belong together: files beside each other, or entries of an archive.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/array.h"
#include "engine/data/readers/array_choice.h"
#include "engine/data/readers/array_form.h"
#include "engine/data/readers/array_labels.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// Arrays that say something of others, by their names, as far as who wrote them tells.
struct DescribingArrays {
    std::string featureNames;         ///< words, one a number of a sample; "" where nothing is told
    std::vector<std::string> factors; ///< words or numbers, one a sample
};

/// Arrays that can be read one by one.
class ArraySet {
public:
    virtual ~ArraySet() = default;

    const std::vector<NamedArray> &arrays() const { return m_arrays; }
    const DescribingArrays &described() const { return m_described; }
    /// The array that a person named; an error where there is none.
    virtual core::Result<int> find(const std::string &name) = 0;
    /// What to call it in sentences: "y_train.npy"
    virtual std::string nameOf(int array) const = 0;
    virtual core::Result<Array> read(int array, const Progress &progress) const = 0;
    /// The same with an offset for each number of a sample taken from it before it becomes a float. Asked for only where read() found numbers
    /// that were rounded to floats.
    virtual core::Result<Array> readDifferences(int array, const std::vector<double> &offsets, const Progress &progress) const;
    /// Of an array that isText.
    virtual core::Result<ClassLabels> readWords(int array, const Progress &progress) const = 0;
    /// Whether what is none of the set's is to be told: all arrays are of one archive.
    virtual bool isArchive() const { return false; }
    /// Its rows, where they are to stay in their file; null where it is to be read whole.
    virtual core::Result<std::shared_ptr<const SampleFile>> openRows(int array, const SampleForm &form) const;

protected:
    std::vector<NamedArray> m_arrays;
    DescribingArrays m_described;
};

/// "labels", "validation" and "test": the name of an array, "none", or nothing where it is found by itself; and "missing".
std::vector<spec::Setting> besideSettings();

/// Makes all parts, labels, groups, shape and report of the samples named and what belongs to them by the order's options (channelsSetting,
/// besideSettings). What is found by itself and does not fit is left out, and a remark says so; what a person named is an error then.
core::Result<Dataset> datasetOf(ArraySet &set, int samples, const ReadOrder &order);

/// The text of an option, or "".
std::string textOption(const ReadOrder &order, const std::string &key);

} // namespace hourglass::data
