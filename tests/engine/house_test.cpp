// The rules of the house, read from its sources: who may include whom, who links what, what the kernels' libraries show.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

const QString house = QStringLiteral(HOURGLASS_SOURCE_DIR);

QString textOf(const QString &path) {
    QFile file(house + '/' + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Paths below the house, sorted.
QStringList filesIn(const QString &room, const QStringList &patterns) {
    QStringList files;
    QDirIterator iterator(house + '/' + room, patterns, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext())
        files << QDir(house).relativeFilePath(iterator.next());
    files.sort();
    return files;
}

QStringList sourcesIn(const QString &room) {
    return filesIn(room, {"*.h", "*.cpp"});
}

QStringList includesOf(const QString &path) {
    static const QRegularExpression line("^[ \\t]*#[ \\t]*include[ \\t]*[\"<]([^\">]+)[\">]",
                                         QRegularExpression::MultilineOption);
    QStringList includes;
    for (auto matches = line.globalMatch(textOf(path)); matches.hasNext();)
        includes << matches.next().captured(1);
    return includes;
}

/// All that a file includes, directly or through headers of ours.
QSet<QString> reachOf(const QString &path) {
    QSet<QString> reached;
    QStringList open{path};
    while (!open.isEmpty())
        for (const QString &include : includesOf(open.takeLast()))
            if (!reached.contains(include)) {
                reached.insert(include);
                if (QFile::exists(house + '/' + include))
                    open << include;
            }
    return reached;
}

/// CMake's text without comments.
QString commandsOf(const QString &path) {
    static const QRegularExpression comment("#[^\n]*");
    return textOf(path).remove(comment);
}

QString nameOf(const QString &pattern, const QStringList &names) {
    const QRegularExpression expression(QRegularExpression::anchoredPattern(pattern));
    for (const QString &name : names)
        if (expression.match(name).hasMatch())
            return name;
    return {};
}

const QString qt = "Q[A-Za-z0-9]+(/.*)?|q[a-z]+\\.h|qcustomplot.*";

} // namespace

class HouseTest : public QObject {
    Q_OBJECT

private slots:
    void hasItsRoomsAndNoOthers() {
        const QStringList rooms{"app", "engine", "findings", "resources", "tests", "ui"};
        QStringList found = QDir(house).entryList(QDir::Dirs | QDir::NoDotAndDotDot); // hidden ones are not listed
        found.removeAll("build");
        QCOMPARE(found, rooms);
        for (const QString &room : rooms)
            QVERIFY2(textOf(room + "/README.md").size() > 100, qPrintable(room + " has no README.md that says what lives there"));
    }

    void arrowsPointDownOnly_data() {
        QTest::addColumn<QString>("room");
        QTest::addColumn<QString>("forbidden");
        QTest::newRow("engine") << "engine" << qt + "|(app|ui|tests)/.*";
        QTest::newRow("ui") << "ui"
                            << "(app|tests)/.*";
        QTest::newRow("app") << "app"
                             << "tests/.*";
    }
    void arrowsPointDownOnly() {
        QFETCH(QString, room);
        QFETCH(QString, forbidden);
        const QStringList sources = sourcesIn(room);
        QVERIFY(sources.size() > 1);
        for (const QString &source : sources) {
            const QString found = nameOf(forbidden, includesOf(source));
            QVERIFY2(found.isEmpty(), qPrintable(source + " includes " + found));
        }
    }

    void theWindowKnowsValuesOnly() {
        // Through whatever header: neither threads of the engine, nor Eigen, which would cost every view seconds of compiling.
        const QString forbidden = "engine/training/trainer\\.h|engine/analysis/inspector\\.h|app/.*|Eigen/.*";
        for (const QString &source : sourcesIn("ui")) {
            const QString found = nameOf(forbidden, reachOf(source).values());
            QVERIFY2(found.isEmpty(), qPrintable(source + " reaches " + found));
        }
    }

    void includesAreFoundAtAll() {
        // If the expression above went blind, every rule here would hold.
        QVERIFY(includesOf("engine/spec/json.cpp").contains("engine/spec/json.h"));
        QVERIFY(includesOf("engine/spec/json_value.cpp").contains("nlohmann/json.hpp"));
        QVERIFY(reachOf("engine/spec/json.cpp").contains("engine/core/types.h"));
        QVERIFY(!nameOf(qt, includesOf("tests/engine/house_test.cpp")).isEmpty());
        QVERIFY(nameOf(qt, {"queue", "engine/Q.h", "vector"}).isEmpty());
        for (const char *name : {"QString", "QtCore/QString", "QtWidgets", "qglobal.h", "qcustomplot.h"})
            QCOMPARE(nameOf(qt, {name}), QString(name));
    }

    void linkLinesPointDownOnly() {
        QStringList engine = filesIn("engine", {"CMakeLists.txt", "*.cmake"});
        QVERIFY(engine.contains("engine/CMakeLists.txt"));
        static const QRegularExpression above("Qt[0-9]?::|Qt6|QCustomPlot|hourglass_(ui|app)|AUTOMOC ON",
                                              QRegularExpression::CaseInsensitiveOption);
        for (const QString &file : engine) {
            const auto found = above.match(commandsOf(file));
            QVERIFY2(!found.hasMatch(), qPrintable(file + " names " + found.captured()));
        }
        QVERIFY(commandsOf("engine/CMakeLists.txt").contains("AUTOMOC OFF"));
        for (const QString &file : filesIn("ui", {"CMakeLists.txt", "*.cmake"}))
            QVERIFY2(!commandsOf(file).contains("hourglass_app"), qPrintable(file));
    }

    void kernelsShowTheirFunctionsOnly() {
        if (*HOURGLASS_SANITIZE)
            QSKIP("The sanitizers add symbols of their own.");
        // Anything else, an inlined template say, would be preempted by the program's copy, built for the lowest level.
        QDirIterator iterator(HOURGLASS_KERNEL_FOLDER, {"libhourglass_kernels.so"}, QDir::Files, QDirIterator::Subdirectories);
        QStringList levels;
        while (iterator.hasNext()) {
            levels << iterator.next();
            QProcess nm;
            nm.start("nm", {"--dynamic", "--defined-only", "--demangle", "--format=posix", levels.last()});
            QVERIFY2(nm.waitForFinished() && nm.exitCode() == 0, "nm, of the package binutils, did not run");
            const QStringList lines = QString::fromUtf8(nm.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
            QVERIFY2(lines.size() > 0, qPrintable(levels.last() + " shows nothing"));
            for (const QString &line : lines)
                QVERIFY2(line.startsWith("hourglass::kernels::"), qPrintable(levels.last() + " shows " + line));
        }
        QVERIFY2(levels.size() >= 4, qPrintable(levels.join(' ')));
    }
};

QTEST_APPLESS_MAIN(HouseTest)
#include "house_test.moc"
