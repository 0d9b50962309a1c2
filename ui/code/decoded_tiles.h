// A row of decoded samples with a word below each.
#pragma once

#include <QWidget>

#include <memory>
#include <vector>

#include "ui/code/decoded_look.h"

namespace hourglass::ui {

class DecodedTiles : public QWidget {
    Q_OBJECT
public:
    struct Tile {
        QString caption; ///< empty: none, and no room for it
        std::vector<float> values, reference;
        bool isChange = false; ///< values − reference
    };
    explicit DecodedTiles(QWidget *parent = nullptr);

    void show(const DecodedLook &look, std::vector<Tile> tiles);
    using QWidget::show;
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);
    const std::vector<Tile> &tiles() const { return m_tiles; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    DecodedLook m_look;
    std::vector<Tile> m_tiles;
    Theme m_theme = Theme::light();
    QString m_emptyText;
    QFont m_small;
};

/// The fonts of samples that are drawn as numbers, for a widget's own font.
void takeFonts(ReconstructionStyle &style, const QFont &font);

} // namespace hourglass::ui
