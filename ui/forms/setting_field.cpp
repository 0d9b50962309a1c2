#include "ui/forms/setting_field.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QStylePainter>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/forms/number_slider.h"
#include "ui/forms/table_text.h"

namespace hourglass::ui {

namespace {

/// The wheel scrolls the form, unless the box has the focus. Its list is made when it is opened: asking QComboBox for a width by policy makes it
/// at once, and a form has dozens.
class CalmComboBox : public QComboBox {
public:
    explicit CalmComboBox(QWidget *parent) : QComboBox(parent) {
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    /// Three letters and a picture, whatever it lists.
    QSize sizeHint() const override {
        QStyleOptionComboBox option;
        initStyleOption(&option);
        const QFontMetrics metrics = fontMetrics();
        const QSize contents(3 * metrics.horizontalAdvance(QLatin1Char('X')) + iconSize().width() + 4, std::max(metrics.height(), 14) + 2);
        return style()->sizeFromContents(QStyle::CT_ComboBox, &option, contents, this);
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// A list under headings is seen as a whole, with words that are longer than the box.
    void openWhole() { m_opensWhole = true; }
    void showPopup() override {
        if (std::exchange(m_opensWhole, false)) {
            setMaxVisibleItems(count());
            view()->setMinimumWidth(view()->sizeHintForColumn(0) + 24);
        }
        QComboBox::showPopup();
    }

protected:
    /// As the style does it, but what does not fit ends in an ellipsis.
    void paintEvent(QPaintEvent *) override {
        QStylePainter painter(this);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        const int room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).width();
        option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room - 2);
        painter.drawComplexControl(QStyle::CC_ComboBox, option);
        painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    }

    void wheelEvent(QWheelEvent *event) override {
        if (hasFocus())
            QComboBox::wheelEvent(event);
        else
            event->ignore();
    }

private:
    bool m_opensWhole = false;
};

NumberRange rangeOf(const spec::Setting &setting) {
    return {setting.minimum, setting.maximum, setting.isLogarithmic, setting.kind == spec::SettingKind::Integer};
}

NumberRange reachOf(const spec::Setting &setting) {
    NumberRange reach = rangeOf(setting);
    if (setting.usualMinimum < setting.usualMaximum) {
        reach.minimum = setting.usualMinimum;
        reach.maximum = setting.usualMaximum;
    }
    return reach;
}

class NumberField : public SettingField {
public:
    NumberField(const spec::Setting &setting, QWidget *parent)
        : SettingField(parent), m_isWhole(setting.kind == spec::SettingKind::Integer), m_word(setting.word),
          m_number(new NumberSlider(rangeOf(setting), reachOf(setting), this)) {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(4);
        layout->addWidget(m_number);
        setFocusProxy(m_number);
        m_number->describe(tableText(setting.label), toolTipText(tableText(setting.help)));
        connect(m_number, &NumberSlider::valueEdited, this, [this](double value) { emit valueEdited(valueOf(value)); });
        connect(m_number, &NumberSlider::editFinished, this, &SettingField::editFinished);
        if (!m_word.empty())
            addWord(setting, layout);
    }

    void setValue(const spec::Value &value) override {
        const auto *word = std::get_if<std::string>(&value);
        if (m_wordBox) {
            const QSignalBlocker blocker(m_wordBox);
            m_wordBox->setChecked(word);
        }
        m_number->setEnabled(!word);
        if (const auto *whole = std::get_if<spec::Index>(&value))
            m_number->setValue(static_cast<double>(*whole));
        else if (const auto *real = std::get_if<double>(&value))
            m_number->setValue(*real);
    }

    bool isDragging() const override { return m_number->isDragging(); }

private:
    spec::Value valueOf(double number) const { return m_isWhole ? spec::Value(static_cast<spec::Index>(std::llround(number))) : spec::Value(number); }

    void addWord(const spec::Setting &setting, QVBoxLayout *layout) {
        const bool isData = m_word == "data";
        m_wordBox = new QCheckBox(wordText(m_word), this);
        m_wordBox->setToolTip(toolTipText(isData ? tr("As many as a sample of the data has, whatever data are loaded.") : tableText(setting.help)));
        m_wordBox->setAccessibleName(tr("%1 %2").arg(tableText(setting.label), m_wordBox->text()));
        layout->addWidget(m_wordBox);
        connect(m_wordBox, &QCheckBox::toggled, this, [this](bool isOn) {
            m_number->setEnabled(!isOn);
            emit valueEdited(isOn ? spec::Value(m_word) : valueOf(m_number->value()));
            emit editFinished();
        });
    }

