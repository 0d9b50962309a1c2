// Reports: one file without references to others, whose numbers are those of `train`, and whose command makes them again, bit by bit.
#include <QRegularExpression>
#include <QSvgRenderer>

#include <fstream>

#include "app/report/repetition.h"
#include "app/report/report.h"
#include "app/report/subject.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "tests/support/command_run.h"
#include "tests/support/session_bench.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

QString textOf(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString unescaped(QString html) {
    return html.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
}

QStringList filesIn(const QString &folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

std::vector<std::string> reportWords(const QString &path) {
    return {"report",    "--preset", "map", "--data",          data::fashionMnistSampleKey, "--epochs", "1", "--set", "model.layers.0.units=24",
            "--threads", "2",        "-o",  path.toStdString()};
}

/// What a session has come to.
app::ReportSubject subjectOf(SessionBench &bench) {
    std::optional<app::ReportSubject> subject;
    app::requestSubject(bench.session, &bench.session, [&subject](app::ReportSubject taken) { subject = std::move(taken); });
    if (!QTest::qWaitFor([&] { return subject.has_value(); }, 30'000))
        return {};
    return *subject;
}

std::string hashOfTraining(std::vector<std::string> words) {
    words.push_back("--json");
    const Run trained = run(words);
    return trained.status == 0 ? objects(trained.out).back()["parameters_sha256"].get<std::string>() : trained.err;
}

} // namespace

class ReportTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void oneFileTellsAll() {
        const QString path = m_folder.filePath("map.html");
        const Run made = run(reportWords(path));
        QVERIFY2(made.status == 0, made.err.c_str());
        const QString page = textOf(path);
        static const QRegularExpression reference("(?:src|href)=\"([^\"]*)\"|url\\(|@import|<link|<script|https?://");
        int pictures = 0, drawings = 0;
        for (auto found = reference.globalMatch(page); found.hasNext();) {
            const QString uri = found.next().captured(1);
            QVERIFY2(uri.startsWith("data:"), qPrintable(uri));
            const QByteArray bytes = QByteArray::fromBase64(uri.section(',', 1).toLatin1());
            if (uri.startsWith("data:image/svg+xml")) {
                ++drawings;
                QVERIFY(QSvgRenderer(bytes).isValid());
            } else if (uri.startsWith("data:image/png")) {
                ++pictures;
                const QImage picture = QImage::fromData(bytes, "PNG");
                QVERIFY(picture.width() > 1000 && picture.height() > 300);
                QSet<QRgb> colours; // something is on it
                for (int x = 0; x < picture.width(); x += 3)
                    for (int y = 0; y < picture.height(); y += 3)
                        colours.insert(picture.pixel(x, y));
                QVERIFY(colours.size() > 200);
            } else { // the spec, to be saved
                const auto read = spec::readSpec(bytes.toStdString(), training::catalogue(), "report");
                QVERIFY(read && read->model.layers.size() == 6 && read->training.epochs == 1);
            }
        }
        QCOMPARE(drawings, 2); // stack and curves
        QCOMPARE(pictures, 2); // map and reconstructions
        for (const char *title : {"Data", "Stack", "Training", "Curves", "Map of the code", "Reconstructions", "Scores, beside PCA", "How to repeat it"})
            QVERIFY2(page.contains(QString("<h2>%1</h2>").arg(title)), title);
        QVERIFY(page.contains("Pullover")); // a class
        // The command, as a person would take it out of the page, makes the same numbers.
        static const QRegularExpression command("<pre class=\"short\">hourglass ([^<]*)</pre>");
        const QString line = unescaped(command.match(page).captured(1));
        QVERIFY2(line.startsWith("train "), qPrintable(page.left(300)));
        std::vector<std::string> words;
        for (const QString &word : line.split(' '))
            words.push_back(word == "map.json" ? m_folder.filePath("map.json").toStdString() : word.toStdString());
        static const QRegularExpression spec("<pre>(\\{.*\\})\\s*</pre>", QRegularExpression::DotMatchesEverythingOption);
        std::ofstream(m_folder.filePath("map.json").toStdString()) << unescaped(spec.match(page).captured(1)).toStdString();
        words.push_back("--json");
        const Run again = run(words);
        QVERIFY2(again.status == 0, again.err.c_str());
        const auto done = objects(again.out).back();
        static const QRegularExpression row("<td>This model</td><td>2</td><td>([^<]*)</td>");
        QCOMPARE(row.match(page).captured(1), QLocale().toString(done["test"]["mse"].get<double>(), 'f', 4));
        static const QRegularExpression pca("<td>PCA</td><td>2</td><td>([^<]*)</td>");
        QCOMPARE(pca.match(page).captured(1), QLocale().toString(done["baselines"]["pca_mse"].get<double>(), 'f', 4));
    }

    /// Of a training that was stopped within an epoch, and of one that is done.
    void theCommandMakesTheSameBits() {
        SessionBench bench;
        bench.open();
        bench.step(7);
        const app::ReportSubject subject = subjectOf(bench);
        QVERIFY(subject.model && subject.model->step == 7 && subject.log->lastStep() == 7);
        const QString file = m_folder.filePath("small.json");
        std::ofstream(file.toStdString()) << spec::writeSpec(subject.spec);
        const app::Repetition repetition = app::repetitionOf(subject.spec, subject.preset, 7, file.toStdString());
        QVERIFY(repetition.needsSpec);
        QCOMPARE(hashOfTraining(repetition.words), app::parameterHash(*subject.model));

        const spec::Preset preset = *spec::findPreset("halves");
        spec::Spec spec = preset.spec;
        spec.training.epochs = 2;
        spec.training.optimiser.values["rate"] = 0.002;
        bench.session.open(spec, "halves");
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.dataset() && bench.session.dataset()->key == "halves", 30'000);
        bench.session.toggleTraining();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().state == training::State::Finished, 60'000);
        const app::ReportSubject done = subjectOf(bench);
        const app::Repetition ready = app::repetitionOf(done.spec, "halves", 0, "x.json");
        QVERIFY(!ready.needsSpec);
        QCOMPARE(ready.line().substr(0, 31), std::string("hourglass train --preset halves"));
        QCOMPARE(hashOfTraining(ready.words), app::parameterHash(*done.model));
    }

    void wordsAreQuotedForAShell() {
        app::Repetition repetition{{"train", "--spec", "it's mine.json", "--steps", "7"}};
        QCOMPARE(repetition.line(), std::string("hourglass train --spec 'it'\\''s mine.json' --steps 7"));
        spec::Spec spec = spec::findPreset("map")->spec;
        spec.model.layers.insert(spec.model.layers.begin(), dense(300, "relu"));
        QVERIFY(app::repetitionOf(spec, "map", 0, "a.json").needsSpec); // no setting inserts a layer
    }

    void pagesOfPdf() {
        const QString path = m_folder.filePath("map.pdf");
        const Run made = run(reportWords(path));
        QVERIFY2(made.status == 0, made.err.c_str());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.startsWith("%PDF-") && bytes.trimmed().endsWith("%%EOF"));
        static const QRegularExpression page("/Type /Page\\b(?!s)");
        int pages = 0;
        for (auto found = page.globalMatch(QString::fromLatin1(bytes)); found.hasNext(); found.next())
            ++pages;
        QVERIFY2(pages >= 3 && pages <= 9, qPrintable(QString::number(pages)));
    }

    void aProjectsRunIsReportedAsItWasSaved() {
        const std::string project = m_folder.filePath("run.hourglass").toStdString();
        const Run trained = run({"train", "--preset", "halves", "--epochs", "1", "--json", "-o", project});
        QVERIFY2(trained.status == 0, trained.err.c_str());
        const QString path = m_folder.filePath("run.html");
        const Run made = run({"report", project, "-o", path.toStdString()});
        QVERIFY2(made.status == 0, made.err.c_str());
        static const QRegularExpression row("<td>This model</td><td>[0-9]+</td><td>([^<]*)</td>");
        const auto mseOf = [](const Run &training) { return QLocale().toString(objects(training.out).back()["test"]["mse"].get<double>(), 'f', 4); };
        QCOMPARE(row.match(textOf(path)).captured(1), mseOf(trained));

        const Run second = run({"train", "--preset", "halves", "--epochs", "2", "--seed", "3", "--json", "-o", project});
        QVERIFY2(second.status == 0 && mseOf(second) != mseOf(trained), second.err.c_str());
        for (const auto &[number, training] : {std::pair{"1", &trained}, std::pair{"2", &second}}) { // any of its runs
            const Run again = run({"report", project, "--run", number, "-o", path.toStdString()});
            QVERIFY2(again.status == 0, again.err.c_str());
            QCOMPARE(row.match(textOf(path)).captured(1), mseOf(*training));
        }
        const Run lost = run({"report", project, "--run", "9", "-o", path.toStdString()});
        QVERIFY2(lost.status == 1 && lost.err.find("There is no run 9 in it") != std::string::npos && lost.err.find("It has 1 (") != std::string::npos,
                 lost.err.c_str());
    }

    void badOrdersAreSaidAndLeaveNothing() {
        const QTemporaryDir place;
        const auto said = [&](std::vector<std::string> words, const char *sentence) {
            const Run made = run(words);
            QCOMPARE(made.status, 1);
            QVERIFY2(made.err.find(sentence) != std::string::npos, made.err.c_str());
            QVERIFY(filesIn(place.path()).isEmpty());
        };
        said({"report"}, "Where should the report go?");
        said(reportWords(place.filePath("map.doc")), "end in .html or .pdf");
        said(reportWords(place.filePath("none/map.html")), "no such folder");
        said({"report", "nothing.hourglass", "-o", place.filePath("a.html").toStdString()}, "no project that could be opened");
        said({"report", "--preset", "nonsense", "-o", place.filePath("a.html").toStdString()}, "nonsense");
    }
};

QTEST_MAIN(ReportTest)
#include "report_test.moc"
