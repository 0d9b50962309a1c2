// The table of penalties: further terms of the objective, of the weights or of the code of a batch. Each is its own term in the record.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

using core::ConstView;
using core::Index;
using core::View;

/// What a penalty sees of a batch before the way back begins.
struct CodeOfBatch {
    ConstView code;                    ///< units × samples
    ConstView nearby;                  ///< the code of samples moved a little, where wantsNearby(); else no columns
    const float *parameters = nullptr; ///< of the whole stack
};

/// One term of the objective. prepare() is called once for each batch by one thread and keeps what the others need; the others are const
/// and may be called by any worker of the pool.
class Penalty {
public:
    virtual ~Penalty() = default;
    const std::string &key() const { return m_key; }

    /// The term's value: of weights summed over them; of the code summed over the units, mean over the batch.
    virtual double prepare(const CodeOfBatch &batch) = 0;
    /// dCode += d(term) / d(code) for a block of the batch's samples; `batch` is how many those are in all.
    virtual void addToCode(ConstView code, ConstView nearby, Index batch, View dCode) const;
    /// dNearby += d(term) / d(code of the moved samples).
    virtual void addToNearby(ConstView code, ConstView nearby, Index batch, View dNearby) const;
    /// gradient += d(term) / d(parameters), beside what comes through the code, for parameters first … first + count of the flat array.
    virtual void addToGradient(const float *parameters, Index first, Index count, float *gradient) const;

    bool isOfCode() const { return m_isOfCode; }
    bool wantsNearby() const { return m_wantsNearby; }

protected:
    explicit Penalty(std::string key) : m_key(std::move(key)) {}
    bool m_isOfCode = true, m_wantsNearby = false;

private:
    std::string m_key;
};

/// How far nearby samples are moved: h · v, v standard normal in each feature. The contractive penalty of a deep encoder is the mean of
/// |(code(x + h v) − code(x)) / h|², whose expectation is |J|² (Hutchinson 1990 for the trace of JᵀJ; Rifai et al. 2011 use such draws, too).
constexpr float nearbyDistance = 1e-2f;

constexpr Index largestOrthogonal = 2048; ///< units whose covariance is looked at

std::vector<spec::Kind> penaltyKinds();
/// What a penalty is called within a sentence; its key where there is no such kind.
std::string penaltyLabel(const std::string &key);

/// Errors: a sparsity of activations that leave (0, 1); a contractive penalty of an encoder that looks across samples.
core::Result<std::vector<std::unique_ptr<Penalty>>> makePenalties(const std::vector<spec::Component> &penalties, const plan::Plan &plan);

} // namespace hourglass::training
