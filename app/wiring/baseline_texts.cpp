#include "app/wiring/baseline_texts.h"

#include "app/session/session.h"
#include "engine/training/loss.h"

namespace hourglass::app {

std::vector<ui::Baseline> baselineTexts(const Session &session) {
    if (!session.baselines() || !session.dataset())
        return {};
    const analysis::Baselines &measured = *session.baselines();
    const spec::LossSpec &loss = session.spec().training.loss;
    const bool isEntropy = loss.kind == "binary_cross_entropy";
    if (!isEntropy && loss.kind != "mean_squared_error")
        return {}; // measured in no other loss: a line beside this curve would say nothing
    const double scale = training::isSummed(loss) ? static_cast<double>(session.dataset()->features()) : 1.0;
    std::vector<ui::Baseline> baselines{
        {session.dataset()->shape.isImage() ? Session::tr("mean image") : Session::tr("mean sample"), scale * (isEntropy ? measured.meanBce : measured.meanMse),
         Session::tr("What always answering with the mean of the training part reaches.")},
        {(measured.components == 1 ? Session::tr("PCA, 1 component") : Session::tr("PCA, %L1 components").arg(measured.components)),
         scale * (isEntropy ? measured.pcaBce : measured.pcaMse), Session::tr("What the best linear code of the same size reaches.")}};
    if (isEntropy)
        baselines.push_back(
            {Session::tr("floor"), scale * measured.bceFloor,
             Session::tr("The cross-entropy of the data with themselves: no model can pass it, because pixels between 0 and 1 are never certain.")});
    return baselines;
}

} // namespace hourglass::app
