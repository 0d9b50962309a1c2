// The program itself, as a shell starts it: signals, streams that are closed, and no display.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <csignal>

namespace {

/// The program with an environment that has no display and no settings of anybody.
struct Program {
    QTemporaryDir home;
    QProcess process;

    explicit Program(const QStringList &arguments, bool hasDisplay = false) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove("DISPLAY");
        environment.remove("WAYLAND_DISPLAY");
        if (!hasDisplay)
            environment.remove("QT_QPA_PLATFORM");
        environment.insert("HOME", home.path());
        environment.insert("XDG_CONFIG_HOME", home.path());
        process.setProcessEnvironment(environment);
        process.setProgram(HOURGLASS_PROGRAM);
        process.setArguments(arguments);
    }
    int run() {
        process.start();
        return process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    QByteArray err() { return process.readAllStandardError(); }
};

nlohmann::json lastObject(const QByteArray &lines) {
    const QList<QByteArray> all = lines.trimmed().split('\n');
    return nlohmann::json::parse(all.back().toStdString());
}

const QStringList endless{"train", "--preset", "tabular", "--epochs", "1000000", "--json"};

} // namespace

class BinaryTest : public QObject {
    Q_OBJECT

private slots:
    void anInterruptEndsCalmlyWithWhatThereIs() {
        Program program(endless);
        program.process.start();
        QByteArray out;
        QTRY_VERIFY_WITH_TIMEOUT((out += program.process.readAllStandardOutput()).count("\"epoch\"") > 3, 60'000);
        ::kill(static_cast<pid_t>(program.process.processId()), SIGINT);
        QVERIFY(program.process.waitForFinished(60'000));
        QCOMPARE(program.process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.process.exitCode(), 0);
        out += program.process.readAllStandardOutput();
        const nlohmann::json done = lastObject(out);
        QCOMPARE(done["event"].get<std::string>(), std::string("done"));
        QCOMPARE(done["stopped"].get<bool>(), true);
        QCOMPARE(done["parameters_sha256"].get<std::string>().size(), std::size_t{64});
        QVERIFY(done["test"]["mse"].is_number());
        QVERIFY(!program.err().contains("rror"));
    }

    void anInterruptLeavesNothingHalfWritten() {
        const QTemporaryDir folder;
        const auto entries = [&folder] { return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); };
        Program program({"generate", "strokes", "--samples", "60000", "-o", folder.filePath("digits")});
        program.process.start();
        QTRY_VERIFY_WITH_TIMEOUT(!entries().isEmpty(), 120'000); // it writes
        ::kill(static_cast<pid_t>(program.process.processId()), SIGINT);
        QVERIFY(program.process.waitForFinished(60'000));
        QCOMPARE(program.process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.process.exitCode(), 1);
        QVERIFY(program.err().contains("cancelled"));
        QCOMPARE(entries(), QStringList());
    }

    void trainsWithoutADisplay() {
        Program program({"train", "--preset", "tabular", "--epochs", "2", "--json"});
        QCOMPARE(program.run(), 0);
        QCOMPARE(program.err(), QByteArray());
        const nlohmann::json done = lastObject(program.process.readAllStandardOutput());
        QCOMPARE(done["stopped"].get<bool>(), false);
    }

    void theWindowWithoutADisplaySaysHowToGoOn() {
        Program program({});
        QCOMPARE(program.run(), 1);
        const QByteArray said = program.err();
        QVERIFY2(said.contains("display") && said.contains("hourglass"), said.constData());
        QVERIFY(said.count('\n') <= 3);
        QCOMPARE(program.process.readAllStandardOutput(), QByteArray());
    }

    void aFullDiskIsSaid() {
        Program program({"train", "--preset", "tabular", "--epochs", "2", "--json"});
        program.process.setStandardOutputFile("/dev/full");
        QCOMPARE(program.run(), 1);
        QVERIFY(program.err().count('\n') == 1);
    }

    void aClosedPipeEndsIt() {
        Program program({"-c", "\"$0\" train --preset tabular --epochs 1000000 --json | head -n 1", HOURGLASS_PROGRAM});
        program.process.setProgram("sh");
        QCOMPARE(program.run(), 0);
        QCOMPARE(program.process.readAllStandardOutput().count('\n'), 1);
    }

    void statusesTellWhoseMistakeItWas_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("hint");
        QTest::newRow("help") << QStringList{"--help"} << 0 << QByteArray();
        QTest::newRow("unknown command's option") << QStringList{"train", "--epoch", "3"} << 2 << QByteArray("--epochs");
        QTest::newRow("unknown option") << QStringList{"--thme", "dark"} << 2 << QByteArray("--theme");
        QTest::newRow("bad value") << QStringList{"train", "--epochs", "many"} << 1 << QByteArray("--epochs");
        QTest::newRow("unknown preset") << QStringList{"spec", "--preset", "deeep"} << 1 << QByteArray("deep");
        QTest::newRow("diverges") << QStringList{"train", "--preset", "deep", "--data", "fashion-mnist-sample", "--rate", "1e6", "--json"} << 1
                                  << QByteArray("step");
    }
    void statusesTellWhoseMistakeItWas() {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QByteArray, hint);
        Program program(arguments);
        QCOMPARE(program.run(), status);
        const QByteArray said = program.err();
        QVERIFY2(said.contains(hint), said.constData());
    }

    void rendersThePixelsAskedFor_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QSize>("pixels");
        QTest::addColumn<bool>("isDark");
        QTest::newRow("window") << QStringList{"--size", "960x640"} << QSize(960, 640) << false;
        QTest::newRow("dark") << QStringList{"--size", "960x640", "--theme", "dark"} << QSize(960, 640) << true;
        QTest::newRow("twice as fine") << QStringList{"--size", "960x600", "--scale", "2"} << QSize(1920, 1200) << false;
        QTest::newRow("data") << QStringList{"--size", "1000x700", "--arrangement", "data"} << QSize(1000, 700) << false;
        QTest::newRow("coloured") << QStringList{"--size", "960x640", "--colour", "Part"} << QSize(960, 640) << false;
        for (const char *panel : {"stack", "layer", "latent", "reconstructions", "loss", "training", "data"})
            QTest::newRow(panel) << QStringList{"--size", "1000x700", "--panel", panel} << QSize() << false;
    }
    void rendersThePixelsAskedFor() {
        QFETCH(QStringList, options);
        QFETCH(QSize, pixels);
        QFETCH(bool, isDark);
        QTemporaryDir folder;
        const QString path = folder.filePath("picture.png");
        Program program(QStringList{"render", "--preset", "map", "--data", "fashion-mnist-sample", "--epochs", "1", "-o", path} + options);
        QCOMPARE(program.run(), 0);
        const QImage picture(path);
        QVERIFY(!picture.isNull());
        if (pixels.isValid())
            QCOMPARE(picture.size(), pixels);
        else
            QVERIFY(picture.width() > 150 && picture.width() < 1000 && picture.height() > 100);
        QSet<QRgb> colours;
        double light = 0;
        for (int y = 0; y < picture.height(); y += 3)
            for (int x = 0; x < picture.width(); x += 3) {
                colours << picture.pixel(x, y);
                light += qGray(picture.pixel(x, y));
            }
        light /= (picture.height() / 3 + 1) * (picture.width() / 3 + 1);
        QVERIFY2(colours.size() > 20, qPrintable(QString::number(colours.size()))); // not blank
        QVERIFY2(isDark ? light < 100 : light > 150, qPrintable(QString::number(light)));
    }

    void rendersNothingWhereItCannotWrite_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("no folder") << QStringList{"-o", "/no/such/folder/picture.png"} << QByteArray("/no/such/folder");
        QTest::newRow("no format") << QStringList{"-o", "picture.xyz"} << QByteArray("picture.xyz");
        QTest::newRow("nothing") << QStringList{} << QByteArray("-o");
        QTest::newRow("size") << QStringList{"-o", "p.png", "--size", "0x0"} << QByteArray("--size");
        QTest::newRow("huge size") << QStringList{"-o", "p.png", "--size", "99999x99999"} << QByteArray("--size");
        QTest::newRow("scale") << QStringList{"-o", "p.png", "--scale", "3"} << QByteArray("--scale");
        QTest::newRow("theme") << QStringList{"-o", "p.png", "--theme", "blue"} << QByteArray("--theme");
        QTest::newRow("colour") << QStringList{"-o", "p.png", "--colour", "taste"} << QByteArray("--colour");
        QTest::newRow("panel") << QStringList{"-o", "p.png", "--panel", "kitchen"} << QByteArray("--panel");
    }
    void rendersNothingWhereItCannotWrite() {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, named);
        QTemporaryDir folder;
        Program program(QStringList{"render", "--preset", "tabular", "--epochs", "1"} + options);
        program.process.setWorkingDirectory(folder.path());
        QVERIFY(program.run() > 0);
        const QByteArray said = program.err();
        QVERIFY2(said.contains(named) && said.count('\n') <= 2, said.constData());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
    }
};

QTEST_GUILESS_MAIN(BinaryTest)
#include "binary_test.moc"
