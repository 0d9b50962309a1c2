#include "ui/code/between_two.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QLocale>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/code/path_strip.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

using analysis::PathEnd;

BetweenTwo::BetweenTwo(QWidget *parent) : Panel(QStringLiteral("betweenTwo"), tr("Between two"), parent), m_strip(new PathStrip(this)) {
    header()->setCaption(tr("What the decoder finds on the way, above a mere blend of the two."));
    const auto addChoice = [this](const QString &objectName, const QString &name) {
        auto *box = new QComboBox(header());
        box->setObjectName(objectName);
        box->setAccessibleName(name);
        box->setToolTip(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        header()->addControl(box);
        connect(box, &QComboBox::activated, this, &BetweenTwo::want);
        return box;
    };
    m_from = addChoice(QStringLiteral("pathFrom"), tr("Where the way begins"));
    m_to = addChoice(QStringLiteral("pathTo"), tr("Where the way ends"));
    m_straightChip = header()->addChip(tr("Linear"), tr("The straight way between the codes"), true);
    m_sphericalChip = header()->addChip(tr("Spherical"), tr("Around the mean of the codes, so that the way keeps its distance from it"), true);
    m_straightChip->setChecked(true);
    auto *ways = new QButtonGroup(this);
    ways->addButton(m_straightChip);
    ways->addButton(m_sphericalChip);
    connect(m_straightChip, &QToolButton::toggled, this, &BetweenTwo::want);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 4, 1, 6);
    layout->addWidget(m_strip);
    connect(m_strip, &PathStrip::sampleSelected, this, &BetweenTwo::sampleSelected);
    connect(m_strip, &PathStrip::menuWanted, this, [this](const QPoint &global) {
        if (!m_strip->path())
            return;
        auto *menu = new QMenu(m_strip);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_strip->plotExport()->addTo(menu);
        menu->popup(global);
    });
    connect(m_strip->plotExport(), &PlotExport::failed, this, &BetweenTwo::exportFailed);
    setFocusProxy(m_strip);
    setMinimumSize(220, 120);
    clear();
    BetweenTwo::setTheme(theme());
}

void BetweenTwo::clear() {
    m_before = m_last = std::nullopt;
    m_classes.clear();
    fillChoices();
    want();
}

void BetweenTwo::setClasses(const QStringList &names) {
    m_classes = names;
    m_strip->setClasses(names);
    fillChoices();
    want();
}

void BetweenTwo::setFeatures(const QStringList &names) {
    m_strip->setFeatures(names);
}

void BetweenTwo::fillChoices() {
    for (QComboBox *box : {m_from, m_to}) {
        box->clear();
        box->addItem({});
        for (const QString &name : m_classes)
            box->addItem(tr("Class %1").arg(name));
    }
    nameSamples();
}

void BetweenTwo::nameSamples() {
    const auto name = [](std::optional<core::Index> sample, const QString &without) {
        return sample ? tr("no. %1").arg(QLocale().toString(static_cast<qlonglong>(*sample))) : without;
    };
    m_from->setItemText(0, name(m_before, tr("Sample clicked before")));
    m_to->setItemText(0, name(m_last, tr("Sample clicked")));
}

void BetweenTwo::addSample(core::Index sample) {
    if (m_last == sample)
        return;
    m_before = m_last;
    m_last = sample;
    nameSamples();
    want();
}

std::optional<PathEnd> BetweenTwo::endOf(const QComboBox *choice, std::optional<core::Index> sample) const {
    if (choice->currentIndex() > 0)
        return PathEnd{PathEnd::Kind::ClassMean, choice->currentIndex() - 1};
    return sample ? std::optional(PathEnd{PathEnd::Kind::Sample, *sample}) : std::nullopt;
}

void BetweenTwo::want() {
    const std::optional<PathEnd> from = endOf(m_from, m_before), to = endOf(m_to, m_last);
    m_strip->showPath(nullptr);
    m_strip->setEmptyText(from && to && from == to ? tr("Both ends are the same: choose another above.")
                          : m_classes.isEmpty()
                              ? tr("Click one sample on the map, then another: what lies between them appears here.")
                              : tr("Click one sample on the map, then another, or choose classes above: what lies between them appears here."));
    emit pathWanted(from, to, m_sphericalChip->isChecked());
}

void BetweenTwo::showMix(const std::shared_ptr<const analysis::MixPicture> &mix) {
    if (!mix->obstacle)
        return m_strip->followMix(*mix);
    m_strip->showPath(nullptr);
    m_strip->setEmptyText(QString::fromStdString(mix->obstacle->sentence()));
}

void BetweenTwo::showPath(std::shared_ptr<const analysis::PathPicture> path) {
    if (path->from != endOf(m_from, m_before) || path->to != endOf(m_to, m_last) || path->isSpherical != m_sphericalChip->isChecked())
        return;
    if (path->stops.empty())
        m_strip->setEmptyText(tr("One of the two classes has no sample among those that are shown."));
    m_strip->showPath(std::move(path));
}

void BetweenTwo::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_strip->setTheme(theme);
}

std::vector<InputSection> BetweenTwo::inputs() const {
    return {m_strip->inputs()};
}

} // namespace hourglass::ui
