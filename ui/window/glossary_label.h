// A label whose word is underlined with dots and explains itself under the pointer.
#pragma once

#include <QLabel>

namespace hourglass::ui {

/// Underlines the label with dots and gives it the entry as tool tip. A key without an entry changes nothing. Of a label that has
/// one already, the entry is replaced.
void attachGlossary(QLabel *label, const QString &key);

class GlossaryLabel : public QLabel {
    Q_OBJECT
public:
    GlossaryLabel(const QString &text, const QString &key, QWidget *parent = nullptr);
};

} // namespace hourglass::ui
