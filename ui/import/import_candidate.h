// Data on their way in: read, but not yet trained on.
#pragma once

#include <memory>
#include <optional>

#include <QStringList>

#include "engine/core/result.h"
#include "engine/spec/spec.h"
#include "ui/import/preview_samples.h"

namespace hourglass::ui {

struct ImportCandidate {
    spec::DataSpec data;                          ///< as the person wants it
    spec::Kind source;                            ///< the reader or generator that recognised it; an empty key: none, or not yet
    std::shared_ptr<const data::Dataset> dataset; ///< of the last read that brought something; null before
    PreviewSamples preview;                       ///< of that
    bool isReading = false;                       ///< as wanted now
    std::optional<core::Error> error;             ///< why it cannot be read as wanted
    std::optional<core::Error> refusal;           ///< why the present stack cannot train on it
    QStringList notes;                            ///< what a person should know before using it
    QString remedy;                               ///< with what the stack would fit: "a linear output"; empty: nothing needed or known

    bool isReady() const { return dataset && !isReading && !error; }
};

} // namespace hourglass::ui
