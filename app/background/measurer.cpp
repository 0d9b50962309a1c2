#include "app/background/measurer.h"

#include <algorithm>
#include <utility>

namespace hourglass::app {

namespace {

constexpr core::Index leadingComponents = 128; ///< fitted at once, so that another code needs no new fit

} // namespace

Measurer::~Measurer() {
    abandon();
}

void Measurer::abandon() {
    if (m_fitting)
        *m_fitting = true;
    m_fitting.reset();
}

void Measurer::measure(std::shared_ptr<const data::Dataset> dataset, core::Index code) {
    abandon();
    if (dataset != m_dataset) {
        m_dataset = std::move(dataset);
        m_leading.reset();
        m_baselines.reset();
    }
    if (m_baselines && m_code == code) {
        emit pcaFitted(std::make_shared<analysis::Pca>(analysis::truncated(*m_leading, code)));
        return emit baselinesChanged(m_baselines);
    }
    m_baselines.reset();
    emit baselinesChanged(m_baselines);
    m_fitting = m_worker.run([this, code, data = m_dataset, fitted = m_leading](const std::atomic<bool> &cancelled) -> std::function<void()> {
        std::shared_ptr<const analysis::Pca> leading = fitted;
        const core::Index possible = std::min(data->features(), std::max<core::Index>(1, data->train.samples - 1));
        if (!leading || leading->components < std::min(code, possible)) {
            auto pca = analysis::fitPca(data->train, std::max(leadingComponents, code), &cancelled);
            if (!pca)
                return [this] { m_fitting.reset(); };
            leading = std::make_shared<analysis::Pca>(std::move(*pca));
        }
        auto cut = std::make_shared<analysis::Pca>(analysis::truncated(*leading, code));
        const auto measured = analysis::measureBaselines(*data, *leading, code, &cancelled);
        if (!measured)
            return [this] { m_fitting.reset(); };
        return [this, leading, cut, code, baselines = *measured] {
            m_fitting.reset();
            m_leading = leading;
            m_baselines = baselines;
            m_code = code;
            emit pcaFitted(cut);
            emit baselinesChanged(m_baselines);
        };
    });
}

} // namespace hourglass::app
