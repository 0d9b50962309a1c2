// Data on their way in: read, but not yet trained on.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QStringList>

#include "engine/core/result.h"
#include "engine/spec/spec.h"
#include "ui/import/preview_samples.h"

namespace hourglass::ui {

/// One of the sources that a refused folder or archive offers.
struct SourceOffer {
    QString title;       ///< "wine.csv"
    spec::DataSpec data; ///< to read it
};

struct ImportCandidate {
    spec::DataSpec data;                          ///< as the person wants it
    spec::Kind source;                            ///< the reader or generator that recognised it; an empty key: none, or not yet
    std::shared_ptr<const data::Dataset> dataset; ///< of the last read that brought something; null before
    PreviewSamples preview;                       ///< of that
    bool isReading = false;                       ///< as wanted now
    std::optional<core::Error> error;             ///< why it cannot be read as wanted
    std::optional<core::Error> refusal;           ///< why the present stack cannot train on it
    QStringList notes;                            ///< what a person should know before using it
    spec::Values place;                           ///< the options of the data that say which part of the source is read, not how
    std::vector<SourceOffer> offers;              ///< of the folder or archive, while it or one of them is the source
    spec::DataSpec folder;                        ///< that offers them
    QString remedy;                               ///< with what the stack would fit: "a linear output"; empty: nothing needed or known

    /// Whether nothing can be read until one of the offers is chosen.
    bool needsChoice() const { return error && !offers.empty() && data.source == folder.source && data.options == folder.options; }
    bool isReady() const { return dataset && !isReading && !error; }
};

} // namespace hourglass::ui
