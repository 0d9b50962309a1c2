// Animations: what is written is read back by Qt's own readers, and what the window exports is what dragging the timeline shows.
#include <array>
#include <csignal>
#include <random>

#include <QCheckBox>
#include <QComboBox>
#include <QImageReader>
#include <QPainter>
#include <QPushButton>
#include <QScreen>

#include <gif_lib.h>
#include <sys/resource.h>

#include "app/animation/animation_writer.h"
#include "app/animation/palette.h"
#include "app/pictures/view_picture.h"
#include "app/session/animation_exporter.h"
#include "app/session/timeline.h"
#include "app/wiring/animation_wiring.h"
#include "tests/support/file_dialog.h"
#include "tests/support/window_bench.h"
#include "ui/timeline/animation_sheet.h"
#include "ui/timeline/timeline_strip.h"

using namespace hourglass;
using app::AnimationFile;
using app::AnimationFormat;
using core::Index;
using tests::WindowBench;

namespace {

QStringList filesIn(const QString &folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

/// A drawing of few colours that moves.
QImage drawn(int frame) {
    QImage picture(61, 40, QImage::Format_RGB32);
    picture.fill(QColor(250, 250, 248));
    QPainter painter(&picture);
    painter.fillRect(QRect(3 * frame, 5, 12, 9), QColor(20, 120, 200));
    painter.fillRect(QRect(10, 20 + frame, 5, 5), QColor(220, 40 + 10 * frame, 40));
    return picture;
}

/// More colours than a palette has: two gradients over each other, another with each number.
QImage colourful(int frame) {
    QImage picture(160, 120, QImage::Format_RGB32);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            picture.setPixel(x, y, qRgb(x * 255 / 160, y * 255 / 120, ((x + y + 10 * frame) * 7) % 256));
    return picture;
}

double squaredError(const QImage &a, const QImage &b) {
    double sum = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QColor was = a.pixelColor(x, y), is = b.pixelColor(x, y);
            sum += std::pow(was.red() - is.red(), 2) + std::pow(was.green() - is.green(), 2) + std::pow(was.blue() - is.blue(), 2);
        }
    return sum / (3.0 * a.width() * a.height());
}

/// By giflib's own quantiser, at as many colours.
QImage byGiflib(const QImage &picture) {
    const int pixels = picture.width() * picture.height();
    std::vector<GifByteType> red, green, blue, numbers(static_cast<std::size_t>(pixels));
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const QRgb colour = picture.pixel(x, y);
            red.push_back(static_cast<GifByteType>(qRed(colour)));
            green.push_back(static_cast<GifByteType>(qGreen(colour)));
            blue.push_back(static_cast<GifByteType>(qBlue(colour)));
        }
    int colours = 256;
    std::array<GifColorType, 256> table{};
    GifQuantizeBuffer(static_cast<unsigned>(picture.width()), static_cast<unsigned>(picture.height()), &colours, red.data(), green.data(), blue.data(),
                      numbers.data(), table.data());
    QImage result(picture.size(), QImage::Format_RGB32);
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const GifColorType &colour = table[numbers[static_cast<std::size_t>(y * picture.width() + x)]];
            result.setPixel(x, y, qRgb(colour.Red, colour.Green, colour.Blue));
        }
    return result;
}

std::optional<core::Error> write(AnimationFile file, const std::vector<QImage> &pictures) {
    file.frames = static_cast<int>(pictures.size());
    auto writer = app::startAnimation(file);
    if (!writer)
        return writer.error();
    for (const QImage &picture : pictures)
        if (auto error = (*writer)->add(picture))
            return error;
    return (*writer)->finish();
}

struct ReadBack {
    std::vector<QImage> pictures;
    std::vector<int> durations;
    int loops = 0;
};

