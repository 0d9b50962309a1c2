// Beside the sliders: what the decoder makes of the mix, where the mix started from, and what it changed.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "ui/code/decoded_look.h"

class QLabel;
class QToolButton;

namespace hourglass::ui {

class DecodedTiles;
class ElidedLabel;

class MixSide : public QWidget {
    Q_OBJECT
public:
    explicit MixSide(QWidget *parent = nullptr);

    void setClasses(const QStringList &names) { m_classes = names; }
    /// Of a table's columns, or none.
    void setFeatures(const QStringList &names) { m_look.style.features = names; }
    void showMix(std::shared_ptr<const analysis::MixPicture> mix); ///< null: nothing to show
    /// What the decoder makes of the centre and of the mix.
    void showDecoded(const std::vector<float> &centre, const std::vector<float> &mix);
    /// Whether there is a sample to start from.
    void setHasSample(bool hasSample);
    void setTheme(const Theme &theme);
    const DecodedTiles *picture() const { return m_picture; }
    const DecodedTiles *origin() const { return m_origin; }

signals:
    void centreChosen(hourglass::analysis::CodeCentre::Kind kind);
    void resetWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void tellCentre();
    void fitPicture();

    std::shared_ptr<const analysis::MixPicture> m_mix;
    DecodedLook m_look;
    SteadyLimit m_limit; ///< of what a mix changes
    QStringList m_classes;
    DecodedTiles *m_picture, *m_origin;
    QToolButton *m_mean, *m_zero, *m_sample, *m_random, *m_reset;
    ElidedLabel *m_from;
};

} // namespace hourglass::ui
