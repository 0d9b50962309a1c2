// What excites one unit: an input made for it, the samples that it likes most, and how its activations are spread.
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

#include "engine/analysis/exciting_input_task.h"
#include "engine/analysis/favourites_task.h"
#include "ui/code/decoded_look.h"
#include "ui/theme/key_table.h"

namespace hourglass::ui {

class PlotExport;

class UnitCanvas : public QWidget {
    Q_OBJECT
public:
    explicit UnitCanvas(QWidget *parent = nullptr);

    void setClasses(const QStringList &names) { m_look.style.classes = names; }
    void setFeatures(const QStringList &names) { m_look.style.features = names; }
    void showFavourites(std::shared_ptr<const analysis::FavouritesPicture> picture); ///< null: nothing to show
    /// Drawn beside favourites of the same unit alone.
    void showInput(std::shared_ptr<const analysis::ExcitingInputPicture> picture);
    /// What is shown is of another unit than the one that is selected, whose own is on its way: pale.
    void setStale(bool isStale);
    bool isStale() const { return m_isStale; }
    void setTheme(const Theme &theme);
    void setEmptyText(const QString &text);

    const std::shared_ptr<const analysis::FavouritesPicture> &favourites() const { return m_favourites; }
    const std::shared_ptr<const analysis::ExcitingInputPicture> &input() const { return m_input; }
    /// As many as there is room for.
    int shownFavourites() const;
    QRectF favouriteRect(int number) const;
    QRectF inputRect() const;
    QRectF histogramRect() const;
    InputSection inputs() const;
    PlotExport *plotExport() const { return m_export; }

    QSize sizeHint() const override { return {380, 300}; }
    QSize minimumSizeHint() const override;

signals:
    void sampleSelected(hourglass::core::Index sample); ///< number in the shown part
    void stepWanted(int by);                            ///< to another unit of the layer
    void muteWanted();                                  ///< or no longer
    void menuWanted(const QPoint &global);

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Grid {
        int columns = 1, rows = 1;
        QSizeF cell;
    };
    Grid grid() const;
    QRectF upper() const; ///< above the histogram
    bool isOfSameUnit() const { return m_favourites && m_input && m_input->layer == m_favourites->layer && m_input->unit == m_favourites->unit; }
    void paintInput(QPainter &painter) const;
    void paintFavourites(QPainter &painter) const;
    void paintHistogram(QPainter &painter) const;
    std::optional<int> favouriteAt(const QPointF &point) const;
    QString helpAt(const QPointF &point) const;

    std::shared_ptr<const analysis::FavouritesPicture> m_favourites;
    std::shared_ptr<const analysis::ExcitingInputPicture> m_input;
    bool m_isStale = false;
    DecodedLook m_look;
    QString m_emptyText;
    KeyTable m_keys;
    PlotExport *m_export;
};

} // namespace hourglass::ui
