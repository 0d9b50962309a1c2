#include "app/import/source_offers.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <QCoreApplication>

#include "engine/data/generators/generator.h"
#include "engine/data/readers/archive_file.h"
#include "engine/data/readers/reader.h"
#include "engine/data/shown_name.h"

namespace hourglass::app {

namespace {

constexpr std::size_t mostOffers = 9;
constexpr int deepest = 3; // archives in archives
constexpr const char *together = "together", *file = "file";

QString allTogether() {
    return QCoreApplication::translate("Import", "All as series of one set");
}

void offerAll(const spec::DataSpec &refused, const spec::Kind &kind, std::vector<ui::SourceOffer> &offers) {
    if (offers.size() < 2 || !kind.find(together) || refused.options.contains(together))
        return;
    offers.push_back({allTogether(), refused});
    offers.back().data.options.erase(file);
    offers.back().data.options[together] = std::string("yes");
}

std::vector<ui::SourceOffer> offersOfFolder(const spec::DataSpec &folder) {
    namespace fs = std::filesystem;
    std::vector<std::string> paths;
    std::error_code failure;
    for (fs::directory_iterator entry(folder.source, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::error_code ignored;
        const std::string path = entry->path().string();
        if (entry->is_regular_file(ignored) && !entry->path().filename().string().starts_with('.') && !sourceKind(path).key.empty())
            paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
    paths.resize(std::min(mostOffers, paths.size()));
    std::vector<ui::SourceOffer> offers;
    for (const std::string &path : paths) {
        offers.push_back({QString::fromStdString(data::shownName(fs::path(path).filename().string())), folder});
        offers.back().data.source = path;
        offers.back().data.options.clear();
    }
    offerAll(folder, sourceKind(folder.source), offers);
    return offers;
}

std::vector<ui::SourceOffer> offersOfArchive(const spec::DataSpec &archive, const data::Progress &progress) {
    auto unpacked = data::unpack(archive.source, progress);
    for (int depth = 1; unpacked && depth < deepest && data::isPacked(unpacked->path); ++depth) {
        auto inner = data::unpack(unpacked->path, progress);
        unpacked = std::move(inner);
    }
    if (!unpacked)
        return {};
    std::vector<ui::SourceOffer> offers;
    for (const std::string &name : data::filesOfData(*unpacked, mostOffers)) {
        offers.push_back({QString::fromStdString(data::shownName(name)), archive});
        offers.back().data.options = {{file, name}};
    }
    if (offers.size() < 2) // nothing to choose among
        return {};
    offerAll(archive, sourceKind(unpacked->path), offers);
    return offers;
}

} // namespace

spec::Kind sourceKind(const std::string &source) {
    if (const data::Generator *generator = data::findGenerator(source))
        return generator->kind();
    if (data::isPacked(source))
        return {};
    for (const data::Reader &reader : data::readers())
        if (reader.accepts(source))
            return reader.kind();
    return {};
}

spec::Kind readerKind(const std::string &key) {
    for (const data::Reader &reader : data::readers())
        if (spec::Kind kind = reader.kind(); kind.key == key)
            return kind;
    return {};
}

std::vector<ui::SourceOffer> offersOf(const spec::DataSpec &refused, const core::Error &error, const data::Progress &progress) {
    if (!data::isPacked(refused.source))
        return offersOfFolder(refused);
    const bool isOfChoice = error.where == std::string("data.options.") + file;
    if (!isOfChoice && (refused.options.contains(file) || error.where.starts_with("data.options.")))
        return {}; // of one file, or of how it is to be read
    return offersOfArchive(refused, {nullptr, progress.cancelled});
}

spec::Values placeIn(const spec::DataSpec &data) {
    spec::Values place;
    if (const auto found = data.options.find(file); found != data.options.end())
        place.insert(*found);
    return place;
}

} // namespace hourglass::app
