#include "ui/code/code_units.h"

#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

#include "ui/code/unit_rows.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

CodeUnits::CodeUnits(QWidget *parent) : Panel(QStringLiteral("codeUnits"), tr("Code units"), parent), m_rows(new UnitRows(this)) {
    header()->setCaption(tr("What each unit tells of a sample, the one that tells most at the top; a unit that tells nothing is grey."));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 2, 1, 8);
    layout->addWidget(m_rows);
    connect(m_rows, &UnitRows::menuWanted, this, [this](const QPoint &global) {
        auto *menu = new QMenu(m_rows);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_rows->plotExport()->addTo(menu);
        menu->popup(global);
    });
    connect(m_rows->plotExport(), &PlotExport::failed, this, &CodeUnits::exportFailed);
    setFocusProxy(m_rows);
    setMinimumSize(200, 120);
    clear();
    CodeUnits::setTheme(theme());
}

void CodeUnits::clear() {
    m_rows->showPicture(nullptr);
    m_rows->setEmptyText(tr("A row for each unit of the code appears here once there are data and a stack."));
    header()->setSubtitle({});
}

void CodeUnits::showPicture(std::shared_ptr<const analysis::PosteriorPicture> picture) {
    if (picture->obstacle) {
        clear();
        m_rows->setEmptyText(QString::fromStdString(picture->obstacle->sentence()));
        return;
    }
    const QString count = tr("%1 of %n units active", nullptr, static_cast<int>(picture->units.size())).arg(picture->active());
    header()->setSubtitle(picture->isDistribution() ? tr("%1 · KL %2 nats").arg(count, QLocale().toString(picture->divergence(), 'f', 2)) : count, count);
    m_rows->showPicture(std::move(picture));
}

void CodeUnits::setTheme(const Theme &theme) {
    Panel::setTheme(theme);
    m_rows->setTheme(theme);
}

std::vector<InputSection> CodeUnits::inputs() const {
    return {m_rows->inputs()};
}

} // namespace hourglass::ui
