// Which picture files a folder holds, in which parts and classes. Looks at names alone and opens no file.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// Named .png, .jpg, .bmp, .webp, .tif, .gif, .pgm or as files of these formats are named else (.jfif, .ppm, .lsm …), in whatever case, and not hidden.
bool isImageName(const std::string &name);

/// What pictures of that name hold, where it is a format that is not read: "HEIC". Empty for any other name.
std::string unreadFormatOf(const std::string &name);

struct ImageFile {
    std::string path;        ///< bytes, as the system has them
    std::int32_t label = -1; ///< of ImageTree::classes, or -1
};

struct ImageTree {
    enum Part { Train, Validation, Test };

    std::array<std::vector<ImageFile>, 3> parts; ///< by Part; sorted by class and then by name, bytewise
    std::vector<std::string> classes;            ///< names of folders, sorted bytewise; empty where the pictures lie flat
    core::Index hidden = 0;                      ///< files and folders whose names begin with a point
    core::Index others = 0;                      ///< files that are not named as pictures are
    std::map<std::string, core::Index> unread;   ///< files named as pictures of formats that are not read, by the format
    core::Index deeper = 0;                      ///< folders below those of the classes that are left out
    core::Index joined = 0;                      ///< folders below those of the classes whose pictures are taken
    core::Index beside = 0;                      ///< pictures and folders beside the folders of classes or parts
    std::vector<std::string> broken;             ///< links that lead nowhere, and folders that cannot be opened; sorted

    core::Index count() const;
};

/// FOLDER/PICTURE, FOLDER/CLASS/PICTURE, FOLDER/PART/PICTURE or FOLDER/PART/CLASS/PICTURE. The parts are train (training), test (testing) and
/// validation (val, valid), in whatever case, and are known as such where there is one for training; so are training_set and test_set, train2017 and
/// val2017, which differ in that word alone. A class without pictures of its own has those of all folders below it. Where a folder or part holds one
/// folder of folders alone, that one is read instead. An error where the folder cannot be read and where the scan was cancelled.
core::Result<ImageTree> findImages(const std::string &folder, const Progress &progress, bool (*isWanted)(const std::string &name) = isImageName);

/// The file alone, as if it were a folder's only one.
ImageTree treeOfFile(const std::string &path);

/// Whether findImages() would find any, as far as the first thousands of names tell (of those below FOLDER/PART/CLASS: more than tables); or, beside no
/// tables, pictures of formats that are not read.
bool holdsImages(const std::string &folder, bool (*isWanted)(const std::string &name) = isImageName);

} // namespace hourglass::data
