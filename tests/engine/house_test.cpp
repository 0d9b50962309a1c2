// The rules of the house, read from its sources: who may include whom, who links what, what the kernels' libraries show.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
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
    static const QRegularExpression line("^[ \\t]*#[ \\t]*include[ \\t]*[\"<]([^\">]+)[\">]", QRegularExpression::MultilineOption);
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

/// The folder of a file, at most three deep: what lies deeper belongs to its parent.
QString folderOf(const QString &path) {
    QStringList folders = path.split('/');
    folders.removeLast();
    return folders.mid(0, 3).join('/');
}

/// Which folder includes which, from the sources of the three rooms.
QMap<QString, QSet<QString>> foundArrows() {
    QMap<QString, QSet<QString>> arrows;
    for (const char *room : {"app", "engine", "ui"})
        for (const QString &source : sourcesIn(room)) {
            QSet<QString> &to = arrows[folderOf(source)];
            for (const QString &include : includesOf(source))
                if (QFile::exists(house + '/' + include) && folderOf(include) != folderOf(source))
                    to.insert(folderOf(include));
        }
    return arrows;
}

struct Drawing {
    QStringList folders; ///< from above to below
    QMap<QString, QSet<QString>> arrows;
};

/// The lines "folder → room: folder folder; room: folder" of README.md.
Drawing drawnArrows() {
    Drawing drawing;
    for (const QString &line : textOf("README.md").section("Folder by folder", 1).section("```", 1, 1).split('\n', Qt::SkipEmptyParts)) {
        const QStringList sides = line.split(QStringLiteral(" → "));
        const QString folder = sides.front().trimmed();
        drawing.folders << folder;
        QSet<QString> &to = drawing.arrows[folder];
        for (const QString &group : sides.value(1).split("; ")) {
            const QString room = group.section(": ", 0, 0);
            for (const QString &below : group.section(": ", 1).split(' ', Qt::SkipEmptyParts))
                to.insert(room + '/' + below);
        }
    }
    return drawing;
}

QString listed(const QSet<QString> &folders) {
    QStringList names = folders.values();
    names.sort();
    return names.join(' ');
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

    void theDrawingShowsEveryArrow() {
        const Drawing drawing = drawnArrows();
        const QMap<QString, QSet<QString>> found = foundArrows();
        QVERIFY(found.size() > 20 && found["engine/training"].contains("engine/plan"));
        for (auto at = found.begin(); at != found.end(); ++at) {
            QVERIFY2(drawing.arrows.contains(at.key()), qPrintable(at.key() + " is missing in README.md"));
            const QSet<QString> drawn = drawing.arrows[at.key()];
            QVERIFY2(at.value() == drawn,
                     qPrintable(at.key() + " includes more: " + listed(at.value() - drawn) + "; is drawn with too much: " + listed(drawn - at.value())));
        }
        QCOMPARE(drawing.arrows.size(), found.size());
    }

    void noArrowLeadsBack() {
        const Drawing drawing = drawnArrows();
        for (auto at = drawing.arrows.begin(); at != drawing.arrows.end(); ++at)
            for (const QString &below : at.value())
                QVERIFY2(drawing.folders.indexOf(below) > drawing.folders.indexOf(at.key()),
                         qPrintable(at.key() + " stands below " + below + ", which it includes"));
        // Commands stand on top, and the analysis knows no training.
        for (auto at = drawing.arrows.begin(); at != drawing.arrows.end(); ++at)
            QVERIFY2(at.key() == "app" || !at.value().contains("app/commands"), qPrintable(at.key()));
        QVERIFY(!drawing.arrows["engine/analysis"].contains("engine/training"));
    }

    void theWindowKnowsValuesOnly() {
        // Through whatever header: neither threads of the engine, nor Eigen, which would cost every view seconds of compiling.
        const QString forbidden = "engine/training/trainer\\.h|engine/analysis/inspector\\.h|app/.*|Eigen/.*";
        for (const QString &source : sourcesIn("ui")) {
            const QString found = nameOf(forbidden, reachOf(source).values());
            QVERIFY2(found.isEmpty(), qPrintable(source + " reaches " + found));
        }
    }

    void aNameMeansOneTypeInItsNamespace() {
        static const QRegularExpression space("^namespace ([\\w:]+) \\{", QRegularExpression::MultilineOption),
            type("^(?:class|struct|enum class|enum) (\\w+)[^;\n]*\\{", QRegularExpression::MultilineOption);
        QMap<QString, QString> places;
        for (const char *room : {"engine", "ui", "app"})
            for (const QString &path : filesIn(room, {"*.h"})) {
                const QString text = textOf(path), within = space.match(text).captured(1);
                for (auto matches = type.globalMatch(text); matches.hasNext();) {
                    const QString name = within + "::" + matches.next().captured(1);
                    QVERIFY2(!places.contains(name), qPrintable(name + ": " + places.value(name) + " and " + path));
                    places[name] = path;
                }
            }
        QVERIFY(places.size() > 300);
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
        static const QRegularExpression above("Qt[0-9]?::|Qt6|QCustomPlot|hourglass_(ui|app)|AUTOMOC ON", QRegularExpression::CaseInsensitiveOption);
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
