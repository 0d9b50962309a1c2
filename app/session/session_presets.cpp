// How a session opens presets: on whose data.
#include "app/session/session.h"

#include <optional>

#include "app/session/preset_fit.h"
#include "engine/data/fashion_mnist.h"

namespace hourglass::app {

namespace {

std::optional<data::Source> sourceOf(const data::Library &library, const std::string &key) {
    for (const data::Source &source : library.sources())
        if (source.key == key)
            return source;
    return {};
}

} // namespace

/// The sample stands for Fashion-MNIST where it does already, or where that is not installed.
spec::DataSpec Session::ownDataOf(const spec::Preset &preset) const {
    spec::DataSpec data = preset.spec.data;
    const std::optional<data::Source> source = sourceOf(m_library, data.source);
    const bool isSampleThere = m_edited.data.source == data::fashionMnistSampleKey;
    if (data.source == data::fashionMnistKey && (isSampleThere || !source || !source->isAvailable))
        data.source = data::fashionMnistSampleKey;
    return data;
}

bool Session::areDataChosen() const {
    if (m_chosenSources.count(m_edited.data.source) > 0)
        return true;
    const auto present = spec::findPreset(m_presetKey.toStdString()); // none: a file's data
    return !present || !(m_edited.data == ownDataOf(*present));
}

void Session::openPreset(const QString &key) {
    const auto preset = spec::findPreset(key.toStdString());
    if (!preset)
        return emit problemMet(preset.error());
    const spec::DataSpec own = ownDataOf(*preset);
    if (!m_dataset || !areDataChosen() || own == m_edited.data)
        return openPresetOnItsData(key);
    const std::optional<data::Source> source = sourceOf(m_library, own.source);
    const QString ownTitle = QString::fromStdString(source ? source->title : own.source);
    const QString name = QString::fromStdString(preset->spec.name), here = QString::fromStdString(m_dataset->title);
    const auto fit = presetFit(*preset, m_edited.data, *m_dataset);
    if (!fit)
        return emit presetMetData(key, tr("%1 cannot be trained on %2: %3 All stays as it is.").arg(name, here, QString::fromStdString(fit.error().sentence())),
                                  ownTitle);
    spec::Spec spec = fit->spec;
    spec.training.seed = m_good.training.seed;
    applyEdit(spec, key, tr("Preset %1").arg(name), {}); // saving must not put the preset over a file
    emit presetMetData(key,
                       fit->adapted.isEmpty() ? tr("%1 is trained on your data, %2.").arg(name, here)
                                              : tr("%1 is trained on your data, %2, with %3.").arg(name, here, fit->adapted),
                       ownTitle);
}

void Session::openPresetOnItsData(const QString &key) {
    const auto preset = spec::findPreset(key.toStdString());
    if (!preset)
        return emit problemMet(preset.error());
    spec::Spec spec = preset->spec;
    spec.data = ownDataOf(*preset);
    spec.training.seed = m_good.training.seed;
    applyEdit(spec, key, tr("Preset %1").arg(QString::fromStdString(spec.name)), {});
}

} // namespace hourglass::app
