// The settings of the training.
#include <algorithm>

#include "app/background/available_threads.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/variants.h"
#include "engine/training/augmentation.h"
#include "engine/training/catalogue.h"
#include "engine/training/loss.h"
#include "ui/training/training_panel.h"

namespace hourglass::app {

namespace {

void connectTraining(ui::Panel &view, const PanelContext &context) {
    auto *panel = static_cast<ui::TrainingPanel *>(&view);
    Session &session = context.session;
    QObject::connect(&session, &Session::trainingChanged, panel, [panel](const spec::TrainingSpec &training, int threads, const QString &note) {
        panel->showTraining(training, training::catalogue(), threads, std::max(availableThreads(), threads), note);
    });
    const auto showVariants = [panel, &session](const spec::TrainingSpec &training) {
        const Variants variants = session.dataset() ? variantsOf(*session.dataset(), training) : Variants{};
        panel->showVariants(variants.pictures, variants.microseconds);
    };
    QObject::connect(&session, &Session::trainingChanged, panel, showVariants);
    QObject::connect(&session, &Session::datasetChanged, panel, [&session, showVariants] { showVariants(session.spec().training); });
    QObject::connect(panel, &ui::TrainingPanel::trainingEdited, &session, &Session::editTraining);
    QObject::connect(panel, &ui::TrainingPanel::threadsEdited, &session, &Session::setThreads);
    QObject::connect(panel, &ui::TrainingPanel::editFinished, &session, &Session::finishEdit);
    QObject::connect(&session, &Session::datasetChanged, panel, [panel](const std::shared_ptr<const data::Dataset> &dataset) {
        const QString otherRange = dataset->isWithinUnit ? QString() : Session::tr("It needs data between 0 and 1, and these have others.");
        for (const training::LossRow &loss : training::lossRows()) {
            const QString reason = loss.needsImages && !dataset->shape.isImage() ? Session::tr("It needs images, and these data are none.")
                                   : loss.needsUnitData                          ? otherRange
                                                                                 : QString();
            panel->setUnavailable("loss", QString::fromStdString(loss.kind.key), reason);
        }
        for (const spec::Kind &kind : training::augmentationKinds()) {
            const auto fits = training::makeAugmentation({{kind.key, {}}}, dataset->shape, dataset->isWithinUnit);
            panel->setUnavailable("augmentation", QString::fromStdString(kind.key), fits ? QString() : QString::fromStdString(fits.error().what) + '.');
        }
    });
}

} // namespace

PanelRow trainingPanel() {
    return {.key = "training",
            .place = ui::DockColumn::Right,
            .share = 0.5,
            .make = []() -> ui::Panel * { return new ui::TrainingPanel; },
            .connect = connectTraining,
            .showsModel = false};
}

} // namespace hourglass::app
