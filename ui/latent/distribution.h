// Codes of one unit: a smooth ridge for each class over the unit's value, all to one scale, the first class at the top. Coloured by a number there
// is one ridge, and each place of it has the colour of what the codes there have in the middle; a number of few steps has a ridge for each.
#pragma once

#include <qcustomplot.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/analysis/pictures.h"
#include "ui/colouring/colouring.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class Distribution : public QCPAbstractPlottable {
    Q_OBJECT
public:
    Distribution(QCPAxis *horizontal, QCPAxis *vertical);

    void setPoints(std::shared_ptr<const analysis::LatentPicture> points);
    void setColouring(SharedColouring colouring);                              ///< null: by class
    void setLitLevels(std::vector<bool> levels) { m_lit = std::move(levels); } ///< as the scatter has it
    void setHiddenClasses(std::vector<bool> hidden);
    /// Whether each point is one of those that are worked with: a ridge of them stands within that of all, which is pale. Empty: nothing is chosen.
    void setChosen(std::vector<bool> chosen);
    void setTheme(const Theme &theme);

    /// Rows of ridges; row r stands on the vertical coordinate rows() − 1 − r and its highest ridge reaches `overlap` above it.
    int rows() const;
    static constexpr double overlap = 2.2;
    /// The vertical coordinate on which the sample's ridge stands; nothing for a hidden class.
    std::optional<double> baselineOf(std::size_t point) const;
    struct Count {
        QColor colour;
        int label; ///< a class or a step of what colours; −1: neither
        int codes;
    };
    /// How many codes of each shown ridge lie between two values, the largest first.
    std::vector<Count> countsBetween(double lower, double upper) const;

    double selectTest(const QPointF &, bool, QVariant * = nullptr) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain = QCP::sdBoth, const QCPRange & = {}) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

private:
    struct Ridge {
        int label;                  ///< a class or a step of what colours; −1: neither
        std::vector<float> density; ///< codes per bin, smoothed
        std::vector<float> chosen;  ///< of those, the chosen ones; empty where nothing is chosen
    };
    bool isShown(int label) const;
    int labelOf(std::size_t point) const;
    void measure();
    void measureLevels();
    bool isLit(int level) const { return static_cast<std::size_t>(level) >= m_lit.size() || m_lit[static_cast<std::size_t>(level)]; }
    bool hasSteps() const { return isByValue(m_colouring) && !m_colouring->scale.steps.empty(); }
    float valueOf(int step) const; ///< NaN for −1
    QColor colourOf(int label) const;
    QBrush fillOf(const Ridge &ridge) const;
    QPolygonF lineOf(const std::vector<float> &density, double baseline, double highest) const;
    double peak() const; ///< of all ridges, hidden or not, so that hiding one does not stretch the others

    std::shared_ptr<const analysis::LatentPicture> m_points;
    std::vector<bool> m_hidden, m_lit, m_chosen;
    Theme m_theme = Theme::light();
    double m_first = 0, m_bin = 1;
    std::vector<Ridge> m_ridges;
    SharedColouring m_colouring;
    std::vector<int> m_levels; ///< of each bin, on the colouring's scale; −1: no code lies there
};

} // namespace hourglass::ui
