#include "engine/data/readers/image_tree.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "engine/data/readers/part_name.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr int namesLookedAt = 20'000;
constexpr int deepestFolder = 6; ///< below another that is descended into

std::string lower(std::string text) {
    for (char &letter : text)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

std::string nameOf(const std::string &path) {
    return path.substr(path.find_last_of('/') + 1);
}

/// A link to a folder that it lies in: what is there would be found again and again.
bool leadsBackUp(const std::string &folder) {
    std::error_code failure;
    if (!fs::is_symlink(folder, failure))
        return false;
    const std::string to = fs::canonical(folder, failure).string() + '/', from = fs::canonical(fs::path(folder).parent_path(), failure).string() + '/';
    return from.starts_with(to);
}

/// What one folder holds. A link counts as what it leads to.
struct Listing {
    std::vector<std::string> pictures, folders; ///< paths, sorted bytewise
};

/// Scans folders and counts on the way what is passed over.
class Scan {
public:
    Scan(ImageTree &tree, const Progress &progress, bool (*isWanted)(const std::string &)) : m_tree(tree), m_progress(progress), m_isWanted(isWanted) {}

    bool isCancelled() const { return m_progress.isCancelled(); }

    Listing list(const std::string &folder) {
        if (m_ahead && m_ahead->first == folder) {
            Listing known = std::move(m_ahead->second);
            m_ahead.reset();
            return known;
        }
        Listing listing;
        std::error_code failure;
        fs::directory_iterator entry(folder, failure);
        if (failure) {
            m_tree.broken.push_back(folder);
            return listing;
        }
        for (; entry != fs::directory_iterator() && !failure && !isCancelled(); entry.increment(failure))
            sort(*entry, listing);
        if (failure)
            m_tree.broken.push_back(folder);
        std::sort(listing.pictures.begin(), listing.pictures.end());
        std::sort(listing.folders.begin(), listing.folders.end());
        return listing;
    }

    /// What a folder holds; where that is one folder of folders alone, as in many archives, what that one holds.
    Listing listInner(const std::string &folder) {
        Listing listing = list(folder);
        for (int depth = 0; depth < deepestFolder && listing.pictures.empty() && listing.folders.size() == 1; ++depth) {
            const std::string only = listing.folders.front();
            Listing inner = list(only);
            if (partNamed(nameOf(only)) || !inner.pictures.empty() || inner.folders.empty()) {
                m_ahead.emplace(only, std::move(inner));
                break;
            }
            listing = std::move(inner);
        }
        return listing;
    }

    /// The pictures of the folders of classes; each of them a class if it holds one, itself or, where it has none of its own, below it.
    void listClasses(const std::vector<std::string> &folders, std::vector<std::pair<std::string, std::vector<std::string>>> &classes) {
        for (const std::string &folder : folders) {
            Listing listing = list(folder);
            if (listing.pictures.empty())
                listBelow(listing.folders, 0, listing.pictures);
            else
                m_tree.deeper += static_cast<Index>(listing.folders.size());
            if (!listing.pictures.empty())
                classes.emplace_back(nameOf(folder), std::move(listing.pictures));
        }
    }

private:
    void listBelow(const std::vector<std::string> &folders, int depth, std::vector<std::string> &pictures) {
        for (const std::string &folder : folders) {
            if (leadsBackUp(folder)) {
                ++m_tree.deeper;
                continue;
            }
            Listing listing = list(folder);
            m_tree.joined += listing.pictures.empty() ? 0 : 1;
            pictures.insert(pictures.end(), listing.pictures.begin(), listing.pictures.end());
            if (depth < deepestFolder)
                listBelow(listing.folders, depth + 1, pictures);
            else
                m_tree.deeper += static_cast<Index>(listing.folders.size());
        }
    }

    void sort(const fs::directory_entry &entry, Listing &listing) {
        const std::string path = entry.path().string(), name = nameOf(path);
        if (name.starts_with('.')) {
            ++m_tree.hidden;
            return;
        }
        std::error_code failure;
        const fs::file_status status = entry.status(failure);
        if (fs::is_directory(status))
            listing.folders.push_back(path);
        else if (!fs::exists(status))
            m_tree.broken.push_back(path);
        else if (fs::is_regular_file(status) && m_isWanted(name))
            listing.pictures.push_back(path);
        else if (const std::string format = unreadFormatOf(name); !format.empty())
            ++m_tree.unread[format];
        else
            ++m_tree.others;
    }

    ImageTree &m_tree;
    const Progress &m_progress;
    bool (*m_isWanted)(const std::string &name);
    std::optional<std::pair<std::string, Listing>> m_ahead; ///< a folder that was listed before its turn, so that nothing is counted twice
};

/// The part that one word of a name says, and the name without that word: of "test_set", "val2017", "seg_train".
std::optional<std::pair<PartKind, std::string>> partWithin(const std::string &name) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    std::optional<std::pair<PartKind, std::string>> found;
    for (std::size_t from = 0; from < name.size();) {
        std::size_t end = from;
        while (end < name.size() && isLetter(name[end]))
            ++end;
        if (const auto part = partNamed(name.substr(from, end - from))) {
            if (found)
                return {};
            found.emplace(*part, name.substr(0, from) + '/' + name.substr(end));
        }
        from = std::max(end, from + 1);
    }
    return found;
}

