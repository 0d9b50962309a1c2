#include "engine/exporters/torch_state.h"

#include <cstring>
#include <set>

#include "engine/exporters/zip_bytes.h"

namespace hourglass::exporters {

using core::Index;

namespace {

/// Operations of the pickle protocol, version 2 (PEP 307), as far as a state dict wants them.
class Pickle {
public:
    Pickle() { m_bytes = "\x80\x02"; }

    void global(const std::string &module, const std::string &name) { m_bytes += 'c' + module + '\n' + name + '\n'; }
    void mark() { m_bytes += '('; }
    void tuple() { m_bytes += 't'; }
    void emptyTuple() { m_bytes += ')'; }
    void reduce() { m_bytes += 'R'; }
    void persistent() { m_bytes += 'Q'; }
    void setItems() { m_bytes += 'u'; }
    void isFalse() { m_bytes += "\x89"; }

    void text(const std::string &text) {
        m_bytes += 'X';
        little(text.size(), 4);
        m_bytes += text;
    }
    void integer(Index number) { // not negative
        if (number <= 0x7FFFFFFF) {
            m_bytes += 'J';
            little(static_cast<std::uint64_t>(number), 4);
        } else {
            m_bytes += "\x8a\x08";
            little(static_cast<std::uint64_t>(number), 8);
        }
    }
    std::string finished() const { return m_bytes + '.'; }

private:
    void little(std::uint64_t number, int bytes) {
        for (int i = 0; i < bytes; ++i)
            m_bytes += static_cast<char>(number >> (8 * i) & 0xFF);
    }

    std::string m_bytes;
};

void emptyDictionary(Pickle &pickle) {
    pickle.global("collections", "OrderedDict");
    pickle.emptyTuple();
    pickle.reduce();
}

void tuple(Pickle &pickle, const std::vector<Index> &numbers) {
    pickle.mark();
    for (const Index number : numbers)
        pickle.integer(number);
    pickle.tuple();
}

/// torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)
void tensor(Pickle &pickle, const graph::Constant &constant, const std::string &key) {
    std::vector<Index> strides(constant.shape.size(), 1);
    for (std::size_t axis = strides.size(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * constant.shape[axis];
    pickle.global("torch._utils", "_rebuild_tensor_v2");
    pickle.mark();
    pickle.mark();
    pickle.text("storage");
    pickle.global("torch", "FloatStorage");
    pickle.text(key);
    pickle.text("cpu");
    pickle.integer(static_cast<Index>(constant.numbers.size()));
    pickle.tuple();
    pickle.persistent();
    pickle.integer(0);
    tuple(pickle, constant.shape);
    tuple(pickle, strides);
    pickle.isFalse();
    emptyDictionary(pickle);
    pickle.tuple();
    pickle.reduce();
}

} // namespace

core::Result<std::string> torchStateOf(const Model &model) {
    Pickle pickle;
    emptyDictionary(pickle);
    pickle.mark();
    std::vector<std::pair<std::string, std::string>> entries(1);
    std::set<std::string> known;
    for (const graph::Graph &part : model.parts)
        for (const graph::Constant &constant : part.constants) {
            if (!known.insert(constant.name).second) // of a layer that another is tied to
                continue;
            const std::string key = std::to_string(known.size() - 1);
            pickle.text(constant.name);
            tensor(pickle, constant, key);
            std::string numbers(constant.numbers.size() * sizeof(float), '\0'); // little-endian, as all machines that this runs on
            std::memcpy(numbers.data(), constant.numbers.data(), numbers.size());
            entries.emplace_back("archive/data/" + key, std::move(numbers));
        }
    pickle.setItems();
    entries.front() = {"archive/data.pkl", pickle.finished()};
    entries.emplace_back("archive/byteorder", "little");
    entries.emplace_back("archive/version", "3\n");
    return zipOf(entries);
}

} // namespace hourglass::exporters
