#include "app/converters/matlab.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>

#include <matio.h>

#include "app/converters/conversion_output.h"
#include "app/converters/hdf5.h"
#include "app/converters/matlab_arrays.h"
#include "app/converters/matlab_objects.h"

namespace hourglass::app {

using core::Error;
using core::Index;

namespace {

struct CloseFile {
    void operator()(mat_t *file) const { Mat_Close(file); }
};
struct FreeVariable {
    void operator()(matvar_t *variable) const { Mat_VarFree(variable); }
};
using Variable = std::unique_ptr<matvar_t, FreeVariable>;

/// The array with the samples first, where the lengths of the vectors of the file tell that they come last.
MatlabArray turned(const MatlabArray &array, const std::set<Index> &lengths, std::vector<std::string> &remarks) {
    if (array.isVector() || array.texts.size() > 0 || array.extents.size() < 2)
        return array;
    const Index first = array.extents.front(), last = array.last();
    const bool isTold = lengths.count(last) > 0 && lengths.count(first) == 0;
    // Pictures one behind the other, as MATLAB keeps them, where no vector tells.
    const bool isLikely = array.extents.size() >= 3 && lengths.count(first) == 0 && last > *std::max_element(array.extents.begin(), array.extents.end() - 1);
    if (!isTold && !isLikely)
        return array;
    remarks.push_back(array.name + " has its samples last, " + std::to_string(last) + " of them: it is turned.");
    return withLastFirst(array);
}

/// Zeros with a single one in each column, and fewer rows than columns: the classes of samples that stand beside each other, as MATLAB's neural networks
/// have them.
bool isOneHotByColumns(const MatlabArray &array) {
    if (array.extents.size() != 2 || array.extents[0] < 2 || array.extents[0] >= array.last() || (array.type != "<f8" && array.type != "|b1"))
        return false;
    const std::size_t size = array.type == "<f8" ? sizeof(double) : 1, rows = static_cast<std::size_t>(array.extents[0]);
    for (std::size_t begin = 0; begin + rows * size <= array.bytes.size(); begin += rows * size) {
        std::size_t ones = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            double value = 0.0;
            if (size == 1)
                value = static_cast<double>(std::to_integer<int>(array.bytes[begin + i]));
            else
                std::memcpy(&value, &array.bytes[begin + i * size], size);
            if (value != 0.0 && value != 1.0)
                return false;
            ones += value == 1.0 ? 1 : 0;
        }
        if (ones != 1)
            return false;
    }
    return true;
}

std::string listed(const std::vector<std::string> &names) {
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

core::Result<data::Conversion> writeMatlab(const MatlabVariable &found, const ForeignFile &file) {
    if (found.arrays.empty())
        return Error{"the MATLAB file holds no arrays of numbers" + (found.passedOver.empty() ? std::string() : "; not read: " + listed(found.passedOver)),
                     file.path, "Save a matrix with a sample a row: X."};
    std::set<Index> lengths;
    for (const MatlabArray &array : found.arrays)
        if (array.isVector())
            lengths.insert(array.extents.front());
    if (lengths.empty())
        for (const MatlabArray &array : found.arrays)
            if (isOneHotByColumns(array))
                lengths.insert(array.last());
    data::Conversion conversion;
    ArrayOutput output(file.output);
    for (const MatlabArray &array : found.arrays) {
        if (array.isSeries)
            conversion.options["channels"] = std::string("last");
        conversion.choices.push_back(array.name);
        if (!array.texts.empty()) {
            output.addTexts(array.name, array.texts);
            continue;
        }
        MatlabArray samplesFirst = turned(array, lengths, conversion.remarks);
        if (const Index missing = markMissingDates(samplesFirst); missing > 0)
            conversion.remarks.push_back(array.name + " holds " + std::to_string(missing) + (missing == 1 ? " number that is" : " numbers that are") +
                                         " −2⁶³, as missing dates (NaT) are written: taken for missing.");
        output.begin(array.name, samplesFirst.type, samplesFirst.extents, true);
        output.write(samplesFirst.bytes);
    }
    if (!found.passedOver.empty())
        conversion.remarks.push_back("Not read: " + listed(found.passedOver) + ".");
    if (auto error = output.finish())
        return *error;
    return conversion;
}

core::Result<data::Conversion> convertMatlab(const ForeignFile &file) {
    Mat_LogInitFunc("", nullptr);
    const std::unique_ptr<mat_t, CloseFile> mat(Mat_Open(file.path.c_str(), MAT_ACC_RDONLY));
    if (!mat)
        return Error{"the MATLAB file cannot be opened: it is damaged, or none", file.path, "Save it anew in MATLAB: save('data.mat', '-v7')."};
    MatlabVariable found;
    std::size_t count = 0;
    for (const MatlabObject &object : objectsIn(file.path))
        found.passedOver.push_back(object.name + " (" + object.reason() + ")");
    while (Variable variable{Mat_VarReadNext(mat.get())}) {
        if (variable->name && *variable->name != '\0' && ++count <= mostMatlabVariables) // what objects consist of has no name
            collect(*variable, variable->name, found);
        file.progress(1.0 - 1.0 / static_cast<double>(count + 1));
    }
    const bool areAllRead =
        std::none_of(found.passedOver.begin(), found.passedOver.end(), [](const std::string &why) { return why.find(notReadClause) != std::string::npos; });
    if ((found.arrays.empty() || !areAllRead) && Mat_GetVersion(mat.get()) == MAT_FT_MAT73)
        if (auto byHdf5 = convertMatlab73(file)) // as others than MATLAB write it
            return byHdf5;
    return writeMatlab(found, file);
}

} // namespace hourglass::app
