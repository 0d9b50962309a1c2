// What the window works on: the spec as edited, the last good stack, the training and the feed of its snapshots. All on the GUI thread, one timer;
// nothing here waits for the trainer or a disk, but the destructor for what is being saved.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include <QObject>
#include <QTimer>

#include "app/background/baselines_feed.h"
#include "app/background/loader.h"
#include "app/background/snapshot_feed.h"
#include "app/session/change_marker.h"
#include "app/session/kept_work.h"
#include "app/session/spec_change.h"
#include "app/session/stack_saver.h"
#include "app/session/undo.h"
#include "engine/data/corruption.h"
#include "engine/runs/run_history.h"
#include "engine/runs/run_list.h"
#include "engine/spec/presets.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

struct OpenedProject;
struct OpenedModel;
class LockStep;
struct Leader;
struct Rival;

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
    ~Session() override;

    /// Takes up a spec; reads its data first where they are not the present ones. Not an edit: there is nothing before it. Where it comes from a
    /// file, the weights that stand beside that are read, too.
    void open(const spec::Spec &spec, const QString &presetKey, const QString &file = {});

    const spec::Spec &spec() const { return m_edited; }
    /// The same; before there are any data, the one whose data are on their way, or were to be read in vain.
    const spec::Spec &specToBe() const { return m_dataset ? m_edited : m_coming; }
    const spec::Spec &trained() const { return m_trained; } ///< that the trainer has
    const QString &presetKey() const { return m_presetKey; }
    /// Where the stack was last saved to, is being saved to, or was opened from; empty for a preset.
    const QString &file() const { return m_file; }
    const std::shared_ptr<const data::Dataset> &dataset() const { return m_dataset; }
    const std::shared_ptr<const plan::Plan> &plan() const { return m_plan; }
    const training::Status &status() const { return m_status; }
    int threads() const { return m_threads; }
    const std::optional<analysis::Baselines> &baselines() const { return m_baselines.baselines(); }
    /// The training that goes on and the one before it, to be read as they grow.
    runs::RunPair runs() const { return m_runs.runs(); }
    /// Every training so far with its name; names, marks and what is in sight are changed there.
    runs::RunList &runList() { return m_runList; }
    const runs::RunList &runList() const { return m_runList; }
    SnapshotFeed &snapshotFeed() { return m_snapshotFeed; }
    /// The stack that trains beside the present one, if any.
    const LockStep &lockStep() const { return *m_lockStep; }
    /// Trains a stack beside the present one, step for step on the same batches: both start anew, as one edit. Where that cannot be, all stays as it is.
    void trainBeside(const Rival &rival);
    void trainBesideRun(std::uint64_t run);
    void trainBesidePreset(const QString &key);
    void trainBesideFile(const QString &path);
    /// The stack as it is now; with other first weights where it says so.
    void trainBesideCopy(bool hasOtherWeights);
    void endBeside();
    /// The status, as it was at the moment that the views show.
    training::Status shownStatus() const { return m_snapshotFeed.atShown(m_status); }
    /// The moments of the present run that can be looked at again.
    const runs::KeyFrames &keyFrames() const { return m_runs.frames(); }
    /// Bytes that states to go back to, moments to look at, and curves may take together; and those that they take.
    core::Index memoryBudget() const { return m_runs.byteBudget(); }
    core::Index memoryUsed() const { return m_runs.bytes(); }
    /// Moments of training `run` that come back from its project, within so many bytes. Of another training than the present one: nothing.
    core::Index frameBudget() const { return m_runs.frameBudget(); }
    void restoreFrames(std::uint64_t run, std::vector<runs::KeyFrames::Frame> frames);
    /// They are on their way, a few at a time; or the last of them are there. What can be among them need not be made anew meanwhile.
    void expectFrames(std::uint64_t run) { m_expectedFrames = run; }
    void endFrames(std::uint64_t run);
    bool areFramesComing() const { return m_expectedFrames != 0 && m_expectedFrames == m_run; }
    /// A layout of the codes of a moment of the present training, which stays with that moment; of another training: nothing.
    void keepLayout(const std::shared_ptr<const plan::Snapshot> &moment, const runs::KeptLayout &layout);
    bool isLoading() const { return m_loader.isLoading(); }
    /// Makes the spec with these data the present one, as one edit. Reads again only where the spec has come to want others.
    void useData(const spec::Spec &spec, const LoadedData &loaded);
    /// The spec that could not be opened since its data are gone, with the data at another place.
    void openMissingAt(const QString &path);
    bool isFittingPca() const { return m_baselines.isFitting(); }
    /// Goes on from a work that was kept on the disk: a project, or what earlier versions kept in a folder, which comes as one edit with its data,
    /// weights and curve. Where it cannot be read, all stays as it is.
    void goOn(const KeptWork &work);
    /// Opens a project in the place of all that is here: its runs, its data, and the run that was saved last, to go on with the same bits. Read beside
    /// the window; where that fails all stays as it is. `movedTo`: where its data lie now, or empty. `run`: another run goes on than that; 0: none.
    void openProject(const QString &path, const QString &movedTo = {}, std::uint64_t run = 0);
    /// The file that the work is saved into, or empty; said by whoever saves it.
    void setProject(const QString &path) { m_project = path; }
    const QString &project() const { return m_project; }
    /// Hands out all that the training is now, on the trainer's thread; null where there is none.
    void requestState(std::function<void(const runs::State &)> taken) { m_trainer.requestState(std::move(taken)); }
    /// Likewise of the one beside it, at the same step.
    void requestStates(std::function<void(const runs::State &, const runs::State &)> taken) { m_trainer.requestStates(std::move(taken)); }

