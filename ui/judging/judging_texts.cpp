#include "ui/judging/judging_texts.h"

#include <QCoreApplication>

namespace hourglass::ui {

QString partText(data::PartKind part) {
    return part == data::PartKind::Test         ? QCoreApplication::translate("JudgingView", "test")
           : part == data::PartKind::Validation ? QCoreApplication::translate("JudgingView", "validation")
                                                : QCoreApplication::translate("JudgingView", "training");
}

QString obstacleText(const core::Error &error) {
    return QString::fromStdString(error.sentence());
}

} // namespace hourglass::ui
