// The words a student may not know, each in one to three plain sentences. Read once from resources/glossary.json; never changes.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

#include "engine/core/result.h"

namespace hourglass::ui {

struct GlossaryEntry {
    QString key;  ///< "latent-space"
    QString term; ///< "Latent space"
    QString text;
    QStringList see; ///< keys of related entries
};

using Glossary = std::vector<GlossaryEntry>;

/// Strict: a missing or unknown member, an empty text, a key given twice or a "see" that leads nowhere is an error that names the
/// entry.
core::Result<Glossary> readGlossary(const QByteArray &json);

/// The entries of the program, in the order of the file.
const Glossary &glossary();
/// Null where there is no such key.
const GlossaryEntry *findEntry(const QString &key);

/// The entry as a card for a tool tip (rich text).
QString cardText(const GlossaryEntry &entry);

} // namespace hourglass::ui