public slots:
    /// What is done stays so, and says how it can go on.
    void toggleTraining();
    /// Goes on with what is done, for as many epochs again.
    void trainMore();
    void step();
    /// Starts the training anew, paused, as one edit; with the next seed where it is a new one.
    void reset();
    void startWithNewSeed();
    /// Goes on from before a mark of the present run, by its number, with the stack and the settings of then, as one edit. Where that state was
    /// given up for memory, it says so; where it is still on its way, it goes when it is here.
    void goBackBefore(int mark);
    /// Likewise to the moment before some mark; nothing where the present run has no such mark any more.
    void goBackTo(const std::shared_ptr<const runs::Checkpoint> &moment);
    /// Goes on from where a run was left, with its stack, settings and data, as one edit. Where its state was given up for memory, it says so.
    void goOnFrom(std::uint64_t run);
    /// Trains the stack of a run from its beginning, with its settings and data, as one edit.
    void startAgain(std::uint64_t run);
    /// Goes on from the moment of the present run nearest to this step that was kept with all that it takes, as a new run and one edit; says which.
    void branchFrom(core::Index step);
    /// A note of the person at a moment of the present run.
    void addNote(core::Index step, double epoch, const QString &text);
    void setMemoryBudget(core::Index bytes);
    void editModel(const spec::ModelSpec &model, const QString &what);
    void editTraining(const spec::TrainingSpec &training, const QString &what);
    /// A handle was let go: the next edit is a step of its own in the undo history.
    void finishEdit();
    void setThreads(int threads);
    /// At most so many steps a second, whatever is trained; 0: as fast as it can. No part of a spec, and no edit.
    void setPace(double stepsPerSecond) { m_trainer.setPace(stepsPerSecond); }
    /// A preset is a stack with its training. Data that a person chose stay, and it is adapted to them where it has to be; those that came with
    /// the preset before, or at the start, give way to its own.
    void openPreset(const QString &key);
    void openPresetOnItsData(const QString &key);
    void openSource(const QString &nameOrPath);
    /// A file or folder dropped or chosen: a spec where it ends in .json, with the weights of the same name where they stand beside it; else data.
    /// Training starts at step 0 from those weights. Where anything in the two files does not fit, all stays as it is. Or a model of another program
    /// (engine/importers), on the present data.
    void openPath(const QString &path);
    /// Writes the stack that trains as `path` (its name ends in .json, else that is added) and what it has learned by now beside it, as
    /// .safetensors; both or neither. Answered by saved() or problemMet(); what is edited meanwhile is not in the files.
    void saveTo(const QString &path);
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
    void framesRestored();                  ///< moments of the present run came back from its project, or no more of them will
    void changeMarked(const QString &what); ///< in the curve of the present run
    void stepsArrived(const std::vector<training::StepRecord> &records);
    void evaluationArrived(const training::EvaluationRecord &record);
    void statusChanged(const training::Status &status);
    void corruptionChanged(const data::Corruption &corruption, std::uint64_t seed);
    void pcaFitted(std::shared_ptr<const analysis::Pca> pca);
    void baselinesChanged(const std::optional<analysis::Baselines> &baselines);
    void undoChanged(bool canUndo, const QString &undoText, bool canRedo, const QString &redoText);
    void problemMet(const core::Error &error);
    /// The network no longer tells samples apart: what that means. `mark` of the present run leads back to before the last change; -1: none does.
    void outputDied(const QString &sentence, int mark);
    /// After the problem itself: what was to be saved is not.
    void notSaved(const core::Error &error);
    /// The stack of a moment ago is in this file, and its weights beside it.
    void saved(const QString &file);
    /// The training goes on from the work in this folder.
    void wentOn(const QString &folder);
    /// What is here gives way to another project: the last moment to keep it.
    void projectLeft();
    /// All of it is here; its file is the listener's to write on.
    void projectOpened(const std::shared_ptr<OpenedProject> &project);
    /// A preset was opened on the data that were there, or could not be: what was adapted, or why. Its own data have this title.
    void presetMetData(const QString &key, const QString &sentence, const QString &ownData);
    /// What was done with files, in one sentence.
    void told(const QString &sentence);
    /// After the problem itself: the path that a spec reads its data from is gone; openMissingAt() says where it went.
    void dataMissed(const core::Error &error, const QString &path);
    /// A model that was opened fits the data in shape alone: the sentence says so.
    void modelDoubted(const QString &sentence);
    /// Somebody trains beside the present stack, or no longer, or is in another state.
    void besideChanged();
    /// Somebody was chosen: what that means, and what he takes from the present one.
    void besideTold(const QString &sentence);
    /// Data could not be taken up; what was there before, if anything, goes on.
    void loadingFailed();
    /// After all that a tick brought: the moment to repaint.
    void ticked();

