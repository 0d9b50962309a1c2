#include "ui/reconstructions/sample_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

#include "ui/plots/plot_export.h"
#include "ui/reconstructions/feature_table.h"
#include "ui/theme/elided_label.h"

namespace hourglass::ui {

namespace {

constexpr double wipeStep = 0.04;

/// "Boot · no. 12 · MSE 0.0119 · MAE 0.0500 · PSNR 22.1 dB"
QString figuresOf(const analysis::ReconstructionColumn &column, const ReconstructionStyle &style) {
    QStringList parts;
    if (const QString name = (style.nameOfNames() + QLatin1Char(' ') + style.columnName(column)).trimmed(); !name.isEmpty())
        parts << name;
    if (column.sample >= 0)
        parts << SampleView::tr("no. %1").arg(QLocale().toString(static_cast<qlonglong>(column.sample)));
    for (const analysis::MeasureFacts &facts : analysis::measures)
        if (const double value = column.of(facts.measure); std::isfinite(value))
            parts << (facts.measure == analysis::Measure::Psnr ? SampleView::tr("%1 %2 dB") : QStringLiteral("%1 %2"))
                         .arg(QLatin1String(facts.name), measureText(facts.measure, value, value));
    return parts.join(QStringLiteral(" · "));
}

} // namespace

SampleView::SampleView(QWidget *parent) : QWidget(parent), m_canvas(new SampleCanvas), m_table(new FeatureTable), m_text(new ElidedLabel) {
    setObjectName(QStringLiteral("sampleView"));
    setFocusPolicy(Qt::StrongFocus);
    const auto addChip = [this](const QString &text, const QString &help, bool isCheckable) {
        auto *chip = new QToolButton(this);
        chip->setText(text);
        chip->setToolTip(help);
        chip->setProperty("chip", true);
        chip->setCheckable(isCheckable);
        chip->setFocusPolicy(Qt::TabFocus);
        return chip;
    };
    QToolButton *back = addChip(tr("‹ All"), tr("Back to all samples (Esc)"), false);
    back->setObjectName(QStringLiteral("allSamples"));
    back->setAccessibleName(tr("Back to all samples"));
    m_beside = addChip(tr("Side by side"), tr("All pictures of the sample (S)"), true);
    m_wipe = addChip(tr("Wipe"), tr("The original left of a handle, the reconstruction right of it (W)"), true);
    m_blink = addChip(tr("Blink"), tr("Original and reconstruction in turn (B)"), true);
    auto *ways = new QButtonGroup(this);
    for (QToolButton *chip : {m_beside, m_wipe, m_blink})
        ways->addButton(chip);
    m_beside->setChecked(true);
    connect(back, &QToolButton::clicked, this, &SampleView::closed);
    connect(m_beside, &QToolButton::clicked, this, [this] { choose(SampleWay::Beside); });
    connect(m_wipe, &QToolButton::clicked, this, [this] { choose(SampleWay::Wipe); });
    connect(m_blink, &QToolButton::clicked, this, [this] { choose(SampleWay::Blink); });
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *bar = new QHBoxLayout;
    bar->setSpacing(6);
    bar->addWidget(back);
    bar->addWidget(m_text, 1);
    for (QToolButton *chip : {m_beside, m_wipe, m_blink})
        bar->addWidget(chip);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 4, 10, 8);
    layout->setSpacing(6);
    layout->addLayout(bar);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_table, 1);
    m_table->hide();
    m_table->setFocusPolicy(Qt::NoFocus);
    connect(m_canvas, &SampleCanvas::placeChanged, this, &SampleView::refresh);
    connect(m_canvas->plotExport(), &PlotExport::failed, this, &SampleView::exportFailed);

    const auto wipe = [this](double by) {
        return [this, by] {
            m_canvas->setWipe(m_canvas->wipe() + by);
            return m_canvas->way() == SampleWay::Wipe;
        };
    };
    const auto act = [](auto work) {
        return [work] {
            work();
            return true;
        };
    };
    m_keys.addTogether(tr("The sample before, the next"),
                       {{Qt::Key_Left, act([this] { emit stepped(-1); })}, {Qt::Key_Right, act([this] { emit stepped(1); })}});
    m_keys.add({Qt::Key_S}, tr("Side by side"), act([this] { choose(SampleWay::Beside); }));
    m_keys.add({Qt::Key_W}, tr("Wipe"), act([this] { choose(SampleWay::Wipe); }));
    m_keys.add({Qt::Key_B}, tr("Blink"), act([this] { choose(SampleWay::Blink); }));
    m_keys.addTogether(tr("Move the handle of the wipe"), {{Qt::SHIFT | Qt::Key_Left, wipe(-wipeStep)}, {Qt::SHIFT | Qt::Key_Right, wipe(wipeStep)}});
    m_keys.add({Qt::Key_Escape}, tr("Back to all samples"), act([this] { emit closed(); }));
}

void SampleView::show(std::shared_ptr<const analysis::ReconstructionPicture> picture, int column, const ReconstructionStyle &style) {
    if (!picture || column < 0 || column >= static_cast<int>(picture->columns.size()))
        return;
    const analysis::ReconstructionColumn &shown = picture->columns[static_cast<std::size_t>(column)];
    const bool isTable = picture->sample.rank == 1, isImage = picture->sample.isImage();
    m_canvas->setVisible(!isTable);
    m_table->setVisible(isTable);
    for (QToolButton *chip : {m_beside, m_wipe, m_blink})
        chip->setVisible(isImage);
    m_figures = figuresOf(shown, style);
    if (isTable)
        m_table->show(shown, style);
    else
        m_canvas->show(picture, column, style);
    refresh();
}

void SampleView::setWay(SampleWay way) {
    m_canvas->setWay(way);
    (way == SampleWay::Beside ? m_beside : way == SampleWay::Wipe ? m_wipe : m_blink)->setChecked(true);
}

void SampleView::choose(SampleWay way) {
    setWay(way);
    emit wayEdited(way);
}

QString SampleView::text() const {
    return m_text->text();
}

void SampleView::refresh() {
    const QString place = m_canvas->isVisible() ? m_canvas->placeSentence() : QString();
    m_text->setText(place.isEmpty() ? m_figures : place);
}

void SampleView::keyPressEvent(QKeyEvent *event) {
    if (!m_keys.press(*event))
        QWidget::keyPressEvent(event);
}

} // namespace hourglass::ui
