#include "ui/forms/table_text.h"

#include <QCoreApplication>

#include <utility>

namespace hourglass::ui {

QString tableText(const std::string &text) {
    return text.empty() ? QString() : QCoreApplication::translate("tables", text.c_str());
}

QString wordText(const std::string &word) {
    static const std::pair<const char *, const char *> known[] = {{"data", QT_TRANSLATE_NOOP("tables", "as the data")},
                                                                  {"same", QT_TRANSLATE_NOOP("tables", "same size")},
                                                                  {"mirror", QT_TRANSLATE_NOOP("tables", "across the code")}};
    for (const auto &[each, label] : known)
        if (word == each)
            return tableText(label);
    return tableText(word);
}

QString toolTipText(const QString &text) {
    return text.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace hourglass::ui
