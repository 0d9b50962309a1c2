// What keys do in a view, and the words for it: the view asks the table when a key is pressed, and the sheet of keys shows its rows, so that the
// two cannot differ.
#pragma once

#include <QKeySequence>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

class QKeyEvent;

namespace hourglass::ui {

/// One line of the sheet of keys.
struct InputRow {
    QStringList inputs; ///< keys or what the mouse does: "Ctrl+Z", "Drag an edge"
    QString meaning;
};

struct InputSection {
    QString title;
    std::vector<InputRow> rows;
};

class KeyTable {
public:
    /// What was done; false: nothing to do at present, and the key goes on to whoever is next.
    using Act = std::function<bool()>;

    /// Enter at the keypad is Return.
    void add(const QList<QKeyCombination> &keys, const QString &meaning, Act act);
    /// Keys that do one thing in several directions, on one line: "← → ↑ ↓".
    void addTogether(const QString &meaning, const std::vector<std::pair<QKeyCombination, Act>> &keys);
    /// Whether the key did something.
    bool press(const QKeyEvent &event) const;
    /// Whether it is one of the table's, whatever it does at present.
    bool has(const QKeyEvent &event) const { return find(event) != nullptr; }
    InputSection section(const QString &title) const { return {title, m_rows}; }

private:
    struct Key {
        QKeyCombination keys;
        Act act;
    };
    const Key *find(const QKeyEvent &event) const;

    std::vector<Key> m_keys;
    std::vector<InputRow> m_rows;
};

/// "Ins", "Alt+↑": as they stand on the keys.
QString keyText(const QKeySequence &keys);
QStringList keyTexts(const QList<QKeySequence> &keys);

} // namespace hourglass::ui
