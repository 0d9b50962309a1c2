// The classes in a corner of the map: click hides or shows one, double-click shows it alone. It shrinks to dots where room is
// short.
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <string>
#include <vector>

#include "ui/theme/theme.h"

class QLabel;

namespace hourglass::ui {

class ClassButton : public QAbstractButton {
    Q_OBJECT
public:
    ClassButton(int label, const QString &name, QWidget *parent);

    int label() const { return m_label; }
    void setTheme(const Theme &theme);
    void setHasName(bool hasName);
    void setShape(int shape); ///< of ui/plots/class_shapes.h
    QSize sizeHint() const override;

signals:
    void soloed();
    void selected(); ///< its samples are wanted, or no longer

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    int m_label;
    int m_shape = 0;
    bool m_hasName = true;
    Theme m_theme = Theme::light();
};

class MapLegend : public QWidget {
    Q_OBJECT
public:
    explicit MapLegend(QWidget *parent);

    static constexpr int mostClasses = 20;

    void setTheme(const Theme &theme);
    void setClasses(const std::vector<std::string> &names);
    /// Whether the points of each class have a shape of their own.
    void setShapes(bool areShown);
    bool isEmpty() const { return m_names.empty(); }
    const std::vector<bool> &hiddenClasses() const { return m_hidden; }
    /// Lays itself out for a map of this size and takes its place at the upper right.
    void place(const QSize &map);

signals:
    void hiddenChanged(const std::vector<bool> &hidden);
    void classSelected(int label);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void toggle(int label, bool isShown);
    void solo(int label);
    void refreshButtons();

    Theme m_theme = Theme::light();
    std::vector<std::string> m_names;
    std::vector<bool> m_hidden;
    bool m_hasShapes = false;
    std::vector<ClassButton *> m_buttons;
    QLabel *m_more;
};

} // namespace hourglass::ui
