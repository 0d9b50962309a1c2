// What the views of single units show: how codes are spread along each, a centre that all of them start from, and codes that are decoded. Each view
// says whether it is seen; what nobody sees is not computed.
#pragma once

#include <QObject>
#include <QSet>

#include "app/background/code_decoder.h"
#include "app/background/snapshot_feed.h"
#include "engine/analysis/path_task.h"
#include "engine/analysis/posterior_task.h"
#include "engine/analysis/traversal_task.h"

namespace hourglass::app {

class CodeFeed : public QObject {
    Q_OBJECT
public:
    explicit CodeFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    void setVisible(const QObject *view, bool isVisible);
    void setCentre(const analysis::CodeCentre &centre);
    /// The same as before, drawn anew.
    void drawCentre();
    void setBasis(analysis::CodeBasis basis);
    /// Whether a view orders the axes by what they change; others may.
    void setMeasuresEffects(const QObject *view, bool measures);
    void setAttribute(const analysis::CodeAttribute &attribute);
    /// Of the rows that somebody sees.
    void setTraversedAxes(const std::vector<int> &axes);
    void setTraversalVisible(bool isVisible);
    /// With an end missing, or both the same: nothing.
    void setPath(std::optional<analysis::PathEnd> from, std::optional<analysis::PathEnd> to, bool isSpherical);
    void setPathVisible(bool isVisible);
    /// How uncertain the codes are, and what each unit tells.
    void setPosteriorVisible(const QObject *view, bool isVisible);
    const analysis::CodeCentre &centre() const { return m_task.centre; }
    /// Answers by decoded(): at once, or, where the stack is too large for that, when the inspector has done it.
    void decode(std::vector<std::vector<float>> codes);

signals:
    void mixArrived(std::shared_ptr<const analysis::MixPicture> picture);
    void traversalArrived(std::shared_ptr<const analysis::TraversalPicture> picture);
    void posteriorArrived(std::shared_ptr<const analysis::PosteriorPicture> picture);
    void pathArrived(std::shared_ptr<const analysis::PathPicture> picture);
    /// Those of the newest decode(), in its order.
    void decoded(const std::vector<analysis::DecodedPicture> &pictures);

private:
    void want(const analysis::MixTask &task);
    void wantTraversal();

    CodeDecoder m_decoder;
    analysis::MixTask m_task;
    std::shared_ptr<analysis::Subscription<analysis::MixTask>> m_mix;
    std::shared_ptr<analysis::Subscription<analysis::TraversalTask>> m_traversal;
    std::vector<int> m_traversedAxes;
    std::shared_ptr<analysis::Subscription<analysis::PathTask>> m_path;
    std::shared_ptr<analysis::Subscription<analysis::DecodeTask>> m_decoding;
    std::shared_ptr<analysis::Subscription<analysis::PosteriorTask>> m_posterior;
    QSet<const QObject *> m_viewers, m_orderedByEffect, m_posteriorViewers;
    std::uint64_t m_draws = 0;
};

} // namespace hourglass::app
