#include "ui/theme/key_table.h"

#include <QKeyEvent>

#include <algorithm>

namespace hourglass::ui {

namespace {

QKeyCombination plain(const QKeyEvent &event) {
    const auto key = static_cast<Qt::Key>(event.key());
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    return QKeyCombination(modifiers, key == Qt::Key_Enter ? Qt::Key_Return : key);
}

} // namespace

void KeyTable::add(const QList<QKeyCombination> &keys, const QString &meaning, Act act) {
    InputRow row{{}, meaning};
    for (const QKeyCombination &each : keys) {
        m_keys.push_back({each, act});
        row.inputs << keyText(each);
    }
    m_rows.push_back(row);
}

void KeyTable::addTogether(const QString &meaning, const std::vector<std::pair<QKeyCombination, Act>> &keys) {
    InputRow row{{}, meaning};
    for (const auto &[combination, act] : keys) {
        m_keys.push_back({combination, act});
        row.inputs << keyText(combination);
    }
    m_rows.push_back(row);
}

const KeyTable::Key *KeyTable::find(const QKeyEvent &event) const {
    const QKeyCombination pressed = plain(event);
    const bool isSign = pressed.key() > Qt::Key_Space && pressed.key() < Qt::Key_0; // many a keyboard has "+" behind Shift
    const QKeyCombination unshifted(pressed.keyboardModifiers() & ~Qt::ShiftModifier, pressed.key());
    const auto found = std::find_if(m_keys.begin(), m_keys.end(), [&](const Key &key) { return key.keys == pressed || (isSign && key.keys == unshifted); });
    return found == m_keys.end() ? nullptr : &*found;
}

bool KeyTable::press(const QKeyEvent &event) const {
    const Key *key = find(event);
    return key && key->act();
}

QString keyText(const QKeySequence &keys) {
    QString text = keys.toString(QKeySequence::NativeText);
    static const std::pair<const char *, const char *> arrows[] = {{"Left", "←"}, {"Right", "→"}, {"Up", "↑"}, {"Down", "↓"}};
    const qsizetype last = text.lastIndexOf(QLatin1Char('+'), -2) + 1;
    for (const auto &[word, arrow] : arrows)
        if (text.mid(last) == QKeySequence(QLatin1String(word)).toString(QKeySequence::NativeText))
            return text.left(last) + QString::fromUtf8(arrow);
    return text;
}

QStringList keyTexts(const QList<QKeySequence> &keys) {
    QStringList texts;
    for (const QKeySequence &each : keys)
        texts << keyText(each);
    return texts;
}

} // namespace hourglass::ui
