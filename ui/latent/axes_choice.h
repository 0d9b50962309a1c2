// The controls in the map's header that say which plane of the code is shown.
#pragma once

#include <QObject>

#include <optional>
#include <vector>

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
    /// Goes to what suits a code of so many units: two are shown themselves; of more, what the person chose last, or else PCA.
    void suit(int units);
    /// What the person chose last for codes of more than two units; none: nothing.
    const std::optional<analysis::LatentAxes> &chosen() const { return m_chosen; }
    /// As if the person had chosen it before this code came; units that the code does not have are passed over.
    void prefer(const std::optional<analysis::LatentAxes> &axes);
    /// Whether there are classes, which some projections need.
    void setHasClasses(bool hasClasses) { m_hasClasses = hasClasses; }
    /// What the control of the layout says of the present one.
    void setLayoutHelp(const QString &help);
    /// Shows axes without reporting them.
    void setAxes(const analysis::LatentAxes &axes);
    /// What gives way in a narrow header, the first first: the menu of the layouts has all of it, too.
    QList<QWidget *> dispensable() const;
    const analysis::LatentAxes &axes() const { return m_axes; }

signals:
    void edited(const hourglass::analysis::LatentAxes &axes);

private:
    void chooseUnit(int analysis::LatentAxes::*place, int unit);
    void chooseKind(analysis::LatentAxes::Kind kind);
    void chooseSpace(bool isSpatial);
    std::vector<QComboBox *> boxes() const { return {m_first, m_second, m_third}; }
    void choose(const analysis::LatentAxes &axes);
    void change(const analysis::LatentAxes &axes);
    void refresh();

    void openMenu();

    QToolButton *m_unitsChip, *m_principalChip, *m_layoutChip, *m_spaceChip;
    bool m_hasClasses = false;
    QString m_layoutHelp;
    QComboBox *m_first, *m_second, *m_third;
    int m_units = 2;
    analysis::LatentAxes m_axes;
    std::optional<analysis::LatentAxes> m_chosen; ///< by the person, for codes of more than two units
};

} // namespace hourglass::ui
