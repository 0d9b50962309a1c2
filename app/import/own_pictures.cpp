#include "app/import/own_pictures.h"

#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

#include "app/background/reconstruction_feed.h"
#include "app/import/fitted_picture.h"
#include "app/pictures/image_decoder.h"
#include "app/session/session.h"
#include "engine/data/readers/image_loading.h"
#include "engine/data/readers/image_tree.h"
#include "engine/data/scaling.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

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
    auto picture = readPicture(path, m_dataset ? wishOf(*m_dataset) : data::PictureWish());
    if (!picture)
        return emit problemMet(picture.error());
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
    return m_dataset && takesPictures(*m_dataset);
}

void OwnPictures::show() {
    std::vector<std::vector<float>> samples;
    for (const data::Picture &picture : m_pictures) {
        if (!isShowable())
            break;
        std::vector<float> &values = samples.emplace_back(fittedPicture(picture, *m_dataset));
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
