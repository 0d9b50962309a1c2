#include "app/wiring/animation_wiring.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <utility>

#include "app/animation/animation_writer.h"
#include "app/pictures/view_picture.h"
#include "app/session/animation_exporter.h"
#include "app/session/session.h"
#include "app/session/timeline.h"
#include "app/wiring/export_wiring.h"
#include "app/wiring/panel_set.h"
#include "ui/timeline/animation_sheet.h"
#include "ui/timeline/timeline_strip.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

struct Format {
    AnimationFormat format;
    const char *key, *suffix, *title, *filter;
};

constexpr std::array<Format, 4> formats{
    {{AnimationFormat::Gif, "gif", "gif", QT_TRANSLATE_NOOP("Session", "GIF"), QT_TRANSLATE_NOOP("Session", "GIF (*.gif)")},
     {AnimationFormat::SmallWebp, "webp-small", "webp", QT_TRANSLATE_NOOP("Session", "WebP, small"), QT_TRANSLATE_NOOP("Session", "Animated WebP (*.webp)")},
     {AnimationFormat::Webp, "webp", "webp", QT_TRANSLATE_NOOP("Session", "WebP, exact"), QT_TRANSLATE_NOOP("Session", "Animated WebP (*.webp)")},
     {AnimationFormat::Png, "png", "", QT_TRANSLATE_NOOP("Session", "numbered PNG pictures"),
      QT_TRANSLATE_NOOP("Session", "PNG pictures, in a new folder (*)")}}};

const Format &formatOf(const QString &key) {
    const auto found = std::find_if(formats.begin(), formats.end(), [&key](const Format &format) { return key == QLatin1String(format.key); });
    return found == formats.end() ? formats.front() : *found;
}

std::vector<std::pair<QString, QString>> formatTitles() {
    std::vector<std::pair<QString, QString>> titles;
    for (const Format &format : formats)
        titles.emplace_back(QLatin1String(format.key), Session::tr(format.title));
    return titles;
}

/// The sheet with what it asks for. A child of the session.
class AnimationDesk : public QObject {
public:
    AnimationDesk(Session &session, ui::MainWindow &window, const PanelSet &panels)
        : QObject(&session), m_session(session), m_window(window), m_panels(panels), m_exporter(new AnimationExporter(session)) {
        connect(m_exporter, &AnimationExporter::progressed, this, [this](int taken, int of, long long bytes) {
            const QLocale locale;
            QString text = Session::tr("Moment %L1 of %L2").arg(taken).arg(of);
            if (bytes > 0)
                text += Session::tr(" · %1 so far").arg(locale.formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat));
            if (m_sheet)
                m_sheet->showProgress(taken, of, text);
        });
        connect(m_exporter, &AnimationExporter::ended, this, [this] {
            if (m_sheet)
                m_sheet->showEnd();
            m_isAnswerDue = true; // in this turn, if it was not cancelled
            QMetaObject::invokeMethod(
                this, [this] { m_isAnswerDue = false; }, Qt::QueuedConnection);
        });
        connect(&session, &Session::told, this, [this](const QString &sentence) { answer(sentence); });
        connect(&session, &Session::problemMet, this, [this](const core::Error &error) { answer(QString::fromStdString(error.sentence())); });
    }

    void open() {
        if (!m_sheet) {
            m_sheet = new ui::AnimationSheet(formatTitles(), &m_window);
            connect(m_sheet, &ui::AnimationSheet::choiceChanged, this, [this] { preview(); });
            connect(m_sheet, &ui::AnimationSheet::exportWanted, this, [this] { askForFile(); });
            connect(m_sheet, &ui::AnimationSheet::cancelWanted, m_exporter, &AnimationExporter::cancel);
        }
        if (!m_exporter->isRunning())
            showWhatThereIs();
        m_sheet->show();
        m_sheet->raise();
        m_sheet->activateWindow();
    }

