// File › Export: which format and part, where to, and the exporter that writes it.
#pragma once

#include <QStringList>

#include "engine/exporters/exporter.h"
#include "engine/plan/lowered.h"

namespace hourglass::ui {
class MainWindow;
}

namespace hourglass::app {

class Session;

/// What the dialog offers: a format, and what of the stack goes into it.
struct ExportChoice {
    const exporters::Row *format = nullptr;
    plan::StackPart part = plan::StackPart::Whole;

    /// "ONNX, encoder (*.onnx)"
    QString filter() const;
};

std::vector<ExportChoice> exportChoices();

/// The name of the stack's file, or its own, as far as files may be called so; without a suffix.
QString proposedName(const Session &session);

void connectExport(Session &session, ui::MainWindow &window);

} // namespace hourglass::app
