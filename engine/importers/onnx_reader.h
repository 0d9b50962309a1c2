// Walks through a graph of ONNX from the input to the reconstruction, one operator behind the other, and hands each to a StackBuilder. What is known
// without a sample is folded; what takes several operators here and one layer there (SiLU, GELU, the k largest) is held as a Half until it is complete.
#pragma once

#include <set>

#include "engine/importers/onnx_along.h"
#include "engine/importers/onnx_file.h"
#include "engine/importers/stack_builder.h"

namespace hourglass::importers {

constexpr Index mostOfSample = Index{1} << 24; ///< numbers that one may become

/// What a sample has become: all extents, row-major. At `batch` stands how many rows of the batch one sample has become (1, or its steps).
struct Flow {
    std::vector<Index> extents;
    std::size_t batch = 0;
    Places places;                ///< of its numbers, the batch left out; where the same number stands in several, more than the stack gives
    int version = 0;              ///< of the builder when it was made
    std::vector<Index> pads = {}; ///< zeros around, for the convolution that comes: before and behind of each side
    /// Numbers times the one plus the other, for the dense layer that comes; both empty, or one for each.
    std::vector<float> factor = {}, offset = {};

    Index size() const { return std::max<Index>(sizeOf(extents), 0); }
    bool isRow() const { return batch == 0 && extents.size() == 2 && extents[0] == 1; }
    bool isImage() const { return batch == 0 && extents.size() == 4 && extents[0] == 1; }
};

/// A part of what one layer does with x.
struct Half {
    enum class Of { Sigmoid, Scaled, Erf, OnePlusErf, TimesOnePlusErf, HalfOfX, Largest, PlacesOfLargest, IsLarge } of;
    Flow x;
    Index count = 0; ///< of the largest
};

/// One node with its attributes; each must be asked for.
class Call {
public:
    explicit Call(const onnx::NodeProto &node);
    const onnx::NodeProto &node;

    bool has(const std::string &name) const { return m_attributes.count(name) > 0; }
    Index whole(const std::string &name, Index fallback);
    double real(const std::string &name, double fallback);
    std::string text(const std::string &name, const std::string &fallback);
    std::vector<Index> wholes(const std::string &name, std::vector<Index> fallback);
    std::vector<float> reals(const std::string &name);
    const onnx::TensorProto *tensor(const std::string &name);
    void pass(const std::string &name) { take(name); }
    /// The name of one that nobody asked for, or empty.
    std::string left() const { return m_attributes.empty() ? std::string() : m_attributes.begin()->first; }

private:
    const onnx::AttributeProto *take(const std::string &name);
    std::map<std::string, const onnx::AttributeProto *> m_attributes;
};

class OnnxReader {
public:
    /// Borrows the model.
    OnnxReader(const onnx::ModelProto &model, std::string path);
    core::Result<Imported> read(const Wish &wish);

private:
    using Value = std::variant<Tensor, Flow, Half>;
    using Outcome = std::optional<core::Error>;
    using Operator = Outcome (OnnxReader::*)(Call &);

    static const std::map<std::string, Operator> &operators();

    // The walk (onnx_reader.cpp).
    Outcome readConstants();
    Outcome begin();
    const onnx::ValueInfoProto *chosenOutput() const;
    std::set<const onnx::NodeProto *> nodesBefore(const std::string &value) const;
    Outcome run(const onnx::NodeProto &node);
    Outcome end(const std::string &output);
    std::string codeSource() const;
    void tellFacts();
    core::Error refusal(const Call &call, std::string what, std::string hint = {}) const;
    /// The input of this number, or null where there is none. Tensor: where it is known without a sample.
    const Value *valueIn(const Call &call, int number) const;
    const Tensor *tensorIn(const Call &call, int number) const;
    /// The flow that a node goes on from; an error where it branches off, or waits to be scaled by a dense layer.
    core::Result<Flow> flowIn(const Call &call, int number = 0, bool takesScale = false) const;
    /// Likewise for a layer: what was repeated has become one by then.
    core::Result<Flow> layerIn(const Call &call, int number = 0, bool takesScale = false);
    Outcome unfold(const Call &call, Flow &flow);
    /// What the stack gives so far, or takes.
    Shape shapeNow() const { return m_builder.parts().empty() ? m_builder.sample() : m_builder.parts().back().output; }
    /// Says how the numbers lie, image or series, where a layer that comes would take it otherwise. To be called behind settle().
    void takeShape(const Call &call, Flow &flow, const Shape &wanted);
    void give(const Call &call, int number, Value value);
    /// A flow of these extents that the stack gives now.
    void giveFlow(const Call &call, Flow flow);
    bool isWanted(const std::string &value) const { return m_takers.count(value) > 0; }
    bool onlyGoesInto(const std::string &value, const char *operation) const;
    /// Makes the numbers lie as `wanted`, or says that nothing can.
    Outcome settle(const Call &call, Flow &flow, Places wanted);

