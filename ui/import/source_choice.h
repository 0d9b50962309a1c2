// What a folder offers that is no set as a whole: each of its sources as a button, in the place of the samples.
#pragma once

#include <QWidget>

#include "ui/import/import_candidate.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hourglass::ui {

class SourceChoice : public QWidget {
    Q_OBJECT
public:
    explicit SourceChoice(QWidget *parent = nullptr);

    /// Hidden where there are none.
    void showOffers(const std::vector<SourceOffer> &offers);
    /// Those that are shown, in their order: for the keyboard.
    QWidgetList buttons() const;

signals:
    void chosen(const hourglass::spec::DataSpec &data);

private:
    void addButton();

    QVBoxLayout *m_layout;
    std::vector<QPushButton *> m_buttons;
    std::vector<SourceOffer> m_offers;
};

} // namespace hourglass::ui
