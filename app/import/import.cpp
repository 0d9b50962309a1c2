#include "app/import/import.h"

#include <algorithm>
#include <utility>

#include <QDir>

#include "app/import/source_offers.h"
#include "app/session/table_stack.h"
#include "engine/data/readers/archive_file.h"
#include "engine/data/readers/converted.h"
#include "engine/plan/fitting.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

constexpr int pauseMs = 300; ///< between an edit and reading anew: a hand goes on to the next figure

/// Tells one source from another, and the files of an archive apart.
std::string sourceNameOf(const spec::DataSpec &data) {
    std::string name = data.source;
    for (const auto &[key, value] : placeIn(data))
        if (const auto *text = std::get_if<std::string>(&value))
            name += '\n' + *text;
    return name;
}

} // namespace

/// What a read brought, made on its thread.
struct Import::Reading {
    spec::DataSpec data, loadedAs;
    bool isFirst = false; ///< of this source, which nobody has shaped yet
    std::uint64_t seed = 0;
    spec::Kind source;
    Loader::Loaded loaded = core::Error{};
    ui::PreviewSamples preview;
    std::vector<ui::SourceOffer> offers;
};

Import::Import(const data::Library &library, Session &session, QObject *parent)
    : QObject(parent), m_library(library), m_session(session), m_loader(library, m_worker) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &Import::read);
    connect(&m_loader, &Loader::progressed, this, &Import::progressed);
    // The stack and its loss can be edited beneath: what fits it is judged anew.
    const auto lookAgain = [this] {
        if (m_isOpen && m_candidate.isReady()) {
            judge();
            emit candidateChanged(m_candidate);
        }
    };
    connect(&session, &Session::stackChanged, this, lookAgain);
    connect(&session, &Session::trainingChanged, this, lookAgain);
}

Import::~Import() = default;

void Import::consider(const QString &path) {
    drop();
    m_isOpen = true;
    m_candidate.data.source = path.toStdString();
    m_candidate.data.validation = m_session.specToBe().data.validation;
    read();
}

void Import::reshape() {
    if (!m_session.dataset())
        return;
    drop();
    m_isOpen = true;
    m_candidate.data = m_session.spec().data;
    m_shapedSource = sourceNameOf(m_candidate.data);
    read();
}

void Import::edit(const spec::DataSpec &data) {
    if (!m_isOpen)
        return;
    m_loader.cancel();
    m_candidate.data = data;
    m_candidate.isReading = true;
    m_candidate.error.reset();
    m_pause.start();
    emit candidateChanged(m_candidate);
}

void Import::read() {
    m_pause.stop();
    m_candidate.isReading = true;
    m_candidate.error.reset();
    emit candidateChanged(m_candidate);
    spec::Spec wanted = m_session.specToBe();
    wanted.data = m_candidate.data;
    auto reading = std::make_shared<Reading>();
    reading->data = m_candidate.data;
    reading->loadedAs = training::dataFor(wanted);
    reading->seed = wanted.training.seed;
    reading->isFirst = sourceNameOf(m_candidate.data) != m_shapedSource;
    const data::Library *library = &m_library;
    const QString name = QDir(QString::fromStdString(wanted.data.source)).dirName();
    m_loader.run(tr("Reading %1").arg(name), [this, library, reading](const data::Progress &progress) -> std::function<void()> {
        reading->source = sourceKind(reading->data.source);
        reading->loaded =
            reading->isFirst ? library->loadAdvised(reading->loadedAs, reading->seed, progress) : library->load(reading->loadedAs, reading->seed, progress);
        reading->data.scaling = reading->loadedAs.scaling;
        if (reading->loaded && reading->source.key.empty()) // packed: who read it is known once it was unpacked
            reading->source = readerKind((*reading->loaded)->report.reader);
        if (reading->loaded)
            reading->preview = ui::previewOf(**reading->loaded);
        else if (!progress.isCancelled())
            reading->offers = offersOf(reading->data, reading->loaded.error(), progress);
        return [this, reading] { take(*reading); };
    });
}

void Import::take(const Reading &reading) {
    m_candidate.isReading = false;
    m_candidate.source = reading.loaded ? data::withoutIdleSettings(reading.source, **reading.loaded) : reading.source;
    m_candidate.place = placeIn(reading.data);
    if (!m_candidate.place.empty() && !m_candidate.source.key.empty())
        m_candidate.source.settings.insert(m_candidate.source.settings.begin(), data::archiveFileSetting());
    if (!reading.loaded) {
        m_candidate.error = reading.loaded.error();
    } else {
        m_worker.release(std::exchange(m_candidate.dataset, *reading.loaded));
        m_candidate.preview = reading.preview;
        m_readAs = m_candidate.data = reading.data;
        m_shapedSource = sourceNameOf(reading.data);
        m_loadedAs = reading.loadedAs;
        m_seed = reading.seed;
    }
    takeOffers(reading);
    judge();
    emit candidateChanged(m_candidate);
}

/// Those of a folder stay while one of them is looked at.
void Import::takeOffers(const Reading &reading) {
    if (!reading.offers.empty()) {
        m_candidate.offers = reading.offers;
        m_candidate.folder = reading.data;
        return;
    }
    const bool areAbout = std::any_of(m_candidate.offers.begin(), m_candidate.offers.end(),
                                      [&](const ui::SourceOffer &offer) { return offer.data.source == reading.data.source; });
    if (!areAbout)
        m_candidate.offers.clear();
}

void Import::judge() {
    m_remedy.reset();
    m_candidate.refusal.reset();
    m_candidate.notes.clear();
    m_candidate.remedy.clear();
    if (!m_candidate.isReady())
        return;
    spec::Spec spec = m_session.specToBe();
    spec.data = m_candidate.data;
    spec.model = plan::fittedTo(spec.model, m_candidate.dataset->shape); // as the session does with data that it takes
    StackFit fit = importAdvice(spec, *m_candidate.dataset);
    m_candidate.refusal = fit.refusal;
    m_candidate.notes = fit.notes;
    m_candidate.remedy = fit.remedyName;
    m_remedy = std::move(fit.remedy);
}

void Import::use(bool withRemedy) {
    if (!m_isOpen || !m_candidate.isReady() || (withRemedy && !m_remedy) || (!withRemedy && m_candidate.refusal))
        return;
    spec::Spec spec = withRemedy ? *m_remedy : m_session.specToBe();
    spec.data = m_candidate.data;
    const LoadedData loaded{m_loadedAs, m_seed, m_candidate.dataset};
    drop(); // what follows changes the stack, and nothing is left to judge
    emit closed();
    m_session.useData(spec, loaded);
    emit used(QString::fromStdString(spec.data.source));
}

void Import::stop() {
    if (!m_candidate.dataset)
        return cancel();
    m_loader.cancel();
    m_pause.stop();
    m_candidate.isReading = false;
    m_candidate.error.reset();
    m_candidate.data = m_readAs;
    judge();
    emit candidateChanged(m_candidate);
}

void Import::cancel() {
    if (!m_isOpen)
        return;
    drop();
    emit closed();
}

void Import::drop() {
    m_isOpen = false;
    m_loader.cancel();
    m_pause.stop();
    m_worker.release(std::move(m_candidate.dataset));
    m_candidate = {};
    m_shapedSource.clear();
    m_remedy.reset();
}

} // namespace hourglass::app
