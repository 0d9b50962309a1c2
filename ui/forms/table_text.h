// Labels and help of the engine's tables in the person's language.
#pragma once

#include <QString>

#include <string>

namespace hourglass::ui {

/// The text of a table (UTF-8, English), translated in the context "tables" where a translation exists.
QString tableText(const std::string &text);

/// A word of a setting that stands for a number, as a person reads it: "as the data", "same size", "across the code".
QString wordText(const std::string &word);

/// A tooltip that wraps: the text as one paragraph of rich text.
QString toolTipText(const QString &text);

} // namespace hourglass::ui
