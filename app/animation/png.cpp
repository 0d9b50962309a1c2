// Numbered PNG pictures: written into a folder beside their place, which takes it when all are there.
#include <filesystem>
#include <system_error>
#include <utility>

#include <QBuffer>
#include <QFileInfo>

#include <unistd.h>

#include "app/animation/animation_writer.h"
#include "engine/files/atomic_file.h"

namespace hourglass::app {

namespace fs = std::filesystem;

namespace {

class PngWriter : public AnimationWriter {
public:
    PngWriter(fs::path folder, fs::path beside, int frames)
        : m_folder(std::move(folder)), m_beside(std::move(beside)), m_digits(std::max<qsizetype>(4, QString::number(frames).size())) {}
    ~PngWriter() override {
        std::error_code ignored;
        if (!m_isFinished)
            fs::remove_all(m_beside, ignored);
    }

    std::optional<core::Error> add(const QImage &picture) override {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        if (!buffer.open(QIODevice::WriteOnly) || !picture.save(&buffer, "PNG"))
            return core::Error{"The picture could not be written as PNG", m_folder.string(), "Choose a smaller size."};
        const QString number = QStringLiteral("%1").arg(++m_frame, static_cast<int>(m_digits), 10, QLatin1Char('0'));
        auto file = files::AtomicFile::create((m_beside / (m_folder.filename().string() + '-' + number.toStdString() + ".png")).string());
        if (!file)
            return file.error();
        if (auto error = file->write(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())))))
            return error;
        m_bytes += bytes.size();
        return file->commit();
    }

    std::optional<core::Error> finish() override {
        std::error_code failure;
        fs::remove(m_folder, failure); // an empty one; another stays, and the next line says so
        fs::rename(m_beside, m_folder, failure);
        if (failure)
            return core::Error{"The folder could not be put in its place (" + failure.message() + ")", m_folder.string(),
                               "Name a folder that is not there yet."};
        m_isFinished = true;
        return {};
    }

    long long bytes() const override { return m_bytes; }

private:
    fs::path m_folder, m_beside;
    qsizetype m_digits;
    int m_frame = 0;
    bool m_isFinished = false;
    long long m_bytes = 0;
};

} // namespace

core::Result<std::unique_ptr<AnimationWriter>> startPngs(const AnimationFile &file) {
    std::error_code failure;
    const fs::path folder = fs::absolute(file.path, failure);
    if (folder.filename().empty() || (fs::exists(folder, failure) && !(fs::is_directory(folder, failure) && fs::is_empty(folder, failure))))
        return core::Error{"The pictures want a folder of their own", file.path, "Name a folder that is not there yet, or an empty one."};
    const fs::path parent = folder.parent_path();
    if (!fs::is_directory(parent, failure))
        return core::Error{"There is no such folder", parent.string(), "Make the folder, or choose another."};
    const fs::path beside = parent / (".hourglass-" + std::to_string(::getpid()) + '-' + folder.filename().string() + ".part");
    fs::remove_all(beside, failure);
    if (!fs::create_directory(beside, failure))
        return core::Error{"The folder is not yours to write to", parent.string(), "Choose another folder."};
    return std::unique_ptr<AnimationWriter>(new PngWriter(folder, beside, file.frames));
}

} // namespace hourglass::app
