// How fast the training goes: from one step a second to as fast as it can. A menu that the top bar and the menu Training share, and keys that go one
// slower and one faster.
#pragma once

#include <QMenu>

#include <vector>

class QActionGroup;

namespace hourglass::ui {

class PaceChoice : public QMenu {
    Q_OBJECT
public:
    explicit PaceChoice(QWidget *parent);

    /// Steps a second; 0: as fast as it can.
    double pace() const;
    /// "max", "10/s"
    QString text() const;
    static QString widestText();
    /// So many choices faster (negative: slower); the ends stay the ends.
    void goFaster(int by);

signals:
    void paceChosen(double stepsPerSecond);

private:
    void choose(std::size_t index);

    QActionGroup *m_group;
    std::size_t m_chosen;
};

} // namespace hourglass::ui
