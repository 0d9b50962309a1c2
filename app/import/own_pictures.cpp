#include "app/import/own_pictures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

#include "app/background/reconstruction_feed.h"
#include "app/pictures/image_decoder.h"
#include "app/session/session.h"
#include "engine/data/readers/image_fitting.h"
#include "engine/data/readers/image_loading.h"
#include "engine/data/readers/image_tree.h"
#include "engine/data/shaping/scaling.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

data::PictureFit fitOf(const data::Dataset &dataset) {
    const auto found = dataset.report.assumed.find("fit");
    return dataset.report.reader == "images" && found != dataset.report.assumed.end() ? data::pictureFitOf(found->second) : data::PictureFit::Crop;
}

data::PictureWish wishOf(const data::Dataset &dataset) {
    data::PictureWish wish;
    const auto found = dataset.report.assumed.find("transparent");
    if (dataset.report.reader == "images" && found != dataset.report.assumed.end()) {
        const auto *key = std::get_if<std::string>(&found->second);
        wish.backdrop = key && *key == "black" ? data::Backdrop::Black : key && *key == "opacity" ? data::Backdrop::Opacity : data::Backdrop::White;
    }
    return wish;
}

/// Numbers of a picture that are no bytes, between 0 and 1: as they are where they lie there, else by the range that they use. What is no number is 0.
void scaleByRange(std::vector<float> &values, bool areReals) {
    float lowest = std::numeric_limits<float>::max(), highest = std::numeric_limits<float>::lowest();
    for (const float value : values)
        if (std::isfinite(value))
            lowest = std::min(lowest, value), highest = std::max(highest, value);
    const bool isUnit = areReals && lowest >= 0 && highest <= 1, isFlat = !(highest > lowest);
    for (float &value : values)
        value = !std::isfinite(value) ? 0 : isUnit ? value : isFlat ? 0 : (value - lowest) / (highest - lowest);
}

void paste(OwnPictures &own) {
    const QMimeData *content = QGuiApplication::clipboard()->mimeData();
    bool isFile = false;
    for (const QUrl &url : content ? content->urls() : QList<QUrl>())
        if (url.isLocalFile() && OwnPictures::isPicture(url.toLocalFile())) {
            own.addFile(url.toLocalFile());
            isFile = true;
        }
    if (!isFile)
        own.add(content && content->hasImage() ? qvariant_cast<QImage>(content->imageData()) : QImage());
}

} // namespace

OwnPictures::OwnPictures(ReconstructionFeed &reconstructions, QObject *parent) : QObject(parent), m_reconstructions(reconstructions) {}

bool OwnPictures::isPicture(const QString &path) {
    if (!data::isImageName(QFile::encodeName(QFileInfo(path).fileName()).toStdString()) || !QFileInfo(path).isFile())
        return false;
    const auto content = data::readWhole(QFile::encodeName(path).toStdString());
    int pages = 0;
    if (content)
        (void)imageDecoder().decodeAll(*content, {{1, 1}}, [&pages](data::Picture &&) { return ++pages < 2; });
    return pages < 2; // what has several is data; what has none is told of as a picture
}

void OwnPictures::addFile(const QString &path) {
    const auto content = data::readWhole(QFile::encodeName(path).toStdString());
    auto picture = content ? imageDecoder().decode(*content, m_dataset ? wishOf(*m_dataset) : data::PictureWish()) : core::Result<data::Picture>(content.error());
    if (!picture)
        return emit problemMet({tr("The picture %1").arg(picture.error().what.c_str()).toStdString(), path.toStdString(), "Open it with another program to see whether it is sound."});
    add(std::move(*picture));
}

void OwnPictures::add(const QImage &image) {
    if (image.isNull())
        return emit problemMet({"What was pasted is no picture", {}, "Copy a picture, and paste it here."});
    add(pictureFrom(image, m_dataset ? wishOf(*m_dataset) : data::PictureWish()));
}

void OwnPictures::add(data::Picture picture) {
    if (!isShowable())
        return emit problemMet({"A picture of your own needs data that are pictures", {}, "Choose data of grey or colour pictures first."});
    m_pictures.insert(m_pictures.begin(), std::move(picture));
    if (m_pictures.size() > most)
        m_pictures.pop_back();
    show();
}

void OwnPictures::clear() {
    m_pictures.clear();
    show();
}

void OwnPictures::setDataset(std::shared_ptr<const data::Dataset> dataset) {
    m_dataset = std::move(dataset);
    show();
}

bool OwnPictures::isShowable() const {
    return m_dataset && m_dataset->shape.isImage() && (m_dataset->shape.channels() == 1 || m_dataset->shape.channels() == 3) && m_dataset->originalRange == core::Range{};
}

void OwnPictures::show() {
    std::vector<std::vector<float>> samples;
    for (const data::Picture &picture : m_pictures) {
        if (!isShowable())
            break;
        std::vector<float> &values = samples.emplace_back(static_cast<std::size_t>(m_dataset->features()));
        if (picture.floats.empty()) {
            std::vector<std::uint8_t> bytes(values.size());
            data::fitPicture(picture, m_dataset->shape, fitOf(*m_dataset), bytes.data());
            std::transform(bytes.begin(), bytes.end(), values.begin(), [](std::uint8_t byte) { return static_cast<float>(byte) / 255.0f; });
        } else {
            data::fitPicture(picture, m_dataset->shape, fitOf(*m_dataset), values.data());
            scaleByRange(values, picture.numbers == data::PictureNumbers::Reals);
        }
        float length = 1;
        if (m_dataset->scaling)
            m_dataset->scaling->apply(values.data(), 1, &length);
    }
    const int count = static_cast<int>(samples.size());
    m_reconstructions.setOwn(std::move(samples));
    emit countChanged(count);
}

void linkOwnPictures(Session &session, ui::MainWindow &window, ui::ReconstructionsView &view, ReconstructionFeed &reconstructions) {
    auto *own = new OwnPictures(reconstructions, &session);
    QObject::connect(&session, &Session::datasetChanged, own, &OwnPictures::setDataset);
    QObject::connect(own, &OwnPictures::problemMet, &session, &Session::problemMet);
    QObject::connect(own, &OwnPictures::countChanged, &view, &ui::ReconstructionsView::setOwnCount);
    QObject::connect(&view, &ui::ReconstructionsView::ownRemoved, own, &OwnPictures::clear);
    QObject::connect(window.commands().paste, &QAction::triggered, own, [own] { paste(*own); });
    QObject::connect(&window, &ui::MainWindow::imageDropped, own, qOverload<const QImage &>(&OwnPictures::add));
    QObject::connect(&window, &ui::MainWindow::pathDropped, own, [own, &session](const QString &path) {
        if (OwnPictures::isPicture(path) && session.dataset()) // all else is data
            own->addFile(path);
    });
}

} // namespace hourglass::app
