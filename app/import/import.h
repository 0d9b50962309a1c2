// Data on their way in: read on a thread of its own beside the training, looked at and shaped by the person, and then made the session's
// without being read again. Until then nothing of the session changes.
#pragma once

#include <memory>

#include <QObject>
#include <QTimer>

#include "app/background/loader.h"
#include "app/session/session.h"
#include "ui/import/import_candidate.h"

namespace hourglass::app {

class Import : public QObject {
    Q_OBJECT
public:
    /// Both must outlive it.
    Import(const data::Library &library, Session &session, QObject *parent = nullptr);
    ~Import() override;

    const ui::ImportCandidate &candidate() const { return m_candidate; }
    bool isOpen() const { return m_isOpen; }

public slots:
    /// A file or folder, dropped or chosen.
    void consider(const QString &path);
    /// The session's present data, to be shaped otherwise.
    void reshape();
    /// The person wants the candidate read or shaped otherwise: it is, after a short pause.
    void edit(const hourglass::spec::DataSpec &data);
    /// Makes the candidate the session's data, as one edit; nothing happens before it is read.
    void use(bool withRemedy);
    /// Gives up what is being read: back to what was read before, or to nothing.
    void stop();
    void cancel();

signals:
    void candidateChanged(const hourglass::ui::ImportCandidate &candidate);
    void progressed(double fraction, const QString &what);
    /// Used or cancelled.
    void closed();
    void used(const QString &source);

private:
    struct Reading;

    void read();
    void take(const Reading &reading);
    void takeOffers(const Reading &reading);
    void judge();
    void drop();

    const data::Library &m_library;
    Session &m_session;
    Worker m_worker;
    Loader m_loader;
    QTimer m_pause;
    ui::ImportCandidate m_candidate;
    spec::DataSpec m_readAs;   ///< the candidate's data when they were last read
    spec::DataSpec m_loadedAs; ///< with the validation part that the settings want
    std::uint64_t m_seed = 0;  ///< that they were read with
    std::optional<spec::Spec> m_remedy;
    bool m_isOpen = false;
    std::string m_shapedSource; ///< that was read, so that its scaling is what the person sees and leaves; another is advised one
};

} // namespace hourglass::app