ReadBack readBack(const QString &path) {
    QImageReader reader(path);
    ReadBack back;
    for (QImage picture = reader.read(); !picture.isNull(); picture = reader.read()) {
        back.pictures.push_back(picture.convertToFormat(QImage::Format_RGB32));
        back.durations.push_back(reader.nextImageDelay());
        back.loops = reader.loopCount();
        if (!reader.canRead())
            break;
    }
    return back;
}

} // namespace

class AnimationTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

    static void train(WindowBench &bench, int steps) {
        const Index goal = bench.session.status().step + steps;
        for (int i = 0; i < steps; ++i)
            bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step == goal && bench.session.status().state == training::State::Paused, WindowBench::patience);
        bench.rest();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.keyFrames().frames().back().step() == goal, WindowBench::patience);
    }

    /// Of all moments of the map, as they are on the screen, into a folder of PNG pictures.
    static app::AnimationOrder orderOf(WindowBench &bench, const QString &folder) {
        QWidget *view = bench.views.latent->parentWidget();
        return {.file = {.format = AnimationFormat::Png, .path = folder.toStdString()},
                .moments = app::momentsOf(bench.session.keyFrames(), *bench.session.runs().present, {0, 1e9, 0}),
                .picture = [view](const app::AnimationMoment &) { return app::isInSight(*view) ? app::viewPicture(*view, 0) : QImage(); },
                .isBusy = [&bench] { return bench.program.panels().isBusy(bench.session); }};
    }

