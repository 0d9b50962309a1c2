// Thumbnails of samples, as many as there are: only those in sight are painted, and each is made once.
#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QPixmap>

#include "ui/samples/sample_list.h"
#include "ui/theme/key_table.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

class SampleGrid : public QAbstractScrollArea {
    Q_OBJECT
public:
    /// The list must outlive it; listChanged() tells that it is another one.
    explicit SampleGrid(const SampleList &list, QWidget *parent = nullptr);

    /// Other samples or another order. `isOtherData`: thumbnails made so far are worth nothing.
    void listChanged(bool isOtherData);
    /// The same list in other colours.
    void coloursChanged();
    void setTheme(const Theme &theme);
    void setSelectedSample(const std::optional<data::SampleId> &sample); ///< scrolls to it
    void setMarkedSample(const std::optional<data::SampleId> &sample);

    int columns() const;
    QRect cell(core::Index position) const; ///< in the viewport
    /// What keys and mouse do here.
    InputSection inputs() const;
    core::Index current() const { return m_current; } ///< where the keys are; -1: nowhere yet

    QSize minimumSizeHint() const override { return {160, 120}; }

signals:
    void sampleHovered(std::optional<hourglass::data::SampleId> sample);
    void sampleSelected(std::optional<hourglass::data::SampleId> sample);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    QSize cellSize() const;
    core::Index positionAt(const QPoint &point) const;
    void arrange();
    void scrollTo(core::Index position);
    void makeKeys();
    void moveTo(core::Index position);
    void hover(core::Index position);
    const QPixmap *thumbnailAt(const data::SampleId &place, bool mayMake);
    void paintCell(QPainter &painter, core::Index position, const QPixmap *picture) const;

    const SampleList &m_list;
    Theme m_theme = Theme::light();
    QCache<quint64, QPixmap> m_thumbnails;
    std::optional<data::SampleId> m_selected, m_marked;
    KeyTable m_keys;
    core::Index m_current = -1, m_hovered = -1;
};

} // namespace hourglass::ui
