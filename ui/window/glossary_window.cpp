#include "ui/window/glossary_window.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBrowser>

#include "ui/window/glossary.h"

namespace hourglass::ui {

GlossaryWindow::GlossaryWindow(QWidget *parent)
    : QWidget(parent, Qt::Window), m_search(new QLineEdit(this)), m_terms(new QListWidget(this)), m_text(new QTextBrowser(this)) {
    setWindowTitle(tr("Glossary"));
    setObjectName("glossaryWindow");
    resize(620, 460);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search the glossary"));
    m_search->setToolTip(tr("Words that contain this, in their name or their explanation"));
    m_terms->setAccessibleName(tr("Words"));
    m_terms->setToolTip(tr("Choose a word"));
    m_text->setAccessibleName(tr("Explanation"));
    m_text->setOpenLinks(false);
    m_text->document()->setDocumentMargin(12);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(10);
    layout->addWidget(m_search, 0, 0);
    layout->addWidget(m_terms, 1, 0);
    layout->addWidget(m_text, 0, 1, 2, 1);
    layout->setColumnMinimumWidth(0, 190);
    layout->setColumnStretch(1, 1);

    for (const GlossaryEntry &entry : glossary()) {
        auto *item = new QListWidgetItem(entry.term, m_terms);
        item->setData(Qt::UserRole, entry.key);
    }
    m_terms->sortItems();
    connect(m_search, &QLineEdit::textChanged, this, &GlossaryWindow::search);
    connect(m_terms, &QListWidget::currentItemChanged, this, &GlossaryWindow::showCurrent);
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) { showTerm(link.path()); });
    m_terms->ensurePolished();
    m_terms->setCurrentRow(0);
}

void GlossaryWindow::showTerm(const QString &key) {
    for (int row = 0; row < m_terms->count(); ++row)
        if (m_terms->item(row)->data(Qt::UserRole).toString() == key) {
            if (m_terms->item(row)->isHidden())
                m_search->clear();
            m_terms->setCurrentRow(row);
        }
}

void GlossaryWindow::search(const QString &text) {
    QListWidgetItem *best = nullptr;
    bool isBestNamed = false;
    for (int row = 0; row < m_terms->count(); ++row) {
        QListWidgetItem *item = m_terms->item(row);
        const GlossaryEntry *entry = findEntry(item->data(Qt::UserRole).toString());
        const bool isNamed = entry->term.contains(text.trimmed(), Qt::CaseInsensitive);
        const bool isFound = isNamed || entry->text.contains(text.trimmed(), Qt::CaseInsensitive);
        item->setHidden(!isFound);
        if (isFound && (!best || (isNamed && !isBestNamed))) {
            best = item;
            isBestNamed = isNamed;
        }
    }
    if (best)
        m_terms->setCurrentItem(best);
}

void GlossaryWindow::showCurrent() {
    const QListWidgetItem *item = m_terms->currentItem();
    const GlossaryEntry *entry = item ? findEntry(item->data(Qt::UserRole).toString()) : nullptr;
    if (!entry)
        return;
    QString page = QString("<h3>%1</h3><p style=\"line-height:135%\">%2</p>").arg(entry->term.toHtmlEscaped(), entry->text.toHtmlEscaped());
    QStringList links;
    for (const QString &key : entry->see)
        if (const GlossaryEntry *other = findEntry(key))
            links.append(QString("<a href=\"%1\" style=\"text-decoration:none\">%2</a>").arg(key, other->term.toHtmlEscaped()));
    if (!links.isEmpty())
        page += "<p>" + tr("See also: %1").arg(links.join(" · ")) + "</p>";
    m_text->setHtml(page);
}

void GlossaryWindow::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else if ((event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) && m_search->hasFocus()) {
        m_terms->setFocus();
    } else
        QWidget::keyPressEvent(event);
}

} // namespace hourglass::ui
