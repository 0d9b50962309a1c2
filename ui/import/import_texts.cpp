#include "ui/import/import_texts.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>

#include "engine/data/generators/generator.h"
#include "ui/forms/table_text.h"

namespace hourglass::ui {

namespace {

QString tr(const char *text) {
    return QCoreApplication::translate("ImportTexts", text);
}

QString number(core::Index value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

} // namespace

bool isDrawn(const ImportCandidate &candidate) {
    return !candidate.source.key.empty() && data::findGenerator(candidate.data.source) != nullptr;
}

QString importTitle(const ImportCandidate &candidate) {
    if (candidate.dataset && !candidate.dataset->title.empty())
        return QString::fromStdString(candidate.dataset->title);
    const QString source = QString::fromStdString(candidate.data.source);
    const QString name = QDir(source).dirName();
    return name.isEmpty() ? source : name;
}

QString importSummary(const ImportCandidate &candidate) {
    if (!candidate.dataset)
        return QString::fromStdString(candidate.data.source);
    const data::Dataset &dataset = *candidate.dataset;
    QStringList facts;
    if (!candidate.source.label.empty() && !isDrawn(candidate)) // that is the title already
        facts << tableText(candidate.source.label);
    facts << (dataset.shape.rank > 1    ? QString::fromStdString(core::toText(dataset.shape))
              : dataset.features() == 1 ? tr("1 feature")
                                        : tr("%1 features").arg(number(dataset.features())));
    facts << (dataset.samples() == 1 ? tr("1 sample") : tr("%1 samples").arg(number(dataset.samples())));
    facts << (dataset.train.holdsBytes() ? tr("bytes") : tr("floating-point numbers"));
    const auto classes = static_cast<core::Index>(dataset.classNames.size());
    facts << (classes > 0 ? tr("%1 classes").arg(number(classes)) : dataset.train.labels.empty() ? tr("no labels") : tr("labels"));
    if (const auto groups = static_cast<core::Index>(dataset.groupNames.size()); groups > 0)
        facts << (groups == 1 ? tr("1 group") : tr("%1 groups").arg(number(groups)));
    return facts.join(QStringLiteral(" · "));
}

QString importParts(const ImportCandidate &candidate) {
    if (!candidate.dataset)
        return {};
    const data::Dataset &dataset = *candidate.dataset;
    QStringList parts{tr("%1 to train on").arg(number(dataset.train.samples))};
    if (!dataset.validation.isEmpty())
        parts << tr("%1 to validate").arg(number(dataset.validation.samples));
    if (!dataset.test.isEmpty())
        parts << tr("%1 to test").arg(number(dataset.test.samples));
    if (!dataset.isWithinUnit && candidate.preview.samples > 0)
        parts << tr("those shown lie between %1 and %2")
                     .arg(QLocale().toString(static_cast<double>(candidate.preview.lowest), 'g', 3),
                          QLocale().toString(static_cast<double>(candidate.preview.highest), 'g', 3));
    return parts.join(QStringLiteral(" · "));
}

QString errorText(const core::Error &error, const QString &label) {
    const QString what = QString::fromStdString(error.what), where = label.isEmpty() ? QString::fromStdString(error.where) : label,
                  hint = QString::fromStdString(error.hint);
    QString whole = where.isEmpty() ? what : tr("%1: %2").arg(where, what);
    if (!whole.endsWith(QLatin1Char('.')) && !whole.endsWith(QLatin1Char('?')))
        whole += QLatin1Char('.');
    whole = QStringLiteral("<b>%1</b>").arg(whole.toHtmlEscaped());
    return hint.isEmpty() ? whole : whole + QLatin1Char(' ') + hint.toHtmlEscaped();
}

} // namespace hourglass::ui