private:
    void answer(const QString &sentence) {
        if (std::exchange(m_isAnswerDue, false) && m_sheet)
            m_sheet->showAnswer(sentence);
    }

    void showWhatThereIs() {
        std::vector<std::pair<QString, QString>> views{{QLatin1String(animatedWindow), Session::tr("The whole window")}};
        for (const auto &[key, panel] : m_panels.all()) // the others stand still
            if (isInSight(*panel) && (m_panels.showsModel(key) || key == "loss"))
                views.emplace_back(QString::fromStdString(key), panel->title());
        const bool isFirst = m_sheet->choice().view.isEmpty();
        m_sheet->showViews(views);
        if (isFirst)
            m_sheet->choose(QStringLiteral("latent"));
        const auto &frames = m_session.keyFrames().frames();
        if (!frames.empty())
            m_sheet->showMoments(frames.front().epoch(), frames.back().epoch(), static_cast<int>(frames.size()));
    }

    std::vector<AnimationMoment> moments() const {
        constexpr double rounding = 1e-3; // of an epoch, as it is written
        const ui::AnimationChoice &choice = m_sheet->choice();
        return momentsOf(m_session.keyFrames(), *m_session.runs().present,
                         {choice.fromEpoch - rounding, choice.toEpoch + rounding, static_cast<std::size_t>(choice.most)});
    }

    /// The picture of a moment by what was chosen now, whatever is chosen later; null where the view is not in sight.
    std::function<QImage(const AnimationMoment &)> painter(const std::vector<AnimationMoment> &moments) const {
        const ui::AnimationChoice &choice = m_sheet->choice();
        return animationPainter(m_session, m_window, m_panels, {choice.view, choice.width, choice.hasCaption, choice.title}, moments);
    }

    AnimationFile file() const {
        const ui::AnimationChoice &choice = m_sheet->choice();
        return {.format = formatOf(choice.format).format, .path = {}, .framesPerSecond = choice.speed, .lastHeldSeconds = choice.held, .loops = choice.loops};
    }

    void preview() {
        if (m_exporter->isRunning())
            return;
        showWhatThereIs();
        const std::vector<AnimationMoment> all = moments();
        if (all.size() < 2) {
            m_sheet->showPreview({});
            m_sheet->showEstimate(Session::tr("There is only one moment to be shown: train for some steps, or take more epochs."), false);
            return;
        }
        const auto &past = m_session.snapshotFeed().past();
        AnimationMoment shown = all.back();
        for (const AnimationMoment &moment : all)
            if (past && moment.step() <= past->step)
                shown = moment;
        const QImage picture = painter(all)(shown);
        m_sheet->showPreview(picture);
        AnimationFile wanted = file();
        wanted.frames = static_cast<int>(all.size());
        double seconds = 0;
        for (const int duration : durationsOf(wanted))
            seconds += 0.001 * duration;
        const QString text = Session::tr("%L1 pictures of %2 × %3 pixels, %4 s")
                                 .arg(wanted.frames)
                                 .arg(picture.width())
                                 .arg(picture.height())
                                 .arg(QLocale().toString(seconds, 'f', 1));
        m_sheet->showEstimate(text, true);
        if (m_estimate)
            *m_estimate = true;
        m_estimate = m_worker.run([this, wanted, picture, text](const std::atomic<bool> &) mutable -> std::function<void()> {
            const long long bytes = bytesOf(wanted, picture);
            if (bytes <= 0)
                return {};
            const QString size = QLocale().formattedDataSize(bytes * wanted.frames, 1, QLocale::DataSizeSIFormat);
            return [this, text, size] {
                if (!m_exporter->isRunning())
                    m_sheet->showEstimate(Session::tr("%1, about %2").arg(text, size), true);
            };
        });
    }

    /// Of one picture in that format.
    static long long bytesOf(AnimationFile file, const QImage &picture) {
        const QTemporaryDir folder;
        file.path = folder.filePath(QStringLiteral("one")).toStdString();
        file.frames = 1;
        auto writer = startAnimation(file);
        if (!writer || (*writer)->add(picture) || (*writer)->finish())
            return 0;
        return (*writer)->bytes();
    }

    void askForFile() {
        const Format &format = formatOf(m_sheet->choice().format);
        const QString name =
            proposedName(m_session) + (m_sheet->choice().view == QLatin1String(animatedWindow) ? QString() : QLatin1Char(' ') + m_sheet->choice().view);
        QFileDialog dialog(m_sheet, Session::tr("Export the training as an animation"), m_folder, Session::tr(format.filter));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix(QLatin1String(format.suffix));
        dialog.selectFile(name);
        if (dialog.exec() != QDialog::Accepted)
            return;
        const QString path = dialog.selectedFiles().value(0);
        m_folder = QFileInfo(path).absolutePath();
        AnimationOrder order{.file = file(), .moments = moments(), .picture = {}, .isBusy = [this] { return m_panels.isBusy(m_session); }};
        order.file.path = path.toStdString();
        order.picture = painter(order.moments);
        if (auto *timeline = m_session.findChild<Timeline *>())
            timeline->pause();
        m_exporter->start(std::move(order));
    }

    Session &m_session;
    ui::MainWindow &m_window;
    const PanelSet &m_panels;
    AnimationExporter *m_exporter;
    QPointer<ui::AnimationSheet> m_sheet; ///< the window's
    QString m_folder;
    bool m_isAnswerDue = false;
    Worker::Cancelled m_estimate;
    Worker m_worker;
};

} // namespace

void connectAnimation(Session &session, ui::MainWindow &window, const PanelSet &panels) {
    auto *desk = new AnimationDesk(session, window, panels);
    QObject::connect(window.commands().exportAnimation, &QAction::triggered, desk, [desk] { desk->open(); });
    QObject::connect(window.timeline(), &ui::TimelineStrip::animationWanted, desk, [desk] { desk->open(); });
}

} // namespace hourglass::app
