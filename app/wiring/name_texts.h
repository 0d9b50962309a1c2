// Names that the data give, as views take them.
#pragma once

#include <string>
#include <vector>

#include <QStringList>

namespace hourglass::app {

inline QStringList textsOf(const std::vector<std::string> &names) {
    QStringList texts;
    for (const std::string &name : names)
        texts << QString::fromStdString(name);
    return texts;
}

} // namespace hourglass::app
