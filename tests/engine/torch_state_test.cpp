// State dicts that we write for PyTorch, read by a small reader of pickles of our own: every tensor of the plan is there, by its name, with its numbers.
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fstream>
#include <map>

#include "engine/data/readers/zip_archive.h"
#include "engine/exporters/model.h"
#include "tests/support/graph_stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

struct Stored {
    std::string key, kind; ///< of its storage: "0", "FloatStorage"
    std::vector<Index> shape, strides;
    Index offset = 0, size = 0;
};

/// A value of a pickle: a text, a number, a tuple or a dictionary in pieces, or a tensor.
struct Value {
    enum class Kind { Mark, Text, Number, Tuple, Dictionary, Global, Tensor } kind = Kind::Mark;
    std::string text;
    Index number = 0;
    std::vector<Value> parts;
    Stored tensor;
};

/// The state dict of a pickle (PEP 307), operation by operation; a failure where there is one that torch.load(weights_only=True) would not take.
class Unpickler {
public:
    explicit Unpickler(std::string bytes) : m_bytes(std::move(bytes)) {}

    std::map<std::string, Stored> read() {
        while (m_at < m_bytes.size() && !m_isDone && m_fault.empty())
            step(m_bytes[m_at++]);
        if (!m_isDone || m_stack.size() != 1 || m_at != m_bytes.size())
            m_fault = m_fault.empty() ? "does not end where it should" : m_fault;
        return m_tensors;
    }
    const std::string &fault() const { return m_fault; }

private:
    std::uint64_t little(std::size_t bytes) {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < bytes && m_at < m_bytes.size(); ++i)
            number |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_bytes[m_at++])) << (8 * i);
        return number;
    }
    std::string line() {
        const std::size_t end = m_bytes.find('\n', m_at);
        const std::string text = m_bytes.substr(m_at, end - m_at);
        m_at = end + 1;
        return text;
    }
    Value popped() {
        Value value = m_stack.empty() ? Value() : m_stack.back();
        if (!m_stack.empty())
            m_stack.pop_back();
        return value;
    }
    std::vector<Value> sinceMark() {
        std::vector<Value> all;
        while (!m_stack.empty() && m_stack.back().kind != Value::Kind::Mark)
            all.insert(all.begin(), popped());
        popped();
        return all;
    }
    static std::vector<Index> numbersOf(const Value &tuple) {
        std::vector<Index> numbers;
        for (const Value &part : tuple.parts)
            numbers.push_back(part.number);
        return numbers;
    }

    void step(char operation) {
        switch (operation) {
        case '\x80': m_fault = little(1) == 2 ? "" : "another protocol"; return;
        case 'c': {
            const std::string module = line(), name = line();
            return m_stack.push_back({Value::Kind::Global, module + '.' + name, 0, {}, {}});
        }
        case '(': return m_stack.push_back({});
        case ')': return m_stack.push_back({Value::Kind::Tuple, {}, 0, {}, {}});
        case 't': {
            std::vector<Value> parts = sinceMark();
            return m_stack.push_back({Value::Kind::Tuple, {}, 0, std::move(parts), {}});
        }
        case 'X': {
            const std::size_t size = little(4);
            m_stack.push_back({Value::Kind::Text, m_bytes.substr(m_at, size), 0, {}, {}});
            m_at += size;
            return;
        }
        case 'J': return m_stack.push_back({Value::Kind::Number, {}, static_cast<Index>(little(4)), {}, {}});
        case '\x89': return m_stack.push_back({Value::Kind::Number, {}, 0, {}, {}});
        case 'Q': {
            const Value id = popped();
            Value value{Value::Kind::Tensor, {}, 0, {}, {}};
            if (id.parts.size() != 5 || id.parts[0].text != "storage" || id.parts[3].text != "cpu")
                m_fault = "a storage that is none";
            else
                value.tensor = {id.parts[2].text, id.parts[1].text, {}, {}, 0, id.parts[4].number};
            return m_stack.push_back(value);
        }
        case 'R': return reduce();
        case 'u': {
            const std::vector<Value> pairs = sinceMark();
            for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
                m_tensors[pairs[i].text] = pairs[i + 1].tensor;
            return;
        }
        case '.': m_isDone = true; return;
        default: m_fault = "an operation that is not known";
        }
    }

    void reduce() {
        const Value arguments = popped(), function = popped();
        if (function.text == "collections.OrderedDict" && arguments.parts.empty())
            return m_stack.push_back({Value::Kind::Dictionary, {}, 0, {}, {}});
        if (function.text != "torch._utils._rebuild_tensor_v2" || arguments.parts.size() != 6) {
            m_fault = "calls " + function.text;
            return;
        }
        Value value = arguments.parts[0];
        value.tensor.offset = arguments.parts[1].number;
        value.tensor.shape = numbersOf(arguments.parts[2]);
        value.tensor.strides = numbersOf(arguments.parts[3]);
        m_stack.push_back(value);
    }

    std::string m_bytes, m_fault;
    std::size_t m_at = 0;
    bool m_isDone = false;
    std::vector<Value> m_stack;
    std::map<std::string, Stored> m_tensors;
};

