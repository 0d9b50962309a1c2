// One line of text that gives way: what does not fit is said shorter or ends in an ellipsis, and the tool tip has the whole.
#pragma once

#include <QLabel>

namespace hourglass::ui {

class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr);

    /// Shown instead of the text where that does not fit.
    void setShortText(const QString &text);
    /// That the shortened text takes; 0 where there is none.
    int shortWidth() const;

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString m_shortText;
};

} // namespace hourglass::ui
