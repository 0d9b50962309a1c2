#include "ui/window/glossary.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

#include "ui/theme/resources.h"

namespace hourglass::ui {

namespace {

core::Error fault(qsizetype index, const QString &key, const QString &what) {
    const QString where = QString("glossary.json, entry %1 %2").arg(index + 1).arg(key);
    return {what.toStdString(), where.trimmed().toStdString(), "Each entry has key, term, text and see."};
}

/// A word not empty and without blanks around it, or nothing.
QString wordOf(const QJsonValue &value) {
    const QString word = value.toString();
    return word == word.trimmed() ? word : QString();
}

} // namespace

core::Result<Glossary> readGlossary(const QByteArray &json) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (!document.isArray())
        return core::Error{problem.error ? problem.errorString().toStdString() : "not a list", "glossary.json", "The file is a list of entries."};
    static const QStringList members{"key", "term", "text", "see"};
    Glossary entries;
    QSet<QString> keys;
    const QJsonArray list = document.array();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QJsonObject object = list[i].toObject();
        GlossaryEntry entry{wordOf(object["key"]), wordOf(object["term"]), wordOf(object["text"]), {}};
        for (const QString &member : object.keys())
            if (!members.contains(member))
                return fault(i, entry.key, "the member \"" + member + "\" is not known");
        if (entry.key.isEmpty() || entry.term.isEmpty() || entry.text.isEmpty() || !object["see"].isArray())
            return fault(i, entry.key, "key, term or text is missing or empty, or see is no list");
        if (keys.contains(entry.key))
            return fault(i, entry.key, "the key is given twice");
        for (const QJsonValue &key : object["see"].toArray())
            entry.see.append(key.toString());
        keys.insert(entry.key);
        entries.push_back(entry);
    }
    for (std::size_t i = 0; i < entries.size(); ++i)
        for (const QString &key : entries[i].see)
            if (!keys.contains(key) || key == entries[i].key)
                return fault(static_cast<qsizetype>(i), entries[i].key, "\"see\" leads to \"" + key + "\", which is no other entry");
    return entries;
}

const Glossary &glossary() {
    static const Glossary entries = [] {
        loadResources();
        QFile file(":/glossary.json");
        if (!file.open(QIODevice::ReadOnly))
            return Glossary{};
        const core::Result<Glossary> read = readGlossary(file.readAll());
        return read ? *read : Glossary{};
    }();
    return entries;
}

const GlossaryEntry *findEntry(const QString &key) {
    const Glossary &entries = glossary();
    const auto found = std::find_if(entries.begin(), entries.end(), [&key](const GlossaryEntry &entry) { return entry.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

QString cardText(const GlossaryEntry &entry) {
    QStringList related;
    for (const QString &key : entry.see)
        if (const GlossaryEntry *other = findEntry(key))
            related.append(other->term.toHtmlEscaped());
    QString card = QString("<table width=\"300\"><tr><td><b>%1</b><br>%2").arg(entry.term.toHtmlEscaped(), entry.text.toHtmlEscaped());
    if (!related.isEmpty())
        card += "<br><small>" + QCoreApplication::translate("Glossary", "See also: %1").arg(related.join(", ")) + "</small>";
    return card + "</td></tr></table>";
}

} // namespace hourglass::ui
