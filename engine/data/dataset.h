// Samples in memory, or in the file that they stay in. Images stay bytes; everything else is float.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/types.h"
#include "engine/data/read_report.h"
#include "engine/data/sample_file.h"

namespace hourglass::data {

using core::Index;
class Scaling;

/// One part of a data set. Exactly one of `bytes`, `floats` and `file` is filled: samples × features, sample after sample.
struct Part {
    Index samples = 0;
    Index features = 0;
    std::vector<std::uint8_t> bytes; ///< scaled as value / 255 wherever numbers are needed
    std::vector<float> floats;
    std::shared_ptr<const SampleFile> file; ///< where the samples stay in their file: sourceIndex − firstRow is the row then
    Index firstRow = 0;                     ///< the number in the source of the file's first row
    std::vector<std::int32_t> labels;       ///< one a sample, or empty
    std::vector<std::int32_t> groups;       ///< one a sample, into Dataset::groupNames, or empty: samples of one group belong together (a patient, a machine)
    std::vector<float> factors;             ///< samples × Dataset::factorNames: what is known of each sample beside its features; NaN where it is not
    std::vector<Index> sourceIndex;         ///< the sample's number in its source's order, or empty where it is its own position
    std::vector<float> lengths;             ///< of the samples before they were scaled to length 1, or empty
    std::shared_ptr<const Scaling> scaling; ///< of numbers that are scaled whenever they are read; null where they stand as they are wanted

    bool isEmpty() const { return samples == 0; }
    bool holdsBytes() const { return !bytes.empty(); }
    /// Writes `features` floats of one sample, scaled.
    void copySample(Index sample, float *to) const;
    /// Writes the samples named as columns, scaled: column i is sample indices[i].
    void gather(const Index *indices, Index count, core::View to) const;
};

/// How a file has a sample: (28, 28) and (1, 28, 28) are one shape, and channels may come last.
struct FileLayout {
    std::vector<Index> extents;
    Index transposedRows = 0; ///< the file's sample is a matrix of so many rows, and the data set's its transpose; 0: they lie alike

    /// `numbers` and `written` are a sample each, in the data set's order and in the file's.
    void write(const float *numbers, Index features, float *written) const;
};

/// What a feature of a table was made from.
enum class FeatureKind : std::uint8_t {
    Number,   ///< a column of numbers
    Category, ///< 1 where a column of words holds one of its words
    Code,     ///< the number of the word
    Flag      ///< 1 where a value is missing
};

struct Dataset {
    std::string key;    ///< as in the spec: a name of the catalogue, or the path it was read from
    std::string title;  ///< "Fashion-MNIST"
    std::string origin; ///< where it comes from and its licence, for people
    core::Shape shape;
    Part train, validation, test;
    std::vector<std::string> classNames;   ///< by label; empty without labels
    std::vector<std::string> featureNames; ///< of a table's columns, or empty
    std::vector<FeatureKind> featureKinds; ///< as long as featureNames, or empty: all are numbers
    /// Added to what the parts hold (before any scaling), feature by feature, they give the source's numbers: where those are so large beside
    /// their differences that floats would merge them. Empty: nothing is added.
    std::vector<double> offsets;
    std::vector<std::string> factorNames; ///< of what is known of each sample beside its features, or empty
    /// The period of each factor, such as 2 π for an angle; 0 where it has none. As long as factorNames, or empty: none does.
    std::vector<float> factorPeriods;
    /// What 0, 1, … stand for in a factor that is words, empty for one that is numbers. As long as factorNames, or empty: all are numbers.
    std::vector<std::vector<std::string>> factorWords;
    std::vector<std::string> groupNames;    ///< of what samples belong together, or empty; after a subset, some may have no sample
    bool isWithinUnit = true;               ///< all values lie in [0, 1], once scaled
    core::Range range;                      ///< of the training part's values, once scaled; 0 to 1 where isWithinUnit and nothing was scaled
    core::Range originalRange;              ///< what pictures are shown in: 0 to 1, or what the source's numbers reach where that is not enough
    std::shared_ptr<const Scaling> scaling; ///< what was done to the source's numbers; null: nothing
    bool dependsOnSeed = false;             ///< generated, or a part was drawn: another seed gives other samples
    std::optional<FileLayout> fileLayout;   ///< of a sample in its file, where the shape does not tell
    ReadReport report;

    Index features() const { return shape.size(); }
    Index samples() const { return train.samples + validation.samples + test.samples; }
    /// The part whose loss is watched while training.
    const Part &heldOut() const { return validation.isEmpty() ? test : validation; }
    const char *heldOutName() const { return validation.isEmpty() ? "test" : "validation"; }
    /// Why samples that stay in a file could not be read any more: what was made of them since is worth nothing. Costs next to nothing while
    /// all is well.
    std::optional<core::Error> failure() const;
    /// Numbers that stand for the sample of this part, its own or its reconstruction, unscaled; `features` floats. The two may be the same. Offsets
    /// are not added: with them (source_numbers.h, in double) these are the source's numbers.
    void invert(const Part &part, Index sample, const float *scaled, float *original) const;
    /// The same of numbers that belong to no sample: where each was scaled to length 1, they get the mean length.
    void invert(const float *scaled, float *original) const;
};

} // namespace hourglass::data
