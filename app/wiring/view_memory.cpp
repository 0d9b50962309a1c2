#include "app/wiring/view_memory.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include <QJsonArray>

#include "app/session/session.h"
#include "ui/latent/latent_map.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

QJsonObject objectOf(const data::SampleId &id) {
    return {{"part", static_cast<int>(id.part)}, {"sample", static_cast<qint64>(id.sample)}};
}

/// Nothing where the data have no such sample.
std::optional<data::SampleId> sampleOf(int part, qint64 sample, const data::Dataset &dataset) {
    if (part < 0 || part >= static_cast<int>(data::partKinds.size()))
        return {};
    const data::SampleId id{data::partKinds[static_cast<std::size_t>(part)], sample};
    return sample >= 0 && sample < data::partOf(dataset, id.part).samples ? std::optional(id) : std::nullopt;
}

/// Each sample as five bytes: its part, and its number from the lowest byte up.
QByteArray bytesOf(const std::vector<data::SampleId> &samples) {
    QByteArray bytes;
    for (const data::SampleId &id : samples) {
        bytes.append(static_cast<char>(id.part));
        for (int shift = 0; shift < 32; shift += 8)
            bytes.append(static_cast<char>(static_cast<quint32>(id.sample) >> shift));
    }
    return bytes;
}

std::shared_ptr<const SampleSet> setOf(const QJsonObject &object, const data::Dataset &dataset) {
    const QByteArray bytes = QByteArray::fromBase64(object["samples"].toString().toLatin1());
    SampleSet set{object["name"].toString(), {}};
    for (qsizetype at = 0; at + 5 <= bytes.size(); at += 5) {
        qint64 number = 0;
        for (int i = 3; i >= 0; --i)
            number = number << 8 | static_cast<unsigned char>(bytes[at + 1 + i]);
        if (const auto id = sampleOf(bytes[at], number, dataset))
            set.samples.push_back(*id);
    }
    return set.samples.empty() ? nullptr : std::make_shared<const SampleSet>(std::move(set));
}

constexpr std::array kindsOfAxes{"units", "principal", "layout"}; ///< as LatentAxes::Kind counts them

QJsonObject objectOf(const analysis::LatentAxes &axes) {
    return {{"kind", kindsOfAxes[static_cast<std::size_t>(axes.kind)]},
            {"method", QString::fromStdString(axes.method)},
            {"units", QJsonArray{axes.first, axes.second, axes.third}}};
}

/// Nothing where it is not said, or by a newer version.
std::optional<analysis::LatentAxes> axesOf(const QJsonObject &object) {
    const auto kind = std::find(kindsOfAxes.begin(), kindsOfAxes.end(), object["kind"].toString());
    if (kind == kindsOfAxes.end())
        return {};
    const QJsonArray units = object["units"].toArray();
    return analysis::LatentAxes{.kind = static_cast<analysis::LatentAxes::Kind>(kind - kindsOfAxes.begin()),
                                .first = units.at(0).toInt(0),
                                .second = units.at(1).toInt(1),
                                .method = object["method"].toString().toStdString(),
                                .third = units.at(2).toInt(-1)};
}

} // namespace

void preferAxes(ui::MainWindow &window, const std::optional<analysis::LatentAxes> &axes) {
    if (auto *map = window.findChild<ui::LatentMap *>())
        map->preferAxes(axes);
}

QJsonObject ViewMemory::view() const {
    std::map<std::shared_ptr<const SampleSet>, QJsonObject> written;
    const auto objectFor = [&](const std::shared_ptr<const SampleSet> &set) {
        const auto known = m_written.find(set);
        const QJsonObject object =
            known != m_written.end() ? known->second : QJsonObject{{"name", set->name}, {"samples", QString::fromLatin1(bytesOf(set->samples).toBase64())}};
        written.emplace(set, object);
        return object;
    };
    QJsonObject selection;
    if (const auto &pinned = SampleSelection::ofTheData(m_selection.pinned()))
        selection["pinned"] = objectOf(*pinned);
    if (const auto &set = m_selection.set(); set && set->samples.size() <= mostSamples)
        selection["set"] = objectFor(set);
    QJsonArray kept;
    for (const auto &set : m_selection.kept())
        if (set->samples.size() <= mostSamples)
            kept.append(objectFor(set));
    if (!kept.isEmpty())
        selection["kept"] = kept;
    m_written = std::move(written);
    QJsonObject view{{"docks", m_window.docksState()}, {"selection", selection}};
    if (const auto *map = m_window.findChild<ui::LatentMap *>(); map && map->chosenAxes())
        view["map"] = objectOf(*map->chosenAxes());
    return view;
}

void ViewMemory::restore(const QJsonObject &view) {
    m_window.restoreDocks(view["docks"].toObject());
    preferAxes(m_window, axesOf(view["map"].toObject()));
    const std::shared_ptr<const data::Dataset> dataset = m_session.dataset();
    m_selection.setDataset(dataset); // nothing is selected
    if (!dataset)
        return;
    const QJsonObject selection = view["selection"].toObject();
    const QJsonArray kept = selection["kept"].toArray();
    for (const QJsonValue &each : kept)
        if (const auto set = setOf(each.toObject(), *dataset)) {
            m_selection.choose(set);
            m_selection.keep(set->name);
        }
    const auto chosen = setOf(selection["set"].toObject(), *dataset);
    std::shared_ptr<const SampleSet> same;
    for (const auto &each : m_selection.kept())
        if (chosen && each->name == chosen->name && each->samples == chosen->samples)
            same = each;
    m_selection.choose(same ? same : chosen);
    const QJsonObject pinned = selection["pinned"].toObject();
    if (const auto id = sampleOf(pinned["part"].toInt(-1), pinned["sample"].toInteger(-1), *dataset))
        m_selection.pin(*id);
}

} // namespace hourglass::app
