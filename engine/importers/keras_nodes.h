// Layers of Keras as nodes of ONNX, each under the layer's name: whatever else a model asks is then OnnxReader's to take or to refuse.
#pragma once

#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/files/safetensors.h"
#include "engine/importers/onnx_file.h"

namespace hourglass::importers {

/// One layer where it is called.
struct KerasCall {
    std::string kind, name; ///< "Dense", "encoder/dense_1"
    std::string weights;    ///< the folder of its weights: "layers/dense_1/"
    nlohmann::json config;
    std::vector<std::string> inputs; ///< values
    std::vector<Index> shape;        ///< of the first input without the batch, where the file says it
};

class KerasNodes {
public:
    KerasNodes(files::SafetensorsFile &weights, std::string path) : m_weights(weights), m_path(std::move(path)) {}

    /// The sample, without the batch. Gives its value.
    std::string addInput(const std::vector<Index> &shape);
    /// Gives the value that comes out, or an error that names the layer.
    core::Result<std::string> add(const KerasCall &call);
    /// The k largest numbers of a sample, of so many.
    std::string addLargest(const std::string &name, const std::string &input, Index count, Index size);
    onnx::ModelProto finished(const std::string &output);
    const std::vector<std::string> &remarks() const { return m_remarks; }

private:
    using Layer = std::string (KerasNodes::*)();
    struct Edge { ///< the last row (axis 1) or column of an image, so many times
        std::string whole;
        Index axis = 1, times = 1;
    };

    static const std::map<std::string, Layer> &layers();

    std::string dense();
    std::string convolution();
    std::string batchNorm();
    std::string layerNorm();
    std::string prelu();
    std::string activationLayer();
    std::string pooling();
    std::string upsampling();
    std::string padding();
    std::string cropping();
    std::string concatenation();
    std::string flatten();
    std::string reshape();
    std::string permute();
    std::string repeat();
    std::string recurrent();
    std::string rescaling();
    std::string passed();
    std::string distributed();

    std::string fail(std::string what, std::string hint = {});
    /// Settings of the layer; of another type than is asked for, they are as if they were not there.
    const nlohmann::json *setting(const char *name) const;
    std::string text(const char *name, const std::string &fallback) const;
    double real(const char *name, double fallback) const;
    bool toggle(const char *name, bool fallback) const;
    Index whole(const char *name, Index fallback) const;
    std::vector<Index> wholes(const char *name, std::vector<Index> fallback) const;
    bool isChannelsFirst() const { return text("data_format", "channels_last") == "channels_first"; }

    /// An array of the layer's weights with its axes in this order (none: as they are); empty with an error where it is not there.
    std::string tensor(const std::string &place, const char *label, const std::vector<std::size_t> &order = {}, std::vector<Index> shape = {});
    std::optional<std::vector<float>> numbers(const std::string &place, std::vector<Index> &shape);
    std::string constant(const char *label, std::vector<Index> shape, const std::vector<float> &values);
    std::string constant(const char *label, const std::vector<Index> &values);
    std::string node(const char *operation, std::vector<std::string> inputs, int outputs = 1);
    void attribute(const char *name, Index value);
    void attribute(const char *name, double value);
    void attribute(const char *name, const std::string &value);
    void attribute(const char *name, const std::vector<Index> &values);
    std::string turned(const std::string &value, const std::vector<Index> &order);
    std::string activated(const std::string &value, const std::string &key);
    /// The name of an activation, whether it is written as a word or as an object.
    std::string activationOf(const char *name) const;

    files::SafetensorsFile &m_weights;
    std::string m_path;
    onnx::ModelProto m_model;
    const KerasCall *m_call = nullptr;
    std::optional<core::Error> m_error;
    std::vector<std::string> m_remarks;
    std::map<std::string, std::vector<Index>> m_pads; ///< values around which zeros are to be thought: above, below, left, right
    std::map<std::string, int> m_transposed;          ///< values of transposed convolutions, and their nodes
    std::map<std::string, Edge> m_edges;
    int m_counter = 0;
};

} // namespace hourglass::importers
