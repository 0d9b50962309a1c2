#include "app/baseline_texts.h"

#include "app/session.h"
#include "engine/training/loss.h"

namespace hourglass::app {

namespace {

bool isSummed(const spec::LossSpec &loss) {
    const std::vector<spec::Kind> kinds = training::lossKinds();
    return spec::choiceOf(loss, *spec::find(kinds, loss.kind), "reduction") == "sum";
}

} // namespace

QString lossText(const spec::LossSpec &loss) {
    const QString name = loss.kind == "binary_cross_entropy" ? Session::tr("binary cross-entropy") : Session::tr("mean squared error");
    return isSummed(loss) ? Session::tr("%1, summed").arg(name) : name;
}

std::vector<ui::Baseline> baselineTexts(const Session &session) {
    if (!session.baselines() || !session.dataset())
        return {};
    const analysis::Baselines &measured = *session.baselines();
    const spec::LossSpec &loss = session.spec().training.loss;
    const bool isEntropy = loss.kind == "binary_cross_entropy";
    const double scale = isSummed(loss) ? static_cast<double>(session.dataset()->features()) : 1.0;
    std::vector<ui::Baseline> baselines{
        {Session::tr("mean image"), scale * (isEntropy ? measured.meanBce : measured.meanMse),
         Session::tr("What always answering with the mean of the training part reaches.")},
        {(measured.components == 1 ? Session::tr("PCA, 1 component") : Session::tr("PCA, %L1 components").arg(measured.components)), scale * (isEntropy ? measured.pcaBce : measured.pcaMse),
         Session::tr("What the best linear code of the same size reaches.")}};
    if (isEntropy)
        baselines.push_back({Session::tr("floor"), scale * measured.bceFloor,
                             Session::tr("The cross-entropy of the data with themselves: no model can pass it, because pixels between 0 and 1 are never certain.")});
    return baselines;
}

} // namespace hourglass::app
