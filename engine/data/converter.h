// Who turns files of formats that the engine does not read itself into ones that it reads. The engine knows none of these formats: the program
// hands it a converter, which works in a process of its own, since the libraries for them are not hardened against strangers' files.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/progress.h"
#include "engine/data/read_report.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

struct ConversionOrder {
    std::string format; ///< the key of the reader that asks: "matlab"
    std::string path;
    std::vector<std::string> chosen; ///< what of the file is wanted, by name (arrays, a sheet); empty: what the converter takes for the data
    Progress progress;
};

struct Conversion {
    enum class Kind {
        Arrays, ///< an archive of NumPy arrays
        Table   ///< delimited text, comma, double quotes, UTF-8
    };

    Kind kind = Kind::Arrays;
    std::string path; ///< to read it from, as long as `keeper` lives
    std::shared_ptr<const void> keeper;
    std::string chosen;               ///< of a table: the name of what was taken
    spec::Values options;             ///< what is to be taken for the reader's options where nothing else is said: "channels", "labels"
    std::string featureNames;         ///< the array of words that names the numbers of a sample, or ""
    std::vector<std::string> factors; ///< arrays that say something of each sample, words or numbers
    std::vector<std::string> choices; ///< names that could be asked for, in the file's order
    std::vector<Doubt> doubts;        ///< of options that the order may have decided; their values are texts
    std::vector<std::string> remarks; ///< sentences
};

class Converter {
public:
    virtual ~Converter() = default;

    /// May be called from several threads at once. An error where the file is none of this format, damaged, too large or takes too long; and
    /// where the process that reads it ended otherwise.
    virtual core::Result<Conversion> convert(const ConversionOrder &order) const = 0;
};

} // namespace hourglass::data
