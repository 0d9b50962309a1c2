// Figures of the code beside those of PCA of the same size and of the raw input, as bars.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QWidget>

#include "ui/theme/theme.h"

namespace hourglass::ui {

class CsvWriter;

/// One figure of all three; what is not known yet has no bar.
struct ScoreGroup {
    QString title, help;                         ///< help: how it is measured
    std::array<std::optional<double>, 3> values; ///< from 0 to 1
};

class ScoreBars : public QWidget {
    Q_OBJECT
public:
    explicit ScoreBars(QWidget *parent = nullptr);

    /// `names`: "Code 16", "PCA 16", "Raw 784". `foot`: what was fitted and asked.
    void show(const std::array<QString, 3> &names, const std::vector<ScoreGroup> &groups, const QString &foot);
    void setTheme(const Theme &theme);
    /// A row a figure.
    void writeNumbers(CsvWriter &writer) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {170, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    int lineHeight() const;
    int groupHeight() const { return 4 * lineHeight() + 8; }

    std::array<QString, 3> m_names;
    std::vector<ScoreGroup> m_groups;
    QString m_foot;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
