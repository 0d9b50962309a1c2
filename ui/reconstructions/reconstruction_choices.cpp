#include "ui/reconstructions/reconstruction_choices.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

#include "engine/analysis/similarity.h"
#include "ui/theme/panel.h"

namespace hourglass::ui {

using Kind = analysis::SampleChoice::Kind;

namespace {

constexpr int mostClasses = 60; ///< in the menu
constexpr std::size_t mostMoments = 12;

/// Below the button that it belongs to, for one use.
QMenu *menuOf(QToolButton *button) {
    auto *menu = new QMenu(button);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    return menu;
}

void openBelow(QMenu *menu, QToolButton *button) {
    menu->popup(button->mapToGlobal(QPoint(0, button->height() + 2)));
}

} // namespace

ReconstructionChoices::ReconstructionChoices(PanelHeader *header) : QObject(header) {
    m_samples = header->addChip({}, tr("Which samples are shown"), false);
    m_samples->setObjectName(QStringLiteral("shownSamples"));
    m_shown = header->addChip(tr("Rows ▾"), tr("Which rows are shown, and which number stands below each sample"), false);
    m_shown->setObjectName(QStringLiteral("shownRows"));
    m_shown->setAccessibleName(tr("Rows and measure"));
    m_signed = header->addChip(tr("Signed"), tr("Errors with their sign: blue is too dark, red too bright"), true);
    m_absolute = header->addChip(tr("Absolute"), tr("Size of the errors without their sign: the brighter, the larger"), true);
    m_signed->setAccessibleName(tr("Signed error"));
    m_absolute->setAccessibleName(tr("Absolute error"));
    auto *maps = new QButtonGroup(this);
    maps->addButton(m_signed);
    maps->addButton(m_absolute);
    QToolButton *draw =
        header->addChip(tr("New draw"), tr("Other samples of the same kind; in the place of the fixed set, one of each class first (N)"), false);
    draw->setObjectName(QStringLiteral("newDraw"));
    header->setDispensable({draw, m_absolute, m_signed});
    connect(m_samples, &QToolButton::clicked, this, &ReconstructionChoices::openSamples);
    connect(m_shown, &QToolButton::clicked, this, &ReconstructionChoices::openShown);
    connect(draw, &QToolButton::clicked, this, &ReconstructionChoices::newDrawRequested);
    for (const auto &[chip, map] : {std::pair{m_signed, ErrorMap::Signed}, std::pair{m_absolute, ErrorMap::Absolute}})
        connect(chip, &QToolButton::clicked, this, [this, own = map] {
            ReconstructionOptions options = m_options;
            options.errorMap = own;
            edit(options);
        });
    refresh();
}

void ReconstructionChoices::setOptions(const ReconstructionOptions &options) {
    m_options = options;
    refresh();
}

void ReconstructionChoices::setChoice(const analysis::SampleChoice &choice) {
    m_choice = choice;
    refresh();
}

void ReconstructionChoices::setClasses(const QStringList &names) {
    m_classes = names;
    refresh();
}

void ReconstructionChoices::setSample(const core::Shape &sample) {
    m_sample = sample;
}

analysis::Measure ReconstructionChoices::measure() const {
    return analysis::measureFor(m_sample, m_options.measure);
}

void ReconstructionChoices::edit(const ReconstructionOptions &options) {
    m_options = options;
    refresh();
    emit optionsEdited(m_options);
}

QString ReconstructionChoices::choiceText() const {
    switch (m_choice.kind) {
    case Kind::Fixed: return tr("Fixed set");
    case Kind::Random: return tr("Random");
    case Kind::Worst: return tr("Worst first");
    case Kind::Best: return tr("Best first");
    case Kind::Selection: return tr("Selection");
    case Kind::Class: return m_choice.label >= 0 && m_choice.label < m_classes.size() ? m_classes[m_choice.label] : tr("A class");
    }
    return {};
}

void ReconstructionChoices::refresh() {
    constexpr int longest = 16; // letters
    const QString text = choiceText();
    m_samples->setText((text.size() > longest ? text.left(longest - 1) + QStringLiteral("…") : text) + QStringLiteral(" ▾"));
    m_samples->setAccessibleName(tr("Samples: %1").arg(text));
    m_signed->setChecked(m_options.errorMap == ErrorMap::Signed);
    m_absolute->setChecked(m_options.errorMap == ErrorMap::Absolute);
}

void ReconstructionChoices::openSamples() {
    QMenu *menu = menuOf(m_samples);
    auto *group = new QActionGroup(menu);
    const auto add = [this, group](QMenu *to, const QString &text, const QString &help, const analysis::SampleChoice &choice) {
        QAction *action = to->addAction(text, this, [this, choice] { emit choiceEdited(choice); });
        action->setToolTip(help);
        action->setCheckable(true);
        action->setChecked(choice == m_choice);
        group->addAction(action);
    };
    add(menu, tr("Fixed set"), tr("One of each class first; the same ones at each start"), {Kind::Fixed});
    add(menu, tr("Random"), tr("One of each class first, drawn anew by N"), {Kind::Random});
    menu->addSeparator();
    add(menu, tr("Worst first"), tr("Those with the largest errors, measured again after each epoch"), {Kind::Worst});
    add(menu, tr("Best first"), tr("Those with the smallest errors, measured again after each epoch"), {Kind::Best});
    menu->addSeparator();
    add(menu, tr("Selection"), tr("Those that are selected on the map or elsewhere"), {Kind::Selection});
    if (!m_classes.isEmpty()) {
        QMenu *classes = menu->addMenu(tr("Of a class"));
        for (int label = 0; label < std::min(mostClasses, static_cast<int>(m_classes.size())); ++label)
            add(classes, QString(m_classes[label]).replace(QLatin1Char('&'), QStringLiteral("&&")), {}, {Kind::Class, label});
    }
    menu->addSeparator();
    menu->addAction(tr("Others"), this, &ReconstructionChoices::newDrawRequested);
    openBelow(menu, m_samples);
}

void ReconstructionChoices::openShown() {
    QMenu *menu = menuOf(m_shown);
    const auto addRow = [&](const QString &text, ReconstructionRow row) {
        QAction *action = menu->addAction(text, this, [this, row] {
            ReconstructionOptions options = m_options;
            options.rows.set(row, !options.rows.has(row));
            edit(options);
        });
        action->setCheckable(true);
        action->setChecked(m_options.rows.has(row));
    };
    addRow(tr("Original"), ReconstructionRow::Original);
    addRow(tr("Corrupted, with noise on the input"), ReconstructionRow::Corrupted);
    addRow(tr("Reconstruction"), ReconstructionRow::Reconstruction);
    addMoments(menu);
    addRow(tr("PCA with a code of the same size"), ReconstructionRow::Pca);
    addRow(tr("Error"), ReconstructionRow::Error);
    menu->addSeparator();
    auto *maps = new QActionGroup(menu);
    for (const auto &[chip, map] : {std::pair{m_signed, ErrorMap::Signed}, std::pair{m_absolute, ErrorMap::Absolute}}) {
        QAction *action = maps->addAction(menu->addAction(chip->accessibleName(), chip, &QToolButton::click));
        action->setCheckable(true);
        action->setChecked(m_options.errorMap == map);
    }
    menu->addSeparator();
    addMeasures(menu);
    openBelow(menu, m_shown);
}

/// The start, the best, and some of the others, evenly in the order that they were kept in.
void ReconstructionChoices::addMoments(QMenu *menu) {
    emit momentsWanted();
    QMenu *moments = menu->addMenu(tr("Earlier moment"));
    moments->setObjectName(QStringLiteral("earlierMoments"));
    moments->setToolTipsVisible(true);
    auto *group = new QActionGroup(moments);
    const auto add = [&](const QString &text, std::optional<core::Index> step) {
        QAction *action = moments->addAction(text, this, [this, step] {
            m_earlier = step;
            emit earlierChosen(step);
        });
        action->setCheckable(true);
        action->setChecked(step == m_earlier);
        group->addAction(action);
    };
    add(tr("None"), {});
    const auto count = m_moments.size();
    std::size_t last = count;
    for (std::size_t i = 0; i < std::min(count, mostMoments); ++i) {
        const std::size_t at = count <= mostMoments ? i : i * (count - 1) / (mostMoments - 1);
        for (std::size_t between = last == count ? at : last + 1; between <= at; ++between) // the best and the present choice are never left out
            if (const EarlierMoment &moment = m_moments[between]; between == at || moment.isBest || moment.step == m_earlier) {
                const QString epoch =
                    tr("epoch %1, step %2").arg(QLocale().toString(moment.epoch, 'f', 2), QLocale().toString(static_cast<qlonglong>(moment.step)));
                add(between == 0 ? tr("The start: %1").arg(epoch) : moment.isBest ? tr("The best: %1").arg(epoch) : epoch, moment.step);
            }
        last = at;
    }
}

void ReconstructionChoices::addMeasures(QMenu *menu) {
    const auto textOf = [](analysis::Measure measure) {
        switch (measure) {
        case analysis::Measure::Mse: return tr("MSE: mean squared error");
        case analysis::Measure::Mae: return tr("MAE: mean absolute error");
        case analysis::Measure::Psnr: return tr("PSNR: peak signal-to-noise ratio");
        case analysis::Measure::Ssim: return tr("SSIM: structural similarity");
        }
        return QString();
    };
    auto *group = new QActionGroup(menu);
    for (const analysis::MeasureFacts &facts : analysis::measures) {
        QAction *action = menu->addAction(textOf(facts.measure), this, [this, own = facts.measure] {
            ReconstructionOptions options = m_options;
            options.measure = own;
            edit(options);
        });
        action->setCheckable(true);
        action->setChecked(facts.measure == measure());
        action->setEnabled(!facts.isForImages || m_sample.isImage());
        group->addAction(action);
    }
}

void ReconstructionChoices::openMeasures(const QPoint &global) {
    QMenu *menu = menuOf(m_shown);
    addMeasures(menu);
    menu->popup(global);
}

} // namespace hourglass::ui
