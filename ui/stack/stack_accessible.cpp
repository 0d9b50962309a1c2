#include "ui/stack/stack_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <vector>

#include "ui/stack/stack_canvas.h"

namespace hourglass::ui {

namespace {

/// One bar, the input among them. Lives as long as the canvas's interface; a bar that is gone is invalid until it comes back.
class BarInterface : public QAccessibleInterface {
public:
    BarInterface(StackCanvas *canvas, int bar) : m_canvas(canvas), m_bar(bar) {}

    bool isValid() const override { return m_canvas && m_bar < static_cast<int>(m_canvas->scene().bars.size()); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_canvas ? m_canvas->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_canvas); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text kind) const override {
        if (!isValid())
            return {};
        const StackScene &scene = m_canvas->scene();
        if (kind == QAccessible::Description && scene.isErrorAtLayer && scene.errorBar == m_bar)
            return scene.errorSentence + QStringLiteral(" ") + scene.errorHint;
        return kind == QAccessible::Name ? scene.bars[static_cast<std::size_t>(m_bar)].spoken : QString();
    }

    QRect rect() const override {
        if (!isValid())
            return {};
        const QRect place = m_canvas->barRectangle(m_bar - 1);
        return {m_canvas->mapToGlobal(place.topLeft()), place.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.invalid = !isValid();
        if (state.invalid)
            return state;
        const bool isSelected = m_canvas->scene().selectedBar == m_bar;
        state.selectable = state.focusable = m_bar > 0;
        state.selected = isSelected;
        state.focused = isSelected && m_canvas->hasFocus();
        return state;
    }

private:
    QPointer<StackCanvas> m_canvas;
    int m_bar;
};

class CanvasInterface : public QAccessibleWidget {
public:
    explicit CanvasInterface(StackCanvas *canvas) : QAccessibleWidget(canvas, QAccessible::List) {}
    ~CanvasInterface() override {
        for (const QAccessible::Id id : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return static_cast<int>(canvas()->scene().bars.size()); }

    QAccessibleInterface *child(int index) const override {
        if (index < 0 || index >= childCount())
            return nullptr;
        while (static_cast<int>(m_children.size()) <= index) {
            const int bar = static_cast<int>(m_children.size());
            m_children.push_back(QAccessible::registerAccessibleInterface(new BarInterface(canvas(), bar)));
        }
        return QAccessible::accessibleInterface(m_children[static_cast<std::size_t>(index)]);
    }

    QAccessibleInterface *childAt(int x, int y) const override { return child(canvas()->scene().layout.barAt(canvas()->mapFromGlobal(QPoint(x, y)))); }

    QAccessibleInterface *focusChild() const override { return canvas()->hasFocus() ? child(canvas()->scene().selectedBar) : nullptr; }

    int indexOfChild(const QAccessibleInterface *wanted) const override {
        for (int index = 0; index < childCount(); ++index)
            if (child(index) == wanted)
                return index;
        return -1;
    }

    QString text(QAccessible::Text kind) const override {
        const StackScene &scene = canvas()->scene();
        if (kind != QAccessible::Description)
            return QAccessibleWidget::text(kind);
        QStringList sentences;
        if (scene.selectedBar > 0)
            sentences << scene.bars[static_cast<std::size_t>(scene.selectedBar)].spoken;
        if (scene.errorBar >= 0)
            sentences << scene.errorSentence << scene.errorHint;
        return sentences.join(QStringLiteral(". "));
    }

private:
    StackCanvas *canvas() const { return static_cast<StackCanvas *>(widget()); }

    mutable std::vector<QAccessible::Id> m_children;
};

QAccessibleInterface *interfaceFor(const QString &, QObject *object) {
    auto *canvas = qobject_cast<StackCanvas *>(object);
    return canvas ? new CanvasInterface(canvas) : nullptr;
}

} // namespace

void installStackAccessibility() {
    static const bool isInstalled = [] {
        QAccessible::installFactory(interfaceFor);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

void announceSelection(StackCanvas &canvas) {
    if (!QAccessible::isActive() || canvas.scene().selectedBar < 0 || !canvas.hasFocus())
        return;
    QAccessibleEvent event(&canvas, QAccessible::Focus);
    event.setChild(canvas.scene().selectedBar);
    QAccessible::updateAccessibility(&event);
}

} // namespace hourglass::ui