/// The folders that are parts, where one of them is for training; else none.
std::map<std::string, PartKind> partsAmong(const std::vector<std::string> &folders) {
    std::map<std::string, PartKind> parts;
    std::map<std::string, std::map<std::string, PartKind>> alike; // by the name without the part's
    for (const std::string &path : folders) {
        if (const auto part = partNamed(nameOf(path)))
            parts.emplace(path, *part);
        if (const auto part = partWithin(nameOf(path)))
            alike[part->second].emplace(path, part->first);
    }
    const auto has = [](const std::map<std::string, PartKind> &some, PartKind kind) {
        return std::any_of(some.begin(), some.end(), [kind](const auto &one) { return one.second == kind; });
    };
    if (has(parts, PartKind::Train))
        return parts;
    for (const auto &[rest, some] : alike)
        if (has(some, PartKind::Train) && (has(some, PartKind::Test) || has(some, PartKind::Validation)))
            return some;
    return {};
}

/// What is found in a part, before all classes are known.
struct FoundPart {
    std::vector<std::string> flat;
    std::vector<std::pair<std::string, std::vector<std::string>>> classes;
};

FoundPart findPart(Scan &scan, Listing listing, ImageTree &tree) {
    FoundPart found;
    scan.listClasses(listing.folders, found.classes);
    if (found.classes.empty())
        found.flat = std::move(listing.pictures);
    else
        tree.beside += static_cast<Index>(listing.pictures.size());
    return found;
}

/// The only folder of a part for judging, "val/images", is where its pictures lie and no class, if its name says no more.
void flatten(FoundPart &part) {
    static const std::set<std::string> sayingNothing{"all", "data", "image", "images", "img", "imgs", "photos", "pictures", "samples", "unknown"};
    if (part.classes.size() != 1)
        return;
    auto &[name, pictures] = part.classes.front();
    if (!sayingNothing.contains(lower(name)) && !partWithin(name))
        return;
    part.flat.insert(part.flat.end(), pictures.begin(), pictures.end());
    part.classes.clear();
}

void number(const std::array<FoundPart, 3> &found, ImageTree &tree) {
    std::set<std::string> names;
    for (const FoundPart &part : found)
        for (const auto &[name, pictures] : part.classes)
            names.insert(name);
    if (names.size() > 1) // the only folder is where the pictures lie, and no class
        tree.classes.assign(names.begin(), names.end());
    for (std::size_t i = 0; i < found.size(); ++i) {
        for (const std::string &path : found[i].flat)
            tree.parts[i].push_back({path, -1});
        for (const auto &[name, pictures] : found[i].classes) {
            const auto label = std::lower_bound(tree.classes.begin(), tree.classes.end(), name) - tree.classes.begin();
            for (const std::string &path : pictures)
                tree.parts[i].push_back({path, tree.classes.empty() ? -1 : static_cast<std::int32_t>(label)});
        }
    }
}

} // namespace

bool isImageName(const std::string &name) {
    static const std::array<std::string, 20> endings{".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jif", ".jfif", ".bmp", ".dib", ".webp",
                                                     ".tif", ".tiff", ".btf", ".tf8",  ".lsm", ".gif", ".pbm",  ".pgm", ".ppm", ".pnm"};
    const std::string small = lower(name);
    return !small.starts_with('.') && std::any_of(endings.begin(), endings.end(), [&small](const std::string &ending) { return small.ends_with(ending); });
}

