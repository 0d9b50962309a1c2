// How large letters are, and with them whatever is as high or wide as its text. One number for the whole program, on the GUI thread.
#pragma once

#include <QObject>

#include <array>
#include <utility>

namespace hourglass::ui {

/// What can be chosen, in per cent of the usual size.
inline constexpr std::array textSizes{80, 90, 100, 110, 120, 130, 140, 150, 160, 180, 200};
inline constexpr int usualTextSize = 100;

/// The present one, in per cent.
int textSize();
/// The next larger one (`by` 1) or smaller one (−1) of those that can be chosen; the same at the ends.
int textSizeBeside(int percent, int by);

/// A length that was drawn for letters of the usual size, in pixels of the present one.
int scaled(double pixels);
double scaledReal(double pixels);

/// Tells when the size has changed and the application has its new font.
class TextSizeNews : public QObject {
    Q_OBJECT
public:
    static TextSizeNews &get();
    /// For ThemeSwitch, which applies it to the application; the rest asks it for another.
    void set(int percent) { m_percent = percent; }
    int percent() const { return m_percent; }
    void tell() { emit changed(); }

signals:
    void changed();

private:
    int m_percent = usualTextSize;
};

/// Does it now, and again whenever the text size has changed, as long as `context` lives.
template <class Action>
void followTextSize(QObject *context, Action action) {
    action();
    QObject::connect(&TextSizeNews::get(), &TextSizeNews::changed, context, std::move(action));
}

} // namespace hourglass::ui
