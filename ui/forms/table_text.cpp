#include "ui/forms/table_text.h"

#include <QCoreApplication>

namespace hourglass::ui {

QString tableText(const std::string &text) {
    return text.empty() ? QString() : QCoreApplication::translate("tables", text.c_str());
}

QString toolTipText(const QString &text) {
    return text.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace hourglass::ui