std::map<std::string, std::string> entriesOf(const std::string &path) {
    std::map<std::string, std::string> contents;
    const auto archive = data::ZipArchive::open(path);
    for (std::size_t i = 0; archive && i < archive->entries().size(); ++i) {
        const auto &entry = archive->entries()[i];
        const auto source = archive->read(entry);
        std::vector<std::uint8_t> bytes(entry.size);
        if (source && (*source)->read(bytes) && entry.packedSize == entry.size) // PyTorch wants them stored
            contents[entry.name] = {bytes.begin(), bytes.end()};
    }
    return contents;
}

} // namespace

class TorchStateTest : public QObject {
    Q_OBJECT

private slots:
    void everyTensorIsThere_data() {
        QTest::addColumn<QString>("key");
        for (const char *key : {"variational", "convolutional", "recurrent", "k_sparse", "tied"})
            if (spec::findPreset(key))
                QTest::newRow(key) << QString(key);
        QTest::newRow("map") << QString("map");
    }
    void everyTensorIsThere() {
        QFETCH(QString, key);
        const FilledPlan filled(presetPlan(*spec::findPreset(key.toStdString())), 1);
        const auto &rows = exporters::formats();
        const auto row = std::find_if(rows.begin(), rows.end(), [](const exporters::Row &each) { return each.key == std::string("torch_state"); });
        QVERIFY(row != rows.end());
        const auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, plan::StackPart::Whole, *row);
        QVERIFY(model);
        const auto bytes = row->make(*model);
        QVERIFY2(bytes, bytes ? "" : bytes.error().sentence().c_str());
        const QTemporaryDir folder;
        const std::string path = folder.filePath("model.pt").toStdString();
        std::ofstream(path, std::ios::binary) << *bytes;
        const auto entries = entriesOf(path);
        QVERIFY(entries.count("archive/data.pkl") > 0);
        QCOMPARE(entries.at("archive/byteorder"), std::string("little"));
        QCOMPARE(entries.at("archive/version"), std::string("3\n"));
        Unpickler unpickler(entries.at("archive/data.pkl"));
        const auto stored = unpickler.read();
        QCOMPARE(unpickler.fault(), std::string());
        std::size_t count = 0;
        for (const plan::PlacedTensor &placed : plan::tensorsOf(*filled.plan)) {
            const std::string name = "layers." + std::to_string(placed.layer) + '.' + placed.tensor->name;
            const auto found = stored.find(name);
            QVERIFY2(found != stored.end(), name.c_str());
            QCOMPARE(found->second.kind, std::string("torch.FloatStorage"));
            QCOMPARE(found->second.offset, Index{0});
            QCOMPARE(found->second.size, placed.tensor->size());
            Index step = 1;
            for (std::size_t axis = found->second.shape.size(); axis-- > 0; step *= found->second.shape[axis])
                QCOMPARE(found->second.strides[axis], step);
            QCOMPARE(step, placed.tensor->size());
            const std::string &numbers = entries.at("archive/data/" + found->second.key);
            QCOMPARE(numbers.size(), static_cast<std::size_t>(placed.tensor->size()) * sizeof(float));
            const core::Floats &all = placed.isState ? filled.state : filled.parameters;
            QVERIFY2(std::memcmp(numbers.data(), all.data() + placed.offset, numbers.size()) == 0, name.c_str());
            ++count;
        }
        QCOMPARE(stored.size(), count);
    }
};

QTEST_GUILESS_MAIN(TorchStateTest)
#include "torch_state_test.moc"
