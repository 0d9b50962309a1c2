// The code, unit by unit: a slider for each, and what the decoder makes of the mix. Passive: it asks for codes to be decoded and for another centre or
// other axes, and shows what it is then given. Hidden, it keeps the newest mix and does nothing.
#pragma once

#include <memory>
#include <optional>

#include "engine/analysis/mix_task.h"
#include "engine/analysis/pictures.h"
#include "ui/code/code_texts.h"
#include "ui/theme/panel.h"

class QBoxLayout;
class QMenu;
class QToolButton;

namespace hourglass::ui {

class MixSide;
class MixSliders;

class MixingDesk : public Panel {
    Q_OBJECT
public:
    explicit MixingDesk(QWidget *parent = nullptr);

    void setClasses(const QStringList &names);
    /// Samples that are selected, for an attribute; null: none are.
    void setSelection(const QString &name, std::shared_ptr<const std::vector<core::Index>> samples);
    /// Of a table's columns, or none.
    void setFeatures(const QStringList &names);
    /// Offsets from the centre stay, in standard deviations, while the training goes on; another centre takes them back, other axes carry them over.
    void showMix(std::shared_ptr<const analysis::MixPicture> mix);
    /// The answer to decodingWanted.
    void showDecoded(const std::vector<analysis::DecodedPicture> &pictures);
    /// A sample that the desk can start from; none: of other data.
    void setSample(std::optional<core::Index> sample);
    void clear();

    void setTheme(const Theme &theme) override;
    std::vector<InputSection> inputs() const override;

    MixSliders *sliders() const { return m_sliders; }
    MixSide *side() const { return m_side; }
    /// Of the present mix; empty without one.
    const std::vector<float> &code() const { return m_code; }

signals:
    void decodingWanted(std::vector<std::vector<float>> codes); ///< the centre and the mix
    void centreEdited(const hourglass::analysis::CodeCentre &centre);
    void drawWanted();
    void basisEdited(hourglass::analysis::CodeBasis basis);
    void effectsWanted(bool areWanted);
    void attributeEdited(const hourglass::analysis::CodeAttribute &attribute);
    void codeMixed(const std::vector<float> &code); ///< of the decoded mix; empty without one
    void exportFailed(const hourglass::core::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void takeMix(const std::shared_ptr<const analysis::MixPicture> &mix);
    void mix();
    void sort();
    void chooseOrder(AxisOrder order);
    void chooseBasis(analysis::CodeBasis basis);
    void fillOrderMenu(QMenu *menu);
    void openMenu(const QPoint &global);
    void resetAll();
    void turnSolo(std::optional<int> axis);

    MixSliders *m_sliders;
    MixSide *m_side;
    QBoxLayout *m_halves;
    QToolButton *m_orderChip, *m_unitsChip, *m_principalChip;
    std::shared_ptr<const analysis::MixPicture> m_mix, m_newest; ///< shown; the newest, while the view is hidden
    std::vector<double> m_offsets, m_centre,
        m_base;          ///< of each axis: of the mix from the base; where the centre stands, and the base, which is the centre with its attribute
    double m_amount = 0; ///< of the attribute
    std::vector<float> m_code;
    std::optional<int> m_solo;
    std::optional<core::Index> m_sample;
    AxisOrder m_order = AxisOrder::ByNumber;
    bool m_isSortDue = false; ///< a person chose the order, and the effects are still to come
};

} // namespace hourglass::ui
