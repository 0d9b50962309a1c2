#include "ui/samples/sample_filters.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <utility>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr int selectionItem = -1; // among the parts

QComboBox *combo(const char *objectName, const QString &accessibleName, const QString &toolTip) {
    auto *box = new QComboBox;
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    box->setToolTip(toolTip);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    followTextSize(box, [box] { box->setMaximumWidth(scaled(170)); });
    return box;
}

} // namespace

SampleFilters::SampleFilters(QWidget *parent) : QWidget(parent) {
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("sampleSearch"));
    m_search->setPlaceholderText(tr("Class or number"));
    m_search->setAccessibleName(tr("Search samples"));
    m_search->setToolTip(tr("A piece of a class's name, or a sample's number in its source"));
    m_search->setClearButtonEnabled(true);
    followTextSize(m_search, [this] {
        m_search->setMinimumWidth(scaled(84));
        m_search->setMaximumWidth(scaled(220));
    });
    m_class = combo("sampleClass", tr("Class"), tr("Shows one class alone"));
    m_part = combo("samplePart", tr("Part"), tr("Shows one part of the data alone, or what is selected on the map"));
    m_order = combo("sampleOrder", tr("Order"), tr("The order of the samples. Errors are those of the model at the moment when they are asked for."));
    m_part->addItem(tr("All parts"));
    for (const data::PartKind kind : data::partKinds)
        m_part->addItem(partName(kind), static_cast<int>(kind));
    m_order->addItem(tr("Source order"), static_cast<int>(SampleOrder::Source));
    m_order->addItem(tr("By class"), static_cast<int>(SampleOrder::Class));
    m_order->addItem(tr("Largest error"), static_cast<int>(SampleOrder::LargestError));
    m_again = new QToolButton;
    m_again->setText(tr("Measure again"));
    m_again->setToolTip(tr("Errors of the model as it is now"));
    m_again->setProperty("chip", true);
    m_again->hide();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_search, 2);
    for (QComboBox *box : {m_class, m_part, m_order})
        layout->addWidget(box, 2);
    layout->addWidget(m_again);
    layout->addStretch(0); // takes what the fields leave
    connect(m_search, &QLineEdit::textChanged, this, &SampleFilters::changed);
    connect(m_class, &QComboBox::currentIndexChanged, this, &SampleFilters::changed);
    connect(m_part, &QComboBox::currentIndexChanged, this, &SampleFilters::changed);
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] {
        m_again->setVisible(isByError());
        emit changed();
        if (isByError())
            emit errorsWanted();
    });
    connect(m_again, &QToolButton::clicked, this, &SampleFilters::errorsWanted);
}

void SampleFilters::setDataset(const data::Dataset *dataset) {
    const QSignalBlocker blocks[] = {QSignalBlocker(m_search), QSignalBlocker(m_class), QSignalBlocker(m_part), QSignalBlocker(m_order)};
    m_search->clear();
    m_class->clear();
    m_class->addItem(tr("All classes"), -1);
    for (std::size_t label = 0; dataset && label < dataset->classNames.size(); ++label)
        m_class->addItem(QString::fromStdString(dataset->classNames[label]), static_cast<int>(label));
    m_part->setCurrentIndex(0);
    m_order->setCurrentIndex(0);
    m_class->setVisible(hasClasses());
    m_search->setPlaceholderText(hasClasses() ? tr("Class or number") : tr("Number"));
    m_again->hide();
}

void SampleFilters::setColouring(const SharedColouring &colouring) {
    const QSignalBlocker block(m_order);
    const int at = m_order->findData(static_cast<int>(SampleOrder::Colouring));
    const bool isWanted = isByValue(colouring) && colouring->kind != ColouringKind::Number; // the source's order needs no second name
    const bool isChosen = at >= 0 && m_order->currentIndex() == at;
    const QString text = isWanted ? tr("By %1").arg(colouring->name) : QString();
    if (isWanted && at < 0)
        m_order->addItem(text, static_cast<int>(SampleOrder::Colouring));
    else if (isWanted)
        m_order->setItemText(at, text);
    else if (at >= 0)
        m_order->removeItem(at);
    if (isChosen && !isWanted)
        m_order->setCurrentIndex(0);
}

void SampleFilters::setLabel(int label) {
    m_class->setCurrentIndex(std::max(0, m_class->findData(label)));
}

void SampleFilters::setChosen(ChosenSamples chosen) {
    m_chosen = chosen && !chosen->empty() ? std::move(chosen) : nullptr;
    const int at = m_part->findData(selectionItem);
    if (!m_chosen) {
        if (at >= 0 && m_part->currentIndex() == at)
            m_part->setCurrentIndex(0);
        m_part->removeItem(at);
        return;
    }
    const QString text = tr("Selection (%1)").arg(QLocale().toString(static_cast<qlonglong>(m_chosen->size())));
    if (at < 0)
        m_part->addItem(text, selectionItem);
    else
        m_part->setItemText(at, text);
    if (at >= 0 && m_part->currentIndex() == at)
        emit changed();
}

void SampleFilters::showEverything() {
    m_search->clear();
    m_part->setCurrentIndex(0);
    m_order->setCurrentIndex(0);
    setLabel(-1);
}

void SampleFilters::setErrorsAreOld(bool areOld) {
    m_again->setProperty("urgent", areOld);
    m_again->style()->unpolish(m_again);
    m_again->style()->polish(m_again);
}

SampleFilter SampleFilters::filter() const {
    SampleFilter filter;
    filter.label = m_class->currentData().isValid() ? m_class->currentData().toInt() : -1;
    if (m_part->currentData() == selectionItem)
        filter.chosen = m_chosen;
    else if (m_part->currentData().isValid())
        filter.part = static_cast<data::PartKind>(m_part->currentData().toInt());
    filter.search = m_search->text();
    return filter;
}

SampleOrder SampleFilters::order() const {
    return static_cast<SampleOrder>(m_order->currentData().toInt());
}

bool SampleFilters::hasClasses() const {
    return m_class->count() > 1;
}

} // namespace hourglass::ui