    bool m_isWhole;
    std::string m_word;
    NumberSlider *m_number;
    QCheckBox *m_wordBox = nullptr;
};

class ChoiceField : public SettingField {
public:
    ChoiceField(const spec::Setting &setting, QWidget *parent) : SettingField(parent), m_box(new CalmComboBox(this)) {
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_box);
        setFocusProxy(m_box);
        m_box->setAccessibleName(tableText(setting.label));
        m_box->setToolTip(toolTipText(tableText(setting.help)));
        std::string heading;
        for (const spec::Choice &choice : setting.choices) {
            if (choice.group != heading)
                addHeading(heading = choice.group);
            m_box->addItem(tableText(choice.label), QString::fromStdString(choice.key));
            m_box->setItemData(m_box->count() - 1, toolTipText(tableText(choice.help)), Qt::ToolTipRole);
        }
        if (!heading.empty())
            m_box->openWhole();
        connect(m_box, &QComboBox::activated, this, [this](int index) {
            const std::string key = m_box->itemData(index).toString().toStdString();
            if (key == m_key)
                return;
            m_key = key;
            emit valueEdited(key);
            emit editFinished();
        });
    }

    void setValue(const spec::Value &value) override {
        if (const auto *key = std::get_if<std::string>(&value)) {
            m_key = *key;
            m_box->setCurrentIndex(m_box->findData(QString::fromStdString(m_key)));
        }
    }

private:
    /// Neither mouse nor keys can choose it.
    void addHeading(const std::string &heading) {
        m_box->addItem(tableText(heading));
        if (auto *item = qobject_cast<QStandardItemModel *>(m_box->model())->item(m_box->count() - 1)) {
            item->setEnabled(false);
            QFont font = m_box->font();
            font.setBold(true);
            item->setFont(font);
        }
    }

    CalmComboBox *m_box;
    std::string m_key;
};

class ToggleField : public SettingField {
public:
    ToggleField(const spec::Setting &setting, QWidget *parent) : SettingField(parent), m_box(new QCheckBox(this)) {
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_box);
        setFocusProxy(m_box);
        m_box->setAccessibleName(tableText(setting.label));
        m_box->setToolTip(toolTipText(tableText(setting.help)));
        connect(m_box, &QCheckBox::toggled, this, [this](bool isOn) {
            emit valueEdited(isOn);
            emit editFinished();
        });
    }

    void setValue(const spec::Value &value) override {
        const QSignalBlocker blocker(m_box);
        if (const auto *isOn = std::get_if<bool>(&value))
            m_box->setChecked(*isOn);
    }

private:
    QCheckBox *m_box;
};

class TextField : public SettingField {
public:
    TextField(const spec::Setting &setting, QWidget *parent) : SettingField(parent), m_line(new QLineEdit(this)) {
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_line);
        setFocusProxy(m_line);
        m_line->setAccessibleName(tableText(setting.label));
        m_line->setToolTip(toolTipText(tableText(setting.help)));
        connect(m_line, &QLineEdit::editingFinished, this, [this] {
            if (m_line->text() == m_shown)
                return;
            m_shown = m_line->text();
            emit valueEdited(m_shown.toStdString());
            emit editFinished();
        });
    }

    void setValue(const spec::Value &value) override {
        const auto *text = std::get_if<std::string>(&value);
        if (!text || m_shown == QString::fromStdString(*text))
            return;
        m_shown = QString::fromStdString(*text);
        m_line->setText(m_shown);
    }

private:
    QLineEdit *m_line;
    QString m_shown;
};

} // namespace

SettingField *makeSettingField(const spec::Setting &setting, QWidget *parent) {
    switch (setting.kind) {
    case spec::SettingKind::Toggle: return new ToggleField(setting, parent);
    case spec::SettingKind::Choice: return new ChoiceField(setting, parent);
    case spec::SettingKind::Text: return new TextField(setting, parent);
    case spec::SettingKind::Integer:
    case spec::SettingKind::Real: break;
    }
    return new NumberField(setting, parent);
}

} // namespace hourglass::ui
