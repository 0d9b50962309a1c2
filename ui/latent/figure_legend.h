// The legend of a saved figure: on the screen the legend is a widget, which a file would lack.
#pragma once

#include <qcustomplot.h>

#include <string>
#include <utility>
#include <vector>

#include "ui/colouring/colouring.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class FigureLegend : public QCPLayerable {
    Q_OBJECT
public:
    FigureLegend(QCustomPlot *plot, const QString &layer);

    void setTheme(const Theme &theme) { m_theme = theme; }
    void setClasses(const std::vector<std::string> &names) { m_names = names; }
    void setHiddenClasses(const std::vector<bool> &hidden) { m_hidden = hidden; }
    /// Whether the points of each class have a shape of their own.
    void setShapes(bool areShown) { m_hasShapes = areShown; }
    /// Null: classes, which are shown only if setShown says so.
    void setColouring(SharedColouring colouring) { m_colouring = std::move(colouring); }
    void setShown(bool isShown) { m_isShown = isShown; }

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter *painter) override;

private:
    void drawBar(QCPPainter *painter) const;

    Theme m_theme = Theme::light();
    QFont m_font;
    std::vector<std::string> m_names;
    std::vector<bool> m_hidden;
    SharedColouring m_colouring;
    bool m_isShown = false, m_hasShapes = false;
};

} // namespace hourglass::ui
