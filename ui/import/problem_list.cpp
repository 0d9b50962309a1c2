#include "ui/import/problem_list.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QResizeEvent>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace hourglass::ui {

namespace {

constexpr int leastHeight = 46, mostHeight = 104, mostRemarksHeight = 112;
constexpr std::size_t mostMissing = 20; ///< columns told one by one

} // namespace

QString problemText(const data::Problem &problem) {
    QStringList place;
    if (!problem.file.empty())
        place << QString::fromStdString(problem.file);
    if (problem.line > 0)
        place << ProblemList::tr("line %1").arg(QLocale().toString(static_cast<qlonglong>(problem.line)));
    if (problem.column > 0)
        place << ProblemList::tr("column %1").arg(QLocale().toString(static_cast<qlonglong>(problem.column)));
    const QString what = QString::fromStdString(problem.what);
    return place.isEmpty() ? what : ProblemList::tr("%1: %2", "place, problem").arg(place.join(QStringLiteral(", ")), what);
}

ProblemList::ProblemList(QWidget *parent)
    : QWidget(parent), m_remarks(new QLabel), m_remarksScroll(new QScrollArea), m_heading(new QLabel), m_copy(new QToolButton), m_list(new QPlainTextEdit) {
    setObjectName("problemList");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_remarks->setObjectName("importRemarks");
    m_remarks->setWordWrap(true);
    m_remarks->setTextFormat(Qt::PlainText);
    m_remarks->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_remarks->setProperty("dim", true);
    m_remarks->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_remarksScroll->setObjectName("importRemarksScroll");
    m_remarksScroll->setWidget(m_remarks);
    m_remarksScroll->setWidgetResizable(true);
    m_remarksScroll->setFrameShape(QFrame::NoFrame);
    m_remarksScroll->setFocusPolicy(Qt::NoFocus);
    m_remarksScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_remarks->setAutoFillBackground(false);
    m_remarksScroll->viewport()->setAutoFillBackground(false);
    layout->addWidget(m_remarksScroll);
    auto *head = new QHBoxLayout;
    m_heading->setObjectName("problemHeading");
    m_heading->setProperty("strong", true);
    m_copy->setObjectName("copyProblems");
    m_copy->setText(tr("Copy"));
    m_copy->setProperty("chip", true);
    m_copy->setToolTip(tr("Copy remarks and problems as text"));
    m_copy->setAccessibleName(m_copy->toolTip());
    head->addWidget(m_heading, 1);
    head->addWidget(m_copy);
    layout->addLayout(head);
    m_list->setObjectName("problems");
    m_list->setAccessibleName(tr("Problems"));
    m_list->setReadOnly(true);
    m_list->setTabChangesFocus(true);
    m_list->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_list->setMinimumHeight(leastHeight);
    m_list->setMaximumHeight(mostHeight);
    layout->addWidget(m_list);
    connect(m_copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(text()); });
    hide();
}

void ProblemList::showReport(const data::ReadReport &report) {
    QStringList remarks, problems;
    for (const std::string &remark : report.remarks)
        remarks << QString::fromStdString(remark);
    for (std::size_t i = 0; i < std::min(mostMissing, report.missing.size()); ++i)
        remarks << QString::fromStdString(report.missing[i].sentence());
    if (report.missing.size() > mostMissing)
        remarks << tr("More columns with missing values: %1.").arg(QLocale().toString(static_cast<qlonglong>(report.missing.size() - mostMissing)));
    for (const data::Problem &problem : report.problems)
        problems << problemText(problem);
    const auto shown = static_cast<core::Index>(report.problems.size());
    const QString all = QLocale().toString(static_cast<qlonglong>(report.problemCount));
    m_heading->setText(report.problemCount > shown ? tr("%1 problems, the first %2 of them").arg(all, QLocale().toString(static_cast<qlonglong>(shown)))
                       : report.problemCount == 1  ? tr("1 problem")
                                                   : tr("%1 problems").arg(all));
    m_remarks->setText(remarks.join(QLatin1Char('\n')));
    m_remarksScroll->setVisible(!remarks.isEmpty());
    fitRemarks();
    const QString lines = problems.join(QLatin1Char('\n'));
    if (m_list->toPlainText() != lines) // what was selected stays so
        m_list->setPlainText(lines);
    for (QWidget *each : {static_cast<QWidget *>(m_heading), static_cast<QWidget *>(m_copy), static_cast<QWidget *>(m_list)})
        each->setVisible(!problems.isEmpty());
    setVisible(!remarks.isEmpty() || !problems.isEmpty());
}

/// As high as they are, up to a bound from which on they scroll: what the samples look like stays in sight.
void ProblemList::fitRemarks() {
    m_remarksScroll->setFixedHeight(std::clamp(m_remarks->heightForWidth(std::max(1, m_remarksScroll->width())), 0, mostRemarksHeight));
}

void ProblemList::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    fitRemarks();
}

QString ProblemList::text() const {
    QStringList all;
    for (const QString &part : {m_remarks->text(), m_list->toPlainText().isEmpty() ? QString() : m_heading->text(), m_list->toPlainText()})
        if (!part.isEmpty())
            all << part;
    return all.join(QLatin1Char('\n'));
}

} // namespace hourglass::ui
