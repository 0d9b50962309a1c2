// Layers as they are read from a file, one behind the other, until they are a stack with its numbers. A value of the file may hold the same
// numbers as our stack in another order (channels last, steps behind channels): a Value says where each lies, and a dense layer takes the order up.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/importers/importer.h"

namespace hourglass::importers {

/// Row-major.
struct Numbers {
    std::vector<Index> shape;
    std::vector<float> values;
};

/// Of each number of a value, row by row, its place in what our stack gives there. Empty: where it stands.
using Places = std::vector<Index>;

/// A layer read so far. Its tensors have the names and shapes that the layer asks a plan for.
struct Part {
    spec::LayerSpec layer;
    std::map<std::string, Numbers> tensors;
    Shape output;
    std::string source; ///< the node or array that it comes from, for messages and to know encoder from decoder

    bool is(const char *kind) const { return layer.kind == kind; }
    /// Linear, so that a bias, a factor or an activation can still be taken up.
    bool isOpen() const;
    /// Of a dense layer each number, else each channel: how many outputs have a row of weights of their own.
    Index rows() const;
};

class StackBuilder {
public:
    /// `path`: of the file, for messages.
    explicit StackBuilder(std::string path) : m_path(std::move(path)) {}

    const std::vector<Part> &parts() const { return m_parts; }
    /// Counts what was added or changed: a value that is older than the last change is a branch.
    int version() const { return m_version; }
    void add(Part part);
    /// The last part, about to be changed.
    Part &change();
    void remark(const std::string &sentence);

    void setSample(const Shape &sample) { m_sample = sample; }
    const Shape &sample() const { return m_sample; }
    void setSamplePlaces(Places places) { m_samplePlaces = std::move(places); }
    const Places &samplePlaces() const { return m_samplePlaces; }

    /// Makes what the stack gives lie as `wanted` says instead of as `places` says: by turning the rows of the last dense layer, or what is
    /// asked of the sample where there is no layer yet. False where nothing can take it up.
    bool rearrange(const Places &places, const Places &wanted, Index size);

    /// Takes the numbers of a layer of `rows` outputs times `factor` and adds `offset`; both empty or of rows(). False where it is not open.
    bool takeUp(const std::vector<float> &factor, const std::vector<float> &offset);

    core::Error error(std::string what, const std::string &where, std::string hint = {}) const;
    core::Result<Imported> finish(const Wish &wish, const std::string &codeSource = {});

private:
    Index codeOf(const Wish &wish, const std::string &codeSource);
    std::optional<core::Error> fill(Imported &imported) const;

    std::string m_path;
    std::vector<Part> m_parts;
    std::vector<std::string> m_remarks;
    Shape m_sample;
    Places m_samplePlaces;
    int m_version = 0;
};

/// "Dense", for people.
std::string labelOf(const spec::LayerSpec &layer);

} // namespace hourglass::importers
