#include "app/session/part_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <span>
#include <system_error>
#include <vector>

#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>

#include "engine/data/source_numbers.h"
#include "engine/files/atomic_file.h"
#include "engine/files/npy_writer.h"

namespace hourglass::app {

using core::Index;

namespace {

constexpr Index betweenReports = 256; ///< samples

std::optional<core::Error> told(const data::Progress &progress, Index sample, const data::Part &part, const std::string &path) {
    if (sample % betweenReports != 0)
        return {};
    if (progress.isCancelled())
        return core::Error{"writing was cancelled", path, {}};
    progress.tell(static_cast<double>(sample) / static_cast<double>(part.samples), "Writing");
    return {};
}

template <class Number>
void appendNumber(std::string &line, Number number) {
    char text[32];
    line.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

/// In quotes where it holds what would end the field (RFC 4180).
std::string quoted(const std::string &text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text)
        result.append(c == '"' ? 2 : 1, c);
    return result + '"';
}

std::string headerOf(const data::Dataset &dataset) {
    std::string line;
    for (Index i = 0; i < dataset.features(); ++i) {
        line += line.empty() ? "" : ",";
        if (dataset.featureNames.empty())
            line.append(1, 'x').append(std::to_string(i));
        else
            line += dataset.featureNames[static_cast<std::size_t>(i)];
    }
    for (const std::string &name : dataset.factorNames) {
        line += ',';
        line += name;
    }
    line += dataset.groupNames.empty() ? "" : ",group";
    line += dataset.classNames.empty() ? "\n" : ",class\n";
    return line;
}

/// Empty for a sample that has none.
std::string classOf(const data::Dataset &dataset, const data::Part &part, Index sample) {
    const auto at = static_cast<std::size_t>(sample);
    return at < part.labels.size() && part.labels[at] >= 0 && !dataset.classNames.empty() ? dataset.classNames[static_cast<std::size_t>(part.labels[at])]
                                                                                          : std::string();
}

std::string rowOf(const data::Dataset &dataset, const data::Part &part, Index sample) {
    std::string line;
    for (Index i = 0; i < part.features; ++i) {
        const auto at = static_cast<std::size_t>(sample * part.features + i);
        line += i > 0 ? "," : "";
        if (part.holdsBytes())
            appendNumber(line, static_cast<int>(part.bytes[at]));
        else if (const double offset = data::offsetOf(dataset, i); offset != 0)
            appendNumber(line, static_cast<double>(part.floats[at]) + offset);
        else
            appendNumber(line, part.floats[at]);
    }
    for (std::size_t i = 0; i < dataset.factorNames.size(); ++i) {
        const float value = part.factors[static_cast<std::size_t>(sample) * dataset.factorNames.size() + i];
        line += ',';
        if (i >= dataset.factorWords.size() || dataset.factorWords[i].empty())
            appendNumber(line, value);
        else if (std::isfinite(value))
            line += quoted(dataset.factorWords[i][static_cast<std::size_t>(value)]);
    }
    if (!dataset.groupNames.empty()) {
        line += ',';
        line += quoted(dataset.groupNames[static_cast<std::size_t>(part.groups[static_cast<std::size_t>(sample)])]);
    }
    if (!dataset.classNames.empty()) {
        line += ',';
        line += classOf(dataset, part, sample);
    }
    line += '\n';
    return line;
}

QImage pictureOf(const core::Shape &shape, const core::Range &range, const data::Part &part, Index sample, std::vector<float> &numbers) {
    part.copySample(sample, numbers.data());
    const bool isGrey = shape.channels() == 1;
    const Index pixels = shape.height() * shape.width();
    QImage picture(static_cast<int>(shape.width()), static_cast<int>(shape.height()), isGrey ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    for (Index row = 0; row < shape.height(); ++row) {
        uchar *to = picture.scanLine(static_cast<int>(row));
        for (Index column = 0; column < shape.width(); ++column)
            for (Index channel = 0; channel < shape.channels(); ++channel) {
                const float value = numbers[static_cast<std::size_t>(channel * pixels + row * shape.width() + column)];
                *to++ = static_cast<uchar>(std::clamp((value - range.lowest) / (range.highest - range.lowest), 0.0f, 1.0f) * 255.0f + 0.5f);
            }
    }
    return picture;
}

QString parentOf(const std::string &folder) {
    return QFileInfo(QDir::cleanPath(QString::fromStdString(folder))).absolutePath();
}

core::Error unwritable(const std::string &folder) {
    return {"the pictures cannot be written", folder, "Check the disk and your rights."};
}

/// All pictures below `root`, which is there.
std::optional<core::Error> writePictures(const data::Dataset &dataset, const data::Part &part, const QDir &root, const std::string &folder,
                                         const data::Progress &progress) {
    for (const std::string &name : dataset.classNames)
        if (!root.mkpath(QString::fromStdString(name)))
            return unwritable(folder);
    std::vector<float> numbers(static_cast<std::size_t>(part.features));
    const int digits = static_cast<int>(std::to_string(part.samples - 1).size());
    for (Index sample = 0; sample < part.samples; ++sample) {
        if (auto error = told(progress, sample, part, folder))
            return error;
        QString name = QStringLiteral("%1.png").arg(sample, digits, 10, QLatin1Char('0'));
        if (const std::string label = classOf(dataset, part, sample); !label.empty())
            name.prepend(QString::fromStdString(label) + QLatin1Char('/'));
        if (!pictureOf(dataset.shape, dataset.originalRange, part, sample, numbers).save(root.filePath(name), "PNG"))
            return unwritable(folder);
    }
    return {};
}

} // namespace

std::optional<core::Error> writePartAsNpy(const data::Dataset &dataset, const data::Part &part, const std::string &path, const data::Progress &progress) {
    const core::Shape &shape = dataset.shape;
    std::vector<Index> extents{part.samples};
    const int first = shape.isImage() && shape.channels() == 1 ? 1 : 0; // one channel is none to speak of
    extents.insert(extents.end(), shape.extents.begin() + first, shape.extents.begin() + shape.rank);
    auto writer = files::NpyWriter::create(path, extents);
    if (!writer)
        return writer.error();
    std::vector<float> numbers(static_cast<std::size_t>(part.features));
    for (Index sample = 0; sample < part.samples; ++sample) {
        if (auto error = told(progress, sample, part, path))
            return error;
        part.copySample(sample, numbers.data());
        if (auto error = writer->write(numbers))
            return error;
    }
    return writer->commit();
}

std::optional<core::Error> writePartAsCsv(const data::Dataset &dataset, const data::Part &part, const std::string &path, const data::Progress &progress) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    const auto write = [&file](const std::string &line) { return file->write(std::as_bytes(std::span(line))); };
    if (auto error = write(headerOf(dataset)))
        return error;
    for (Index sample = 0; sample < part.samples; ++sample) {
        if (auto error = told(progress, sample, part, path))
            return error;
        if (auto error = write(rowOf(dataset, part, sample)))
            return error;
    }
    return file->commit();
}

std::optional<core::Error> obstacleToPictures(const core::Shape &shape, const std::string &folder) {
    if (!shape.isImage() || (shape.channels() != 1 && shape.channels() != 3))
        return core::Error{"samples of " + core::toText(shape) + " numbers are no pictures", folder, "Let the name end in .npy or .csv."};
    const QFileInfo target(QString::fromStdString(folder)), parent(parentOf(folder));
    if (target.exists() && !target.isDir())
        return core::Error{"a file is in the place of the folder", folder, "Choose another name, or let it end in .npy or .csv."};
    if (target.isDir() && !QDir(target.filePath()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return core::Error{"the folder is not empty", folder, "Name one that is empty or not there yet."};
    if (!parent.isDir())
        return core::Error{"there is no folder to make this one in", folder, "Make it, or choose another."};
    if (!parent.isWritable())
        return core::Error{"the folder around it is not yours to write to", folder, "Choose another folder."};
    return {};
}

std::optional<core::Error> writePartAsPictures(const data::Dataset &dataset, const data::Part &part, const std::string &folder,
                                               const data::Progress &progress) {
    if (auto obstacle = obstacleToPictures(dataset.shape, folder))
        return obstacle;
    // Beside its place, and moved there when it is complete; whatever happens before, the temporary folder goes.
    const QTemporaryDir beside(parentOf(folder) + QStringLiteral("/.hourglass-XXXXXX.part"));
    const QDir inside(beside.path());
    if (!beside.isValid() || !inside.mkdir(QStringLiteral("pictures")))
        return unwritable(folder);
    const QString made = inside.filePath(QStringLiteral("pictures"));
    if (auto error = writePictures(dataset, part, QDir(made), folder, progress))
        return error;
    std::error_code failure;
    const std::string target = QDir::cleanPath(QString::fromStdString(folder)).toStdString();
    std::filesystem::rename(made.toStdString(), target, failure); // takes the place of an empty folder as well
    if (failure)
        return unwritable(folder);
    return {};
}

} // namespace hourglass::app
