// What a reader remarked, and what it could not use with file, line and column: to read, and to copy.
#pragma once

#include <QWidget>

#include "engine/data/read_report.h"

class QLabel;
class QPlainTextEdit;
class QScrollArea;
class QToolButton;

namespace hourglass::ui {

/// "table.csv, line 12, column 3: "n.a." is no number"
QString problemText(const data::Problem &problem);

class ProblemList : public QWidget {
    Q_OBJECT
public:
    explicit ProblemList(QWidget *parent = nullptr);

    /// Hidden where there is nothing to say.
    void showReport(const data::ReadReport &report);
    /// Everything that is shown, as text.
    QString text() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitRemarks();

    QLabel *m_remarks;
    QScrollArea *m_remarksScroll;
    QLabel *m_heading;
    QToolButton *m_copy;
    QPlainTextEdit *m_list;
};

} // namespace hourglass::ui
