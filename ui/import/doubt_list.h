// What may be read in two ways, in a sheet: a sentence a row, and the button that changes it.
#pragma once

#include <vector>

#include <QWidget>

#include "engine/data/read_report.h"
#include "engine/spec/setting.h"
#include "ui/theme/theme.h"

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace hourglass::ui {

class DoubtList : public QWidget {
    Q_OBJECT
public:
    explicit DoubtList(QWidget *parent = nullptr);

    /// Those that the reader has, and those that were decided here and still hold by `options`. Hidden where there are none.
    void showDoubts(const std::vector<data::Doubt> &doubts, const spec::Values &options);
    /// Forgets what was decided: another source.
    void forget();
    void setTheme(const Theme &theme);
    /// The buttons, in their order: for the keyboard.
    QWidgetList buttons() const;

signals:
    /// The person wants the other reading.
    void decided(const QString &setting, const hourglass::spec::Value &value);
    /// And does no longer: the setting is to be found out again.
    void takenBack(const QString &setting);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Row {
        QWidget *whole;
        QLabel *sentence;
        QPushButton *button;
    };
    struct Shown {
        data::Doubt doubt;
        bool isDecided = false;
    };
    /// What was decided, and all that stood there of its setting, so that another of them is one click away.
    struct Decision {
        data::Doubt doubt;
        std::vector<data::Doubt> offers;
    };

    void addRow();
    void press(std::size_t row);
    void fitHeight();

    QLabel *m_icon;
    QScrollArea *m_scroll;
    QVBoxLayout *m_layout;
    std::vector<Row> m_rows;
    std::vector<Shown> m_shown;
    std::vector<Decision> m_decided;
    Theme m_theme = Theme::light();
};

} // namespace hourglass::ui
