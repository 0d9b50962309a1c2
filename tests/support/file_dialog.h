// Answers a file dialog of Qt's own, as one who types a path and presses Return.
#pragma once

#include <QFileDialog>
#include <QLineEdit>

namespace hourglass::tests {

/// Accepts `dialog` with `path`, which is absolute, and `filter` unless it is empty. selectFile would not do: the model of the folder lists
/// in a thread of its own, and what it finds late may take the place of the name.
inline bool acceptWith(QFileDialog &dialog, const QString &path, const QString &filter = {}) {
    if (!filter.isEmpty())
        dialog.selectNameFilter(filter);
    auto *name = dialog.findChild<QLineEdit *>(QStringLiteral("fileNameEdit"));
    if (!name)
        return false;
    name->setText(path);
    return QMetaObject::invokeMethod(&dialog, "accept");
}

} // namespace hourglass::tests
