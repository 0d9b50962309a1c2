// What the import panel says of a candidate.
#pragma once

#include <QString>

#include "ui/import/import_candidate.h"

namespace hourglass::ui {

/// The data's own name, or that of the file while nothing is read.
QString importTitle(const ImportCandidate &candidate);
/// "IDX · 28 × 28 · 70 000 samples · bytes · 10 classes"; the path while nothing is read.
QString importSummary(const ImportCandidate &candidate);
/// "60 000 samples to train on, 10 000 to test"; empty while nothing is read.
QString importParts(const ImportCandidate &candidate);
/// An error as rich text: what it is strong, then where and what to do. `label` names the control that it speaks of; empty: where it says itself.
QString errorText(const core::Error &error, const QString &label = {});
/// Whether the data are drawn by the program, with settings of a generator, and not read.
bool isDrawn(const ImportCandidate &candidate);

} // namespace hourglass::ui
