// Chooses what samples are coloured by. Every view may have one: they say what was chosen, and show what their owner tells them.
#pragma once

#include <QComboBox>

#include "ui/colouring/colouring_entry.h"

namespace hourglass::ui {

class ColouringChoice : public QComboBox {
    Q_OBJECT
public:
    explicit ColouringChoice(QWidget *parent = nullptr);

    /// Hidden where there is nothing to choose from.
    void showEntries(const std::vector<ColouringEntry> &entries, const ColouringEntry &chosen);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void chosen(const hourglass::ui::ColouringEntry &entry);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    static QString titleOf(const QString &name);

    std::vector<ColouringEntry> m_entries;
};

} // namespace hourglass::ui
