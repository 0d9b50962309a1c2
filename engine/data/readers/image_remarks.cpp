#include "engine/data/readers/image_remarks.h"

#include <filesystem>

#include "engine/data/shown_name.h"

namespace hourglass::data {

using core::Error;
using core::Index;

namespace {

std::string counted(Index count, const char *one, const char *many) {
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

void tellOfThePages(const ImageCounts &counts, PageUse use, ReadReport &report) {
    std::vector<std::string> &remarks = report.remarks;
    if (counts.severalPages > 0) {
        const std::string have =
            counted(counts.severalPages, "file has", "files have") + " several pages or frames, " + std::to_string(counts.pages) + " in all: ";
        if (use == PageUse::Samples && counts.severalPages == 1) // as channels it were a single sample
            remarks.push_back(have + "each is a sample.");
        else if (use == PageUse::Samples)
            report.doubts.insert(report.doubts.begin(),
                                 {have + "each is a sample; those of a file may be a volume.", "pages", std::string("channels"), "Each file is one sample"});
        else if (use == PageUse::Channels)
            remarks.push_back(have + "those of a file are the channels of one sample.");
    }
    if (counts.framesLeftOut > 0)
        remarks.push_back(counted(counts.framesLeftOut, "frame", "frames") + " of moving PNGs are left out: the first of each is read.");
    if (counts.withFurtherChannels > 0)
        report.remarks.push_back(counted(counts.withFurtherChannels, "picture has", "pictures have") +
                                 " channels beside red, green and blue, which are left out.");
    if (counts.mayBePages > 0 && use == PageUse::Samples)
        report.doubts.insert(report.doubts.begin(),
                             {counted(counts.mayBePages, "picture is", "pictures are") +
                                  " taken for one in red, green and blue, as the file says; what wrote it says so of any stack of three.",
                              "pages", std::string("planes"), "Three grey pictures each"});
}

void tellOfTransparency(const ImageCounts &counts, Backdrop backdrop, ReadReport &report) {
    if (counts.transparent == 0)
        return;
    const std::string have = counted(counts.transparent, "picture has", "pictures have") + " transparent parts: ";
    std::vector<std::string> &remarks = report.remarks;
    if (backdrop == Backdrop::Opacity)
        remarks.push_back(have + "the samples are their opacity, as some show nothing on white and some nothing on black.");
    else if (backdrop == Backdrop::Black)
        remarks.push_back(have + "they are black here, as what is drawn there is white.");
    else
        remarks.push_back(have + "they are white here.");
    if (counts.hidden > 0)
        report.doubts.push_back({counted(counts.hidden, "of these is", "of these are") + " of one colour then, and shows nothing.", "transparent",
                                 std::string("opacity"), "The opacity alone"});
}

} // namespace

std::string shownBelow(const std::string &path, const std::string &folder) {
    return shownName(std::filesystem::path(path).lexically_relative(folder).string());
}

void tellOfTheTree(const ImageTree &tree, const std::string &folder, ReadReport &report) {
    const auto tell = [&report](Index count, const char *one, const char *many, const char *why) {
        if (count > 0)
            report.remarks.push_back(counted(count, one, many) + why);
    };
    tell(tree.hidden, "hidden file or folder is", "hidden files or folders are", " left out.");
    for (const auto &[format, count] : tree.unread)
        report.remarks.push_back(counted(count, "file is", "files are") + " left out: " + format + " is not read. Save them as PNG or TIFF.");
    tell(tree.others, "file is", "files are", " left out: the names are not those of pictures.");
    tell(tree.joined, "folder below those of the classes is", "folders below those of the classes are",
         " read with them: a class is all that lies below its folder.");
    tell(tree.deeper, "folder is", "folders are", " left out: where pictures lie in the folder of a class itself, none are looked for below it.");
    tell(tree.beside, "picture or folder is", "pictures or folders are", " left out, beside the folders of the classes or parts.");
    for (const std::string &path : tree.broken)
        report.add({"cannot be opened: a link that leads nowhere, or a folder without the right to read it", shownBelow(path, folder)});
}

void tellOfReading(const ImageCounts &counts, PageUse pages, Backdrop backdrop, ReadReport &report) {
    if (report.problemCount > 0)
        report.remarks.push_back(counted(report.problemCount, "file or folder", "files or folders") + " could not be read and were left out.");
    tellOfThePages(counts, pages, report);
    tellOfTransparency(counts, backdrop, report);
    if (counts.unknown > 0)
        report.remarks.push_back(counted(counts.unknown, "picture has", "pictures have") +
                                 " pixels that are no numbers (NaN or infinite): they have the lowest number of their picture.");
}

Error noPictures(const ImageTree &tree, const std::string &path) {
    std::string formats;
    Index count = 0;
    for (const auto &[format, files] : tree.unread) {
        formats += (formats.empty() ? "" : ", ") + format;
        count += files;
    }
    if (count > 0)
        return {"the pictures of the folder are in a format that is not read: " + formats, shownName(path),
                "Save them as PNG, or as TIFF where they have more than 8 bits."};
    return {"the folder holds no pictures that can be trained on", shownName(path),
            "Pictures lie in the folder itself, or in one folder for each class; names end in .png, .jpg, .bmp, .webp, .tif, .gif or .pgm."};
}

} // namespace hourglass::data
