// The controls in the map's header that say which plane of the code is shown.
#pragma once

#include <QObject>

#include "engine/analysis/pictures.h"

class QComboBox;
class QToolButton;

namespace hourglass::ui {

class PanelHeader;

class AxesChoice : public QObject {
    Q_OBJECT
public:
    explicit AxesChoice(PanelHeader *header);

    /// With no more than two units there is nothing to choose, and no control.
    void setUnits(int units);
    int units() const { return m_units; }
    /// Shows axes without reporting them.
    void setAxes(const analysis::LatentAxes &axes);
    const analysis::LatentAxes &axes() const { return m_axes; }

signals:
    void edited(const hourglass::analysis::LatentAxes &axes);

private:
    void chooseUnit(bool isSecond, int unit);
    void refresh();

    QToolButton *m_unitsChip, *m_principalChip;
    QComboBox *m_first, *m_second;
    int m_units = 2;
    analysis::LatentAxes m_axes;
};

} // namespace hourglass::ui
