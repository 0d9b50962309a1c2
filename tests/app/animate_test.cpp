// `animate`: the timeline of a project that `train` wrote, or of a training that is made for it, as a file; the project stays as it is.
#include <QImage>
#include <QImageReader>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/data/fashion_mnist.h"
#include "engine/project/project_file.h"
#include "tests/support/command_run.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

using Words = std::vector<std::string>;

const Words small{"--preset", "map", "--data", data::fashionMnistSampleKey, "--set", "model.layers.0.units=24", "--threads", "2"};

Words operator+(Words words, const Words &more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

struct ReadBack {
    std::vector<QImage> pictures;
    std::vector<int> durations;
    int loops = 0;

    explicit ReadBack(const std::string &path) {
        QImageReader reader(QString::fromStdString(path));
        for (QImage picture = reader.read(); !picture.isNull(); picture = reader.canRead() ? reader.read() : QImage()) {
            pictures.push_back(picture.convertToFormat(QImage::Format_RGB32));
            durations.push_back(reader.nextImageDelay());
            loops = reader.loopCount();
        }
    }
};

QStringList filesIn(const QString &folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

QByteArray contentOf(const std::string &path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class AnimateTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string pathOf(const char *name) const { return m_folder.filePath(name).toStdString(); }

private slots:
    void aProjectsTimelineBecomesAFile() {
        const std::string project = pathOf("run.hourglass"), gif = pathOf("map.gif"), webp = pathOf("window.webp");
        const Run trained = run(Words{"train", "--epochs", "2", "-o", project} + small);
        QVERIFY2(trained.status == 0, trained.err.c_str());
        const QByteArray before = contentOf(project);
        const Run made =
            run({"animate", project, "-o", gif, "--width", "320", "--fps", "5", "--moments", "6", "--caption", "Map", "--theme", "dark", "--size", "1000x700"});
        QVERIFY2(made.status == 0 && made.out.empty(), made.err.c_str());
        const ReadBack back(gif);
        QCOMPARE(back.durations, (std::vector<int>{200, 200, 200, 200, 200, 2200}));
        QCOMPARE(back.loops, -1);
        QCOMPARE(back.pictures[0].width(), 320);
        QCOMPARE(back.pictures[0].height() % 2, 0);
        QVERIFY(back.pictures[0].pixelColor(2, back.pictures[0].height() - 3).lightness() < 80); // the theme
        for (std::size_t k = 1; k < 6; ++k)
            QVERIFY(back.pictures[k] != back.pictures[k - 1]);

        const Run whole = run({"animate", project, "-o", webp, "--exact", "--panel", "window", "--size", "1000x700", "--width", "0", "--from", "1", "--moments",
                               "3", "--hold", "0", "--once", "--no-caption"});
        QVERIFY2(whole.status == 0, whole.err.c_str());
        const ReadBack window(webp);
        QCOMPARE(window.pictures.size(), std::size_t(3));
        QCOMPARE(window.pictures[0].size(), QSize(1000, 700));
        QCOMPARE(window.loops, 0);
        QCOMPARE(filesIn(m_folder.path()), (QStringList{"map.gif", "run.hourglass", "window.webp"}));
        QCOMPARE(contentOf(project), before);
    }

    void anyRunOfAProjectAndAnyProjection() {
        const QTemporaryDir place;
        const auto at = [&place](const char *name) { return place.filePath(name).toStdString(); };
        const std::string project = at("two.hourglass");
        const Words eight{"--set", "model.layers.2.units=8", "--set", "model.layers.0.units=24"};
        QCOMPARE(run(Words{"train", "--epochs", "1", "-o", project, "--preset", "map", "--data", data::fashionMnistSampleKey, "--threads", "2"} + eight).status,
                 0);
        QCOMPARE(run(Words{"train", "--epochs", "3", "-o", project} + small).status, 0);
        // Only the second has moments beyond its first epoch; it was saved last.
        const auto made = [&](const char *folder, const Words &words) {
            return run(Words{"animate", project, "-o", at(folder), "--moments", "3", "--width", "300", "--size", "1000x700"} + words);
        };
        int films = 0;
        for (const Words &words : {Words{"--run", "1", "--projection", "pacmap"}, Words{"--run", "2", "--from", "2"}, Words{"--from", "2"}}) {
            const QString folder = "film" + QString::number(films++);
            const Run film = made(qPrintable(folder), words);
            QVERIFY2(film.status == 0, film.err.c_str());
            QCOMPARE(filesIn(place.filePath(folder)).size(), 3);
        }
        const Run beyond = made("beyond", {"--run", "1", "--from", "2"});
        QVERIFY2(beyond.status == 1 && beyond.err.find("there are not two between these epochs") != std::string::npos, beyond.err.c_str());
        const auto said = [&](const Words &words, const char *sentence) {
            const Run refused = run(Words{"animate", project, "-o", at("none.gif")} + words);
            QCOMPARE(refused.status, 1);
            QVERIFY2(refused.err.find(sentence) != std::string::npos, refused.err.c_str());
        };
        said({"--run", "7"}, "There is no run 7 in it");
        said({"--run", "7"}, "It has 1 (Map), 2 (Map)");
        said({"--run", "0"}, "--run");
        said({"--projection", "tsme"}, "There is no projection");
        said({"--projection", "tsne"}, "A code of 2 units is shown as it is");
        const Run without = run(Words{"animate", "--run", "1", "-o", at("none.gif")} + small);
        QVERIFY2(without.status == 1 && without.err.find("Name the project in front") != std::string::npos, without.err.c_str());
    }

    void aTrainingIsMadeForIt() {
        const QTemporaryDir place;
        const QString folder = place.filePath("pictures");
        const Run made =
            run(Words{"animate", "--epochs", "1", "-o", folder.toStdString(), "--panel", "reconstructions", "--width", "400", "--moments", "4"} + small);
        QVERIFY2(made.status == 0, made.err.c_str());
        QCOMPARE(filesIn(folder), (QStringList{"pictures-0001.png", "pictures-0002.png", "pictures-0003.png", "pictures-0004.png"}));
        QCOMPARE(QImage(folder + "/pictures-0004.png").width(), 400);
    }

    void badOrdersAreSaidAndLeaveNothing() {
        const QTemporaryDir place;
        const auto at = [&place](const char *name) { return place.filePath(name).toStdString(); };
        const auto said = [&](const Words &words, const char *sentence) {
            const Run made = run(Words{"animate"} + words);
            QCOMPARE(made.status, 1);
            QVERIFY2(made.err.find(sentence) != std::string::npos, made.err.c_str());
            QVERIFY(filesIn(place.path()).isEmpty());
        };
        said({}, "Where should the animation go?");
        said({"-o", at("map.mp4")}, "end in .gif or .webp");
        said({"-o", at("none/map.gif")}, "no such folder");
        said({"-o", at("map.gif"), "--exact"}, "This is for WebP");
        said({"-o", at("map.gif"), "--fps", "500"}, "at most 50");
        said({"-o", at("map.gif"), "--hold", "-1"}, "from 0 to 60");
        said({"-o", at("map.gif"), "--panel", "lost"}, "There is no panel");
        said({"-o", at("map.gif"), "--size", "8x8"}, "no size");
        said({"-o", at("map.gif"), "--caption", "a", "--no-caption"}, "there is to be none");
        said({"nothing.hourglass", "-o", at("map.gif")}, "no project that could be opened");
        said(Words{"--epochs", "1", "--from", "7", "-o", at("map.gif")} + small, "Take more with --from and --to");
    }
};

QTEST_MAIN(AnimateTest)
#include "animate_test.moc"