private:
    static constexpr int busyIntervalMs = 33, idleIntervalMs = 100;
    struct Opening {}; ///< the first spec: there is nothing before it
    struct Travel {    ///< undo or redo
        Direction direction;
        Edit edit;            ///< that is taken back or done again
        UndoHistory::Run run; ///< that goes on; null: the training starts anew, or goes on as it is
    };
    /// A spec that is to become the present one, and why.
    struct Update {
        spec::Spec spec;
        QString presetKey;
        std::variant<Opening, Edit, Travel> reason;
        std::optional<QString> file = {};     ///< where saving writes to from then on; none: to where it did
        bool isFromFile = false;              ///< read from that file: weights that stand beside it are its start, and it comes whole or not at all
        bool isDragged = false;               ///< a handle is held, and the next value comes soon
        LoadedData loaded = {};               ///< where the data are here already
        bool restarts = false;                ///< though nothing of the spec may differ
        std::optional<std::size_t> mark = {}; ///< of the present run: the training goes on from before it
        UndoHistory::Run run = {};            ///< the training goes on from its end
        std::optional<runs::KeyFrames::Frame> moment = {}; ///< of the present run, with its state: the training goes on from there
        QString kept = {};                                 ///< the folder of a work: its training is the start; of one that lacks its data, a project, too
        std::shared_ptr<OpenedProject> opened = {};        ///< likewise
        std::uint64_t stored = 0;                          ///< the run whose state is to be read from the project
        std::shared_ptr<const OpenedModel> model = {};     ///< of another program: its numbers are the start

        /// What stands beside its stack belongs to it: the stack is taken as it is, or not at all.
        bool comesWhole() const { return isFromFile || !kept.isEmpty() || opened || stored != 0 || model; }
    };
    /// Where a training goes on from: the end of a run, a state before a mark of the present one or at a moment of it, or the weights of a file. None: it
    /// starts anew.
    struct Start {
        UndoHistory::Run run = {};
        std::optional<std::size_t> mark = {};
        runs::State state = {};
        std::shared_ptr<runs::RunLog> log = {};            ///< the curve up to that state; null: it begins there
        std::optional<runs::KeyFrames::Frame> moment = {}; ///< of the present run
        std::shared_ptr<OpenedProject> opened = {};        ///< who trains beside comes along
    };
    /// A file that is being written.
    struct Saving {
        QString file, fileBefore;
    };

    void tick();
    /// The one way to another spec: finds out what it takes, reads its data where they are others, and commits it.
    void changeTo(Update update);
    void read(Update update);
    /// Makes the update's spec, which takes `change`, the present one on these data: all of it, or nothing with a sentence. An edit that cannot
    /// be trained is shown all the same, and the last good stack goes on.
    void commit(const Update &update, SpecChange change, const std::shared_ptr<const data::Dataset> &dataset);
    /// Moves the undo history; returns from where the training goes on.
    Start record(const Update &update);
    /// Of the state that the trainer has now, before it is told of a change.
    std::shared_ptr<const runs::Checkpoint> checkpoint();
    void keepCheckpoint(const std::shared_ptr<const runs::Checkpoint> &moment, const runs::State &state);
    /// An edit that starts the training anew, or from elsewhere, with this spec.
    Edit restart(const QString &what, const spec::Spec &after) const;
    void markInCurve(const Update &update);
    void mark(core::Index step, double epoch, const QString &what, const std::shared_ptr<const runs::Checkpoint> &before = {});
    /// An edit of the person. `loaded`: its data, where they are here already.
    void applyEdit(const spec::Spec &after, const QString &presetKey, const QString &what, const QString &file, const LoadedData &loaded = {});
    void openFile(const QString &path, const spec::Spec &spec);
    /// The state that the weights beside an update's file are, at step 0, or the training in its folder; null where there is none of them.
    core::Result<Start> startBeside(const Update &update, const std::shared_ptr<const plan::Plan> &plan, const data::Dataset &dataset);
    core::Result<Start> startStored(const Update &update, const std::shared_ptr<const plan::Plan> &plan, const data::Dataset &dataset) const;
    void takeUp(const std::shared_ptr<OpenedProject> &project);
    void openModel(const QString &path);
    void takeUp(const QString &path, const std::shared_ptr<const OpenedModel> &model);
    void refuseProject(const QString &path, const core::Error &error, const QString &data);
    void tellOfProject(const OpenedProject &project);
    void tellWhatWasOpened(bool hasWeights);
    void stayWithWhatIs();
    void refuseLoading(const Update &update, const core::Error &error);
    void refuse(const core::Error &error);
    void configure();
    /// Whether the last good stack starts again or goes back, whatever becomes of the one that was edited.
    static bool restartsAsItIs(const Update &update);
    void assign(Start from, bool isSameStack);
    void assignWhatWaits();
    void listRun(const Start &from);
    Leader leader() const;
    void leadBeside(const Start &from, const QString &left);
    spec::Spec specOf(const runs::KeyFrames::Frame &frame) const;
    void drain();
    void drainKeyFrames();
    void showSpec();
    int lastWayBack() const;
    void announceUndo();
    void collectRetired();
    void travel(Direction direction);
    void travelOn();
    void forgetTravels();
    void noteSaved(const QString &file);
    void noteNotSaved(const QString &file, const core::Error &error);
    bool isBeingWritten(const QString &file) const;
    void openWhatWasWritten();
    QString trainingNote() const;
    QString endSentence() const;
    bool areDataChosen() const;
    const QString &presetToBe() const { return m_dataset ? m_presetKey : m_comingPreset; }
    spec::DataSpec ownDataOf(const spec::Preset &preset) const;

    const data::Library &m_library;
    int m_threads;
    spec::Spec m_edited;  ///< as the person sees it; may be impossible
    spec::Spec m_good;    ///< what is trained, or will be when the handle rests
    spec::Spec m_trained; ///< that the trainer has: an earlier one than m_good while a handle is held
    spec::Spec m_coming;  ///< what was opened last while there were no data
    QString m_presetKey, m_comingPreset;
    std::set<std::string> m_chosenSources; ///< by a person, in this session
    QString m_file, m_project;
    std::deque<Saving> m_savings;    ///< in the order of their answers
    QString m_openWhenWritten;       ///< the path of a file that is still being written
    std::optional<Update> m_missing; ///< the last that lacked its data
    QString m_weightRemarks;         ///< on the weights that stateBeside() read last
    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const plan::Plan> m_plan; ///< of m_good
    training::Status m_status;
    std::uint64_t m_run = 0;
    std::uint64_t m_expectedFrames = 0; ///< the run whose moments are on their way; 0: none's
    UndoHistory m_undo;
    bool m_isTravelling = false;                       ///< data of an undo or redo are being read
    std::deque<Direction> m_travels;                   ///< asked for meanwhile
    std::shared_ptr<const runs::Checkpoint> m_awaited; ///< to be gone back to when its state is here
    training::State m_lastState = training::State::Idle;

    runs::RunHistory m_runs;
    runs::RunList m_runList;
    training::Trainer m_trainer;
    std::unique_ptr<LockStep> m_lockStep; ///< never null
    StackSaver m_saver;
    SnapshotFeed m_snapshotFeed;
    ChangeMarker m_marker;
    QTimer m_timer, m_assignTimer;
    Worker m_worker;
    Loader m_loader;
    BaselinesFeed m_baselines;
};

} // namespace hourglass::app
