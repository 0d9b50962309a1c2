// Who is to train beside the present stack, in lock step: a copy of it, a run, a preset, or a stack in a file.
#pragma once

#include <QMenu>

#include <vector>

namespace hourglass::ui {

class BesideMenu : public QMenu {
    Q_OBJECT
public:
    struct Entry {
        QString key, title, sentence;
    };

    explicit BesideMenu(QWidget *parent = nullptr);

    /// By age; the newest come first, and only so many of them. Keys are numbers.
    void setRuns(const std::vector<Entry> &runs);
    void setPresets(const std::vector<Entry> &presets);

signals:
    void copyWanted(bool hasOtherWeights);
    void runWanted(quint64 run);
    void presetWanted(const QString &key);
    void fileWanted();

private:
    QMenu *m_runs, *m_presets;
};

} // namespace hourglass::ui
