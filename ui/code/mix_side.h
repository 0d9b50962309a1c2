// Beside the sliders: what the decoder makes of the mix, where the mix started from, and what it changed.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "ui/code/decoded_look.h"

class QComboBox;
class QSlider;
class QToolButton;

namespace hourglass::ui {

class DecodedTiles;
class ElidedLabel;

class MixSide : public QWidget {
    Q_OBJECT
public:
    explicit MixSide(QWidget *parent = nullptr);

    void setClasses(const QStringList &names);
    /// Samples that are selected, for an attribute; null: none are.
    void setSelection(const QString &name, std::shared_ptr<const std::vector<core::Index>> samples);
    /// Of a table's columns, or none.
    void setFeatures(const QStringList &names) { m_look.style.features = names; }
    void showMix(std::shared_ptr<const analysis::MixPicture> mix); ///< null: nothing to show
    /// What the decoder makes of the centre and of the mix.
    void showDecoded(const std::vector<float> &centre, const std::vector<float> &mix);
    /// Whether there is a sample to start from.
    void setHasSample(bool hasSample);
    void setTheme(const Theme &theme);
    void resetAttribute(); ///< its slider, silently
    const DecodedTiles *picture() const { return m_picture; }
    const DecodedTiles *origin() const { return m_origin; }

signals:
    void centreChosen(hourglass::analysis::CodeCentre::Kind kind);
    void resetWanted();
    void attributeChosen(const hourglass::analysis::CodeAttribute &attribute);
    /// 1: the whole way from the mean of the others to the mean of those that have it.
    void attributeTurned(double amount);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void tellCentre();
    void fitPicture();
    void fillAttributes();
    void chooseAttribute();

    std::shared_ptr<const analysis::MixPicture> m_mix;
    DecodedLook m_look;
    SteadyLimit m_limit; ///< of what a mix changes
    QStringList m_classes;
    DecodedTiles *m_picture, *m_origin;
    QWidget *m_choices, *m_startRow, *m_attributeRow;
    QToolButton *m_mean, *m_zero, *m_sample, *m_random, *m_reset;
    ElidedLabel *m_from;
    QComboBox *m_attribute;
    QSlider *m_amount;
    QString m_selectionName;
    std::shared_ptr<const std::vector<core::Index>> m_selection;
};

} // namespace hourglass::ui
