// One ready stack as a card: its hourglass, title, layers, loss, and a sentence.
#pragma once

#include <QAbstractButton>

#include <vector>

#include "engine/plan/outline.h"
#include "engine/spec/presets.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

/// What the card says, taken from the preset's values.
struct PresetSummary {
    QString key, title, sentence;
    QString stack;                   ///< "784–128–64–32–64–128–784"
    QString training;                ///< "binary cross-entropy · Adam"
    std::vector<core::Index> widths; ///< of the data first, then of each layer
    std::size_t code = 0;            ///< index into widths
};

/// `features` stands in where a layer is as wide as the data.
PresetSummary summaryOf(const spec::Preset &preset, core::Index features);
/// With the shapes that the stack has on its data: maps as "16@14×14", sequences as "28×32". Layers that leave the shape alone and learn
/// nothing are left out; the code is then the layer before.
PresetSummary summaryOf(const spec::Preset &preset, const plan::Outline &outline);

class PresetCard : public QAbstractButton {
    Q_OBJECT
public:
    explicit PresetCard(const PresetSummary &summary, QWidget *parent = nullptr);

    const PresetSummary &summary() const { return m_summary; }
    void setPresent(bool isPresent); ///< the one at work now
    bool isPresent() const { return m_isPresent; }
    void setTheme(const Theme &theme);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void drawHourglass(QPainter &painter, const QRectF &place) const;

    PresetSummary m_summary;
    bool m_isPresent = false;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