private slots:
    void durationsNeverDrift() {
        for (const double speed : {3.0, 7.0, 10.0, 24.0, 30.0, 60.0}) {
            const auto durations = app::durationsOf({.framesPerSecond = speed, .lastHeldSeconds = 1.5, .frames = 100});
            QCOMPARE(durations.size(), std::size_t(100));
            int begin = 0;
            for (std::size_t k = 0; k < durations.size(); ++k) {
                if (speed <= 50)
                    QVERIFY(std::abs(begin - 1000.0 * static_cast<double>(k) / speed) <= 5.001);
                QVERIFY(durations[k] >= 20 && durations[k] % 10 == 0);
                begin += durations[k];
            }
            QVERIFY(durations.back() >= 1500 + 20);
        }
    }

    void whatIsWrittenIsReadBack_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<bool>("loops");
        for (const bool loops : {false, true}) {
            QTest::addRow("gif %d", loops) << static_cast<int>(AnimationFormat::Gif) << loops;
            QTest::addRow("webp %d", loops) << static_cast<int>(AnimationFormat::Webp) << loops;
        }
    }
    void whatIsWrittenIsReadBack() {
        QFETCH(int, format);
        QFETCH(bool, loops);
        std::vector<QImage> pictures;
        for (int frame = 0; frame < 9; ++frame)
            pictures.push_back(drawn(frame < 7 ? frame : 6)); // two in which nothing moves
        if (format == static_cast<int>(AnimationFormat::Webp))
            pictures.push_back(colourful(0).copy(0, 0, 61, 40));
        const QString path = m_folder.filePath("back");
        const auto error = write({static_cast<AnimationFormat>(format), path.toStdString(), 20, 1.0, loops}, pictures);
        QVERIFY2(!error, error ? error->sentence().c_str() : "");
        const ReadBack back = readBack(path);
        QCOMPARE(back.loops, loops ? -1 : 0);
        // libwebp makes one of pictures that are the same
        const bool isMerged = format == static_cast<int>(AnimationFormat::Webp) && back.pictures.size() < pictures.size();
        QCOMPARE(back.pictures.size(), isMerged ? std::size_t(8) : pictures.size());
        int whole = 0;
        for (const int duration : back.durations)
            whole += duration;
        QCOMPARE(whole, 50 * static_cast<int>(pictures.size()) + 1000);
        for (std::size_t k = 0; k < 7; ++k) {
            QCOMPARE(back.pictures[k], pictures[k]); // every pixel
            QVERIFY(k == 6 || back.durations[k] == 50);
        }
        QCOMPARE(back.pictures.back(), pictures.back());
    }

    void theSmallWebpIsNearAndSmall() {
        std::mt19937 random(7);
        std::vector<QImage> pictures;
        for (int frame = 0; frame < 3; ++frame) {
            QImage picture(160, 120, QImage::Format_RGB32); // a slope with grain, as photographs have it
            for (int y = 0; y < picture.height(); ++y)
                for (int x = 0; x < picture.width(); ++x) {
                    const int grey = 20 + x + 10 * frame + static_cast<int>(random() % 8);
                    picture.setPixel(x, y, qRgb(grey, grey, grey));
                }
            pictures.push_back(picture);
        }
        const QString path = m_folder.filePath("small.webp"), exact = m_folder.filePath("exact.webp");
        QVERIFY(!write({AnimationFormat::SmallWebp, path.toStdString()}, pictures) && !write({AnimationFormat::Webp, exact.toStdString()}, pictures));
        const ReadBack back = readBack(path);
        QCOMPARE(back.pictures.size(), pictures.size());
        for (std::size_t k = 0; k < pictures.size(); ++k)
            QVERIFY2(squaredError(back.pictures[k], pictures[k]) < 12, qPrintable(QString::number(squaredError(back.pictures[k], pictures[k]))));
        QVERIFY2(QFileInfo(path).size() < QFileInfo(exact).size(), qPrintable(QString("%1 and %2").arg(QFileInfo(path).size()).arg(QFileInfo(exact).size())));
    }

    void coloursAreNearerThanGiflibsOwn() {
        std::vector<QImage> pictures{colourful(0), colourful(1), colourful(2)};
        const QString path = m_folder.filePath("colours.gif");
        QVERIFY(!write({AnimationFormat::Gif, path.toStdString()}, pictures));
        const ReadBack back = readBack(path);
        QCOMPARE(back.pictures.size(), pictures.size());
        for (std::size_t k = 0; k < pictures.size(); ++k) {
            const double ours = squaredError(back.pictures[k], pictures[k]), theirs = squaredError(byGiflib(pictures[k]), pictures[k]);
            QVERIFY2(ours < 0.6 * theirs, qPrintable(QString("%1 and %2").arg(ours).arg(theirs)));
        }
    }

    void aPaletteOfFewColoursIsExact() {
        app::ColourCount count;
        for (int i = 0; i < 255; ++i)
            count.add(qRgb(i, 255 - i, 7));
        const app::Palette palette = count.takePalette();
        for (int i = 0; i < 255; ++i)
            QCOMPARE(palette.colours()[palette.at(qRgb(i, 255 - i, 7))], qRgb(i, 255 - i, 7));
        count.add(qRgb(1, 2, 3)); // all before is forgotten
        QCOMPARE(count.takePalette().colours(), std::vector<QRgb>{qRgb(1, 2, 3)});
    }

    void picturesAreNumberedInAFolderOfTheirOwn() {
        const QString path = m_folder.filePath("numbered");
        QVERIFY(!write({AnimationFormat::Png, path.toStdString()}, {drawn(0), drawn(1), drawn(2)}));
        QCOMPARE(filesIn(path), (QStringList{"numbered-0001.png", "numbered-0002.png", "numbered-0003.png"}));
        QCOMPARE(QImage(path + "/numbered-0002.png").convertToFormat(QImage::Format_RGB32), drawn(1));
        const auto error = write({AnimationFormat::Png, path.toStdString()}, {drawn(0)});
        QVERIFY(error && error->sentence().find("a folder of their own") != std::string::npos);
        QCOMPARE(filesIn(path).size(), 3);
    }

    /// No folder, no room: a sentence, and what was there stays.
    void badPlacesAreSaidAndLeaveNothing() {
        const QTemporaryDir place;
        QFile before(place.filePath("there"));
        QVERIFY(before.open(QIODevice::WriteOnly) && before.write("mine") == 4);
        before.close();
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        getrlimit(RLIMIT_FSIZE, &limit);
        for (const AnimationFormat format : {AnimationFormat::Gif, AnimationFormat::Webp, AnimationFormat::SmallWebp, AnimationFormat::Png}) {
            const auto none = write({format, place.filePath("none/there").toStdString()}, {drawn(0), drawn(1)});
            QVERIFY(none && none->sentence().find("no such folder") != std::string::npos);
            const rlimit small{400, limit.rlim_max}; // as a disk without room
            setrlimit(RLIMIT_FSIZE, &small);
            const auto full = write({format, place.filePath(format == AnimationFormat::Png ? "new" : "there").toStdString()}, {colourful(0), colourful(1)});
            setrlimit(RLIMIT_FSIZE, &limit);
            QVERIFY(full && !full->sentence().empty());
            QCOMPARE(filesIn(place.path()), QStringList("there"));
        }
        QVERIFY(before.open(QIODevice::ReadOnly) && before.readAll() == "mine");
    }

    void momentsAreThoseOfTheRange() {
        WindowBench bench(*settings());
        bench.open();
        train(bench, 12);
        const runs::KeyFrames &frames = bench.session.keyFrames();
        const runs::RunLog &log = *bench.session.runs().present;
        const auto all = app::momentsOf(frames, log, {0, 1e9, 0});
        QCOMPARE(all.size(), std::size_t(13));
        QVERIFY(std::isnan(all[0].trainLoss)); // nothing was trained
        const auto &curve = log.present().train;
        for (std::size_t k = 1; k < all.size(); ++k)
            QVERIFY2(std::abs(all[k].trainLoss - curve.span(static_cast<Index>(k) - 1).mean) < 1e-5 * std::abs(all[k].trainLoss),
                     qPrintable(QString("%1: %2 and %3").arg(k).arg(all[k].trainLoss).arg(curve.span(static_cast<Index>(k) - 1).mean)));
        const auto some = app::momentsOf(frames, log, {all[2].epoch(), all[10].epoch(), 3});
        QCOMPARE(some.size(), std::size_t(3));
        QCOMPARE(some[0].step(), Index(2));
        QCOMPARE(some[1].step(), Index(6));
        QCOMPARE(some[2].step(), Index(10));
        QVERIFY(std::isfinite(all[0].heldOutLoss)); // measured before the first step
        QCOMPARE(some[2].heldOutLoss, all[10].heldOutLoss);
    }

    void everyPictureIsWhatDraggingThereShows() {
        WindowBench bench(*settings());
        bench.open();
        train(bench, 4);
        auto *timeline = bench.session.findChild<app::Timeline *>();
        timeline->show(2);
        auto *exporter = bench.session.findChild<app::AnimationExporter *>();
        QSignalSpy ended(exporter, &app::AnimationExporter::ended);
        const QString folder = m_folder.filePath("map");
        std::vector<std::array<Index, 4>> shown; // the moment, and what map, lattice and reconstructions are of
        app::AnimationOrder order = orderOf(bench, folder);
        order.picture = [&bench, &shown, picture = order.picture](const app::AnimationMoment &moment) {
            shown.push_back({moment.step(), bench.map->moment.step, bench.lattice->moment.step, bench.reconstructions->moment.step});
            return picture(moment);
        };
        exporter->start(std::move(order));
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, WindowBench::patience);
        QCOMPARE(filesIn(folder).size(), 5);
        QCOMPARE(shown.size(), std::size_t(5));
        QCOMPARE(timeline->shown(), std::optional<std::size_t>(2)); // as before
        for (std::size_t k = 0; k < 5; ++k)
            QCOMPARE(shown[k], (std::array<Index, 4>{Index(k), Index(k), Index(k), Index(k)}));
        for (int k = 2; k < 5; k += 2)
            QVERIFY(squaredError(QImage(folder + "/map-0001.png"), QImage(folder + QString("/map-%1.png").arg(k + 1, 4, 10, QChar('0')))) > 1.0);
    }

    /// Larger than on the screen, plots are drawn anew: the same, but sharp.
    void aLargerPictureIsTheSame() {
        WindowBench bench(*settings());
        bench.open();
        QTest::qWait(300);
        QWidget *view = bench.views.latent->parentWidget();
        const QImage once = app::viewPicture(*view, 0), twice = app::viewPicture(*view, 2 * view->width());
        QCOMPARE(twice.size(), 2 * once.size());
        const double error = squaredError(twice.scaled(once.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation), once);
        QVERIFY2(error < 500, qPrintable(QString::number(error))); // dots and decoded pictures lie at other shares of a pixel
        QCOMPARE(app::viewPicture(*view, 320).width(), 320);
    }

    void whatGetsInBetweenIsSaid() {
        WindowBench bench(*settings());
        bench.open();
        auto *exporter = bench.session.findChild<app::AnimationExporter *>();
        QSignalSpy ended(exporter, &app::AnimationExporter::ended);
        std::vector<std::string> problems;
        connect(&bench.session, &app::Session::problemMet, exporter, [&](const core::Error &error) { problems.push_back(error.sentence()); });
        const QTemporaryDir place;
        const QString folder = place.filePath("map");
        exporter->start(orderOf(bench, folder)); // nothing was trained
        QCOMPARE(ended.count(), 1);
        QVERIFY(problems.back().find("only one moment") != std::string::npos);
        train(bench, 5);
        const auto startAndWaitForPictures = [&] {
            QSignalSpy progressed(exporter, &app::AnimationExporter::progressed);
            exporter->start(orderOf(bench, folder));
            QTRY_VERIFY_WITH_TIMEOUT(progressed.count() > 1, WindowBench::patience);
        };
        startAndWaitForPictures();
        exporter->cancel();
        QCOMPARE(ended.count(), 2);
        QVERIFY(!bench.session.snapshotFeed().past()); // the present, as before
        QTRY_VERIFY_WITH_TIMEOUT(filesIn(place.path()).isEmpty(), WindowBench::patience);
        startAndWaitForPictures();
        bench.dock("latent")->close();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 3, WindowBench::patience);
        QVERIFY(problems.back().find("view was closed") != std::string::npos);
        bench.dock("latent")->show();
        QTest::qWait(50);
        startAndWaitForPictures();
        bench.session.reset();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 4, WindowBench::patience);
        QVERIFY(problems.back().find("Another training began") != std::string::npos);
        QVERIFY(!bench.session.snapshotFeed().past());
        QTRY_VERIFY_WITH_TIMEOUT(filesIn(place.path()).isEmpty(), WindowBench::patience);
        QCOMPARE(problems.size(), std::size_t(3));
    }

    void theSheetMakesWhatItSays() {
        WindowBench bench(*settings());
        bench.open();
        train(bench, 5);
        bench.window.timeline()->findChild<QAction *>("timelineAnimation")->trigger();
        auto *sheet = bench.window.findChild<ui::AnimationSheet *>();
        QVERIFY(sheet && sheet->isVisible());
        auto *estimate = sheet->findChild<QLabel *>("animationEstimate");
        QTRY_VERIFY_WITH_TIMEOUT(estimate->text().startsWith("6 pictures of 800 × ") && estimate->text().contains(", about "), WindowBench::patience);
        QCOMPARE(sheet->choice().view, QString("latent"));
        const auto choose = [sheet](const char *list, const QVariant &value) {
            auto *box = sheet->findChild<QComboBox *>(list);
            QVERIFY(box->findData(value) >= 0);
            box->setCurrentIndex(box->findData(value));
            emit box->activated(box->currentIndex());
        };
        choose("animationWidth", 320);
        choose("animationFormat", "webp");
        choose("animationSpeed", 5);
        QTRY_VERIFY_WITH_TIMEOUT(estimate->text().startsWith("6 pictures of 320 × "), WindowBench::patience);
        const QTemporaryDir place;
        QTimer answer;
        answer.setInterval(20);
        connect(&answer, &QTimer::timeout, &answer, [&] {
            for (auto *dialog : sheet->findChildren<QFileDialog *>())
                if (dialog->isVisible()) {
                    answer.stop();
                    QVERIFY(tests::acceptWith(*dialog, place.filePath("mine.webp")));
                }
        });
        answer.start();
        QString told;
        connect(&bench.session, &app::Session::told, &answer, [&told](const QString &sentence) { told = sentence; });
        sheet->findChild<QPushButton *>("exportAnimation")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), WindowBench::patience);
        QVERIFY2(told.startsWith("Wrote 6 moments to mine.webp"), qPrintable(told));
        const ReadBack back = readBack(place.filePath("mine.webp"));
        QCOMPARE(back.pictures.size(), std::size_t(6));
        QCOMPARE(back.durations, (std::vector<int>{200, 200, 200, 200, 200, 2200}));
        QCOMPARE(back.pictures[0].width(), 320);
        QCOMPARE(back.pictures[0].height() % 2, 0);
        QCOMPARE(sheet->findChild<QLabel *>("animationAnswer")->text(), told);
        QVERIFY(!sheet->isRunning() && sheet->findChild<QPushButton *>("exportAnimation")->isEnabled());
    }

    void theSheetStaysWithinTheScreenAndListsWhatMoves() {
        WindowBench bench(*settings());
        bench.open();
        train(bench, 2);
        bench.window.setTextSize(200);
        bench.window.timeline()->findChild<QAction *>("timelineAnimation")->trigger();
        auto *sheet = bench.window.findChild<ui::AnimationSheet *>();
        const QSize room = sheet->screen()->availableGeometry().size();
        QTRY_VERIFY_WITH_TIMEOUT(sheet->isVisible() && sheet->width() <= room.width() && sheet->height() <= room.height(), WindowBench::patience);
        const QRect whole(QPoint(), sheet->size());
        for (const char *name : {"exportAnimation", "cancelAnimation"}) {
            const auto *button = sheet->findChild<QPushButton *>(name);
            QVERIFY2(whole.contains(QRect(button->mapTo(sheet, QPoint()), button->size())), name);
        }
        const auto *views = sheet->findChild<QComboBox *>("animationView");
        for (const char *moves : {"window", "latent", "reconstructions", "loss"})
            QVERIFY2(views->findData(moves) >= 0, moves);
        for (const char *stands : {"stack", "layer", "training"})
            QVERIFY2(views->findData(stands) < 0, stands);
        bench.window.setTextSize(100);
    }

    /// The figures keep their places, and the title has room before words.
    void captionsKeepTheirPlaces() {
        QImage picture(480, 200, QImage::Format_RGB32);
        picture.fill(Qt::white);
        auto snapshot = std::make_shared<plan::Snapshot>();
        app::AnimationCaption caption{.title = {}, .heldOutName = "test", .moment = {snapshot}, .lastEpoch = 9};
        const auto leftmost = [&](const app::AnimationCaption &said) { // pixel of the training loss, which is blue
            const QImage whole = app::withCaption(picture, said, ui::Theme::light());
            for (int x = 0; x < whole.width(); ++x)
                for (int y = picture.height() + 6; y < whole.height(); ++y)
                    if (const QColor colour = whole.pixelColor(x, y); colour.blue() - colour.red() > 60)
                        return x;
            return -1;
        };
        app::AnimationCaption first = caption;
        caption.moment.trainLoss = 0.5;
        caption.moment.heldOutLoss = 0.6;
        QVERIFY(leftmost(caption) > 0);
        QCOMPARE(leftmost(first), leftmost(caption)); // nothing is measured yet
        app::AnimationCaption titled = caption;
        titled.title = "What a code of two numbers makes of seventy thousand clothes";
        QVERIFY(leftmost(titled) > leftmost(caption) + 20); // "training loss" and "test loss" make room
    }
};

QTEST_MAIN(AnimationTest)
#include "animation_test.moc"
