// The activation behind a product of weights and inputs: y = f(z), z = W x + b. Dense, tied, dense at each step and convolutions
// end in it.
#pragma once

#include "engine/layers/layer.h"

namespace hourglass::layers {

class ProductActivation {
public:
    explicit ProductActivation(kernels::Activation activation) : m_activation(activation), m_keepsInput(kernels::isDifferentiatedAtInput(activation)) {}

    kernels::Activation function() const { return m_activation; }
    /// Fills in what follows from the activation: room for z where backward() needs it, and which logits can be had.
    /// `traits.output` is set.
    void describe(Traits &traits) const;
    /// What goes with the bias, in one pass over the products: f itself, or identity where logits are wanted or z is kept.
    kernels::Activation withBias(bool leaveLogits) const { return leaveLogits || m_keepsInput ? kernels::Activation::Identity : m_activation; }
    /// Then, where z is kept: scratch = z and y = f(z), in place. Else nothing.
    void keepAndActivate(View y, View scratch) const;
    /// dy becomes dz = dy f'(z), or stays as it is where it is the gradient of the logits already.
    void differentiate(const BackwardPass &pass) const;

private:
    kernels::Activation m_activation;
    bool m_keepsInput; ///< f' is taken at z, not at y
};

} // namespace hourglass::layers
