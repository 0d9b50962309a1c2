// All words of the glossary in a window of its own beside the program: a list that can be searched, and the sentences.
#pragma once

#include <QWidget>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace hourglass::ui {

class GlossaryWindow : public QWidget {
    Q_OBJECT
public:
    explicit GlossaryWindow(QWidget *parent = nullptr);

    /// Selects the word; an unknown key changes nothing.
    void showTerm(const QString &key);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void search(const QString &text);
    void showCurrent();

    QLineEdit *m_search;
    QListWidget *m_terms;
    QTextBrowser *m_text;
};

} // namespace hourglass::ui
