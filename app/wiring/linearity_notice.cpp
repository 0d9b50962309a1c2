#include "app/wiring/linearity_notice.h"

#include <memory>

#include "app/session/session.h"
#include "engine/training/loss.h"
#include "engine/training/near_linear.h"
#include "ui/window/notice_strip.h"

namespace hourglass::app {

namespace {

struct Ended {
    training::EvaluationRecord last;
    bool isSaid = false;
};

void tell(const Session &session, ui::NoticeStrip &notices, Ended &ended) {
    const spec::Spec &spec = session.trained();
    if (ended.isSaid || session.status().state != training::State::Finished || !session.baselines() || !session.dataset() ||
        spec.training.loss.kind != "mean_squared_error")
        return;
    const analysis::Baselines &baselines = *session.baselines();
    const double numbers = training::isSummed(spec.training.loss) ? static_cast<double>(session.dataset()->features()) : 1.0;
    const std::string sentence =
        training::nearLinearSentence(spec.model, *session.dataset(), ended.last.heldOutLoss / numbers, baselines.pcaMse, baselines.components);
    if (sentence.empty())
        return;
    ended.isSaid = true;
    notices.showNote(QString::fromStdString(sentence), {}, ui::NoticeTopic::Training);
}

} // namespace

void connectLinearityNotice(Session &session, ui::NoticeStrip &notices) {
    auto ended = std::make_shared<Ended>();
    QObject::connect(&session, &Session::runStarted, &notices, [ended] { *ended = {}; });
    QObject::connect(&session, &Session::evaluationArrived, &notices, [ended](const training::EvaluationRecord &record) { ended->last = record; });
    QObject::connect(&session, &Session::statusChanged, &notices, [ended, &session, &notices] { tell(session, notices, *ended); });
    QObject::connect(&session, &Session::baselinesChanged, &notices, [ended, &session, &notices] { tell(session, notices, *ended); });
}

} // namespace hourglass::app