std::string unreadFormatOf(const std::string &name) {
    static const std::map<std::string, std::string> formats{
        {".heic", "HEIC"},      {".heif", "HEIC"},      {".avif", "AVIF"},      {".jp2", "JPEG 2000"},  {".j2k", "JPEG 2000"},  {".jpx", "JPEG 2000"},
        {".jxl", "JPEG XL"},    {".psd", "Photoshop"},  {".exr", "OpenEXR"},    {".tga", "TGA"},        {".pcx", "PCX"},        {".ico", "ICO"},
        {".svg", "SVG"},        {".dds", "DDS"},        {".dcm", "DICOM"},      {".dicom", "DICOM"},    {".cr2", "raw camera"}, {".cr3", "raw camera"},
        {".nef", "raw camera"}, {".arw", "raw camera"}, {".dng", "raw camera"}, {".raf", "raw camera"}, {".czi", "Zeiss CZI"},  {".lif", "Leica LIF"},
        {".nd2", "Nikon ND2"},  {".pfm", "PFM"},        {".eps", "EPS"}};
    const std::size_t point = name.rfind('.');
    const auto found = point == std::string::npos || point == 0 ? formats.end() : formats.find(lower(name.substr(point)));
    return found == formats.end() ? std::string() : found->second;
}

Index ImageTree::count() const {
    Index all = 0;
    for (const auto &part : parts)
        all += static_cast<Index>(part.size());
    return all;
}

Result<ImageTree> findImages(const std::string &folder, const Progress &progress, bool (*isWanted)(const std::string &)) {
    ImageTree tree;
    Scan scan(tree, progress, isWanted);
    Listing top = scan.listInner(folder);
    const auto parts = partsAmong(top.folders);
    std::array<FoundPart, 3> found;
    if (!parts.empty()) {
        tree.beside += static_cast<Index>(top.pictures.size() + top.folders.size() - parts.size());
        for (const auto &[path, part] : parts) {
            FoundPart more = findPart(scan, scan.listInner(path), tree);
            FoundPart &whole = found[static_cast<std::size_t>(part)];
            whole.flat.insert(whole.flat.end(), more.flat.begin(), more.flat.end());
            std::move(more.classes.begin(), more.classes.end(), std::back_inserter(whole.classes));
        }
        for (const PartKind kind : {PartKind::Validation, PartKind::Test})
            flatten(found[static_cast<std::size_t>(kind)]);
    } else {
        found[ImageTree::Train] = findPart(scan, std::move(top), tree);
    }
    if (progress.isCancelled())
        return cancelledError(folder);
    number(found, tree);
    std::sort(tree.broken.begin(), tree.broken.end());
    return tree;
}

ImageTree treeOfFile(const std::string &path) {
    ImageTree tree;
    tree.parts[ImageTree::Train].push_back({path, -1});
    return tree;
}

bool holdsImages(const std::string &folder, bool (*isWanted)(const std::string &)) {
    static const std::array<std::string, 5> tables{".csv", ".tsv", ".txt", ".npy", ".npz"};
    std::error_code failure;
    constexpr auto options = fs::directory_options::skip_permission_denied | fs::directory_options::follow_directory_symlink;
    int names = 0, deeper = 0, ofTables = 0;
    bool isUnread = false;
    for (fs::recursive_directory_iterator entry(folder, options, failure), end; !failure && entry != end && names < namesLookedAt;
         entry.increment(failure), ++names) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (entry.depth() >= deepestFolder || name.starts_with('.'))
            entry.disable_recursion_pending();
        if (isWanted(name) && entry->is_regular_file(ignored)) {
            if (entry.depth() <= 2) // PART/CLASS/PICTURE is the deepest that is usual
                return true;
            ++deeper;
        }
        isUnread = isUnread || !unreadFormatOf(name).empty();
        ofTables += std::any_of(tables.begin(), tables.end(), [&name](const std::string &ending) { return lower(name).ends_with(ending); });
    }
    return deeper > ofTables || (isWanted == isImageName && isUnread && ofTables == 0);
}

} // namespace hourglass::data
