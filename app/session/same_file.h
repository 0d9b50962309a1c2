#pragma once

#include <QFileInfo>

namespace hourglass::app {

/// Whether two paths lead to one file, by links, too; of one that is not there, whether they are the same.
inline bool isSameFile(const QString &one, const QString &other) {
    const QFileInfo first(one), second(other);
    return first.exists() && second.exists() ? first.canonicalFilePath() == second.canonicalFilePath() : first.absoluteFilePath() == second.absoluteFilePath();
}

} // namespace hourglass::app