    // Shapes (onnx_shapes.cpp).
    Outcome identity(Call &call);
    Outcome transpose(Call &call);
    Outcome reshape(Call &call);
    Outcome flatten(Call &call);
    Outcome squeeze(Call &call);
    Outcome unsqueeze(Call &call);
    Outcome repeat(Call &call);
    Outcome whereLarge(Call &call);
    Outcome isLarge(Call &call);
    Outcome slice(Call &call);
    Outcome gather(Call &call);
    Outcome keepLast(const Call &call, Flow flow, std::size_t axis, bool keepsAxis);

    // Layers of numbers (onnx_layers.cpp).
    Outcome gemm(Call &call);
    Outcome matMul(Call &call);
    core::Result<Flow> linear(const Call &call, const Tensor &weight, bool isTransposed, const std::string &source);
    std::vector<float> takeScale(Flow &flow, Numbers &weight) const;
    bool isHalfOfGelu(const Call &call) const;
    Outcome arithmetic(Call &call);
    Outcome completeHalf(const Call &call, const Value &one, const Value &other, bool &isDone);
    Outcome affine(const Call &call, Flow flow, const std::vector<float> &factor, const std::vector<float> &offset);
    Outcome activation(Call &call);
    Outcome erf(Call &call);
    Outcome activate(const Call &call, const Flow &flow, const std::string &key);
    Outcome leak(const Call &call, Flow flow, const std::vector<float> &slopes);
    Outcome prelu(Call &call);
    Outcome batchNorm(Call &call);
    Outcome layerNorm(Call &call);
    Outcome topK(Call &call);
    Outcome scatter(Call &call);

    // Maps and series (onnx_maps.cpp).
    Outcome convolution(Call &call);
    Outcome pad(Call &call);
    Outcome pool(Call &call);
    Outcome resize(Call &call);
    Outcome crop(const Call &call, Flow flow, const std::vector<Index> &extents);
    Outcome placeSides(const Call &call, Part &part, const std::vector<Along> &sides) const;
    Outcome recurrent(Call &call); // onnx_recurrent.cpp

    const onnx::ModelProto &m_model;
    std::string m_path;
    StackBuilder m_builder;
    std::map<std::string, Value> m_values;
    std::map<std::string, std::vector<const onnx::NodeProto *>> m_takers; ///< of each value, among the nodes that are run
    std::vector<Along> m_sides;                                           ///< of the last transposed convolution, to be cropped
    std::vector<Index> m_inputExtents;
    Index m_batch = 0; ///< as the file fixes it; 0: any
};

/// Numbers of `shape`, row by row, with their extents in the order of `order`.
template <class Number>
std::vector<Number> turned(const std::vector<Number> &numbers, const std::vector<Index> &shape, const std::vector<Index> &order) {
    const std::size_t rank = shape.size();
    std::vector<Index> steps(rank, 1), place(rank, 0);
    for (std::size_t axis = rank; axis-- > 1;)
        steps[axis - 1] = steps[axis] * shape[axis];
    std::vector<Number> result(numbers.size());
    for (Number &number : result) {
        Index from = 0;
        for (std::size_t axis = 0; axis < rank; ++axis)
            from += place[axis] * steps[static_cast<std::size_t>(order[axis])];
        number = numbers[static_cast<std::size_t>(from)];
        for (std::size_t axis = rank; axis-- > 0;) {
            if (++place[axis] < shape[static_cast<std::size_t>(order[axis])])
                break;
            place[axis] = 0;
        }
    }
    return result;
}

/// 0, 1, 2 … where the places are empty.
Places written(const Places &places, Index size);
/// Empty where they are 0, 1, 2 …
Places shortened(Places places);
/// An axis counted from behind, or −1 where there is none such.
Index axisOf(Index axis, std::size_t rank);

} // namespace hourglass::importers
