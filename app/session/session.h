// What the window works on: the spec as edited, the last good stack, the training and its observer. All on the GUI thread, one timer.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "app/background/loader.h"
#include "app/background/measurer.h"
#include "app/background/observer.h"
#include "app/session/change_marker.h"
#include "app/session/undo.h"
#include "engine/runs/recorder.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

/// Data that were read beside the session, with what they were read as.
struct LoadedData {
    spec::DataSpec data; ///< as training::dataFor() has it
    std::uint64_t seed = 0;
    std::shared_ptr<const data::Dataset> dataset;
};

class Session : public QObject {
    Q_OBJECT
public:
    Session(const data::Library &library, int threads, QObject *parent = nullptr);

    /// Takes up a spec; reads its data first where they are not the present ones. Not an edit: there is nothing before it. Where it comes from a
    /// file, the weights that stand beside that are read, too.
    void open(const spec::Spec &spec, const QString &presetKey, const QString &file = {});

    const spec::Spec &spec() const { return m_edited; }
    const QString &presetKey() const { return m_presetKey; }
    /// Where the stack was last saved to or opened from; empty for a preset.
    const QString &file() const { return m_file; }
    const std::shared_ptr<const data::Dataset> &dataset() const { return m_dataset; }
    const std::shared_ptr<const plan::Plan> &plan() const { return m_plan; }
    const training::Status &status() const { return m_status; }
    int threads() const { return m_threads; }
    const std::optional<analysis::Baselines> &baselines() const { return m_measurer.baselines(); }
    /// The training that goes on and the one before it, to be read as they grow.
    runs::RunPair runs() const { return m_recorder.runs(); }
    Observer &observer() { return m_observer; }
    bool isLoading() const { return m_loader.isLoading(); }
    /// Makes the spec with these data the present one, as one edit. Reads again only where the spec has come to want others.
    void useData(const spec::Spec &spec, const LoadedData &loaded);
    /// The spec that could not be opened since its data are gone, with the data at another place.
    void openMissingAt(const QString &path);
    bool isFittingPca() const { return m_measurer.isFitting(); }

public slots:
    void toggleTraining();
    void step();
    void reset();
    void startWithNewSeed();
    void editModel(const spec::ModelSpec &model, const QString &what);
    void editTraining(const spec::TrainingSpec &training, const QString &what);
    /// A handle was let go: the next edit is a step of its own in the undo history.
    void finishEdit();
    void setThreads(int threads);
    void openPreset(const QString &key);
    void openSource(const QString &nameOrPath);
    /// A file or folder dropped or chosen: a spec where it ends in .json, with the weights of the same name where they stand beside it; else data.
    /// Training starts at step 0 from those weights. Where anything in the two files does not fit, all stays as it is.
    void openPath(const QString &path);
    /// Writes the stack that trains as `path` (its name ends in .json, else that is added) and what it learned beside it, as .safetensors; both or
    /// neither. False after a problem.
    bool saveTo(const QString &path);
    void cancelLoading();
    void undo();
    void redo();

signals:
    void nameChanged(const QString &name);
    void stackChanged(const spec::ModelSpec &model, const plan::Outline &outline);
    /// The stack as edited cannot be trained; the last good one goes on.
    void stackImpossible(const spec::ModelSpec &model, const core::Error &error);
    void trainingChanged(const spec::TrainingSpec &training, int threads, const QString &note);
    void datasetChanged(std::shared_ptr<const data::Dataset> dataset);
    /// fraction below 0: over
    void loadingChanged(double fraction, const QString &what);
    void runStarted(const spec::LossSpec &loss, const QString &heldOutName, bool isSameStack);
    void lossChanged(const spec::LossSpec &loss);
    void changeMarked(core::Index step, double epoch, const QString &what);
    void stepsArrived(const std::vector<training::StepRecord> &records);
    void evaluationArrived(const training::EvaluationRecord &record);
    void statusChanged(const training::Status &status);
    void baselinesChanged(const std::optional<analysis::Baselines> &baselines);
    void undoChanged(bool canUndo, const QString &undoText, bool canRedo, const QString &redoText);
    void problemMet(const core::Error &error);
    /// What was done with files, in one sentence.
    void told(const QString &sentence);
    /// After the problem itself: the path that a spec reads its data from is gone; openMissingAt() says where it went.
    void dataMissed(const core::Error &error, const QString &path);
    /// Data could not be taken up; what was there before, if anything, goes on.
    void loadingFailed();
    /// After all that a tick brought: the moment to repaint.
    void ticked();

private:
    /// Moves the undo history when a spec is taken up, and says from where the training goes on; null: anew, where it has to restart.
    using Entrance = std::function<UndoHistory::State()>;
    enum class Pace { AtOnce, WhenAtRest }; ///< a restart: a handle is held, and the next value comes soon
    static constexpr int busyIntervalMs = 33, idleIntervalMs = 100;
    enum class Outcome { Loading, Refused, Restarted, Configured };
    /// A spec to be made the present one.
    struct Taking {
        spec::Spec spec;
        QString presetKey;
        QString file; ///< that it was read from, or empty
        Entrance enter;
        Pace pace = Pace::AtOnce;
        LoadedData loaded = {}; ///< where the data are here already
    };

    void tick();
    /// An edit of the person: remembered and taken up.
    void apply(const spec::Spec &after, const QString &presetKey, const QString &what);
    void apply(const spec::Spec &after, const QString &presetKey, const QString &what, const QString &file, const LoadedData &loaded = {});
    void openFile(const QString &path, const spec::Spec &spec);
    /// Makes a spec the present one: reads data, compiles, trains, or only passes settings on, whichever it takes.
    Outcome takeUp(Taking taking);
    void load(Taking taking);
    void takeDataset(Taking taking, std::shared_ptr<const data::Dataset> dataset);
    /// The state that a file's weights are, at step 0; null where the spec is from no file or none stand beside it.
    core::Result<UndoHistory::State> stateBeside(const Taking &taking, const std::shared_ptr<const plan::Plan> &plan);
    void noteFile(const Taking &taking, bool hasWeights);
    Outcome takeFile(const Taking &taking);
    void stayWithWhatIs();
    void refuseLoading(const Taking &taking, const core::Error &error);
    void refuse(const core::Error &error);
    void configure(const spec::TrainingSpec &training);
    void assign(std::shared_ptr<const training::TrainingState> from, bool isSameStack);
    void assignWhatWaits();
    void showSpec();
    void announceUndo();
    void collectRetired();
    void travel(Direction direction);
    QString trainingNote() const;

    const data::Library &m_library;
    int m_threads;
    spec::Spec m_edited; ///< as the person sees it; may be impossible
    spec::Spec m_good;   ///< what is trained, or will be when the handle rests
    spec::ModelSpec m_trained;
    QString m_presetKey;
    QString m_file;
    std::optional<Taking> m_missing; ///< the last that lacked its data
    QString m_weightRemarks;         ///< on the weights that stateBeside() read last
    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const plan::Plan> m_plan; ///< of m_good
    training::Status m_status;
    std::uint64_t m_run = 0;
    UndoHistory m_undo;
    training::State m_lastState = training::State::Idle;

    training::Trainer m_trainer;
    Observer m_observer;
    ChangeMarker m_marker;
    QTimer m_timer, m_assignTimer;
    Worker m_worker;
    Loader m_loader;
    Measurer m_measurer;
    runs::Recorder m_recorder;
};

} // namespace hourglass::app
