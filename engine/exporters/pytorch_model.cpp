#include "engine/exporters/pytorch_model.h"

#include <algorithm>

#include "engine/exporters/python_text.h"

namespace hourglass::exporters {

using core::Index;
using core::Shape;

namespace {

std::string written(Index number) {
    return std::to_string(number);
}

/// "(3, 3)", or "3" where both are alike.
std::string pair(Index rows, Index columns) {
    return rows == columns ? written(rows) : "(" + written(rows) + ", " + written(columns) + ")";
}

std::string activated(kernels::Activation function, const std::string &x) {
    switch (function) {
    case kernels::Activation::Relu: return "F.relu(" + x + ")";
    case kernels::Activation::LeakyRelu: return "F.leaky_relu(" + x + ", 0.01)";
    case kernels::Activation::Elu: return "F.elu(" + x + ")";
    case kernels::Activation::Selu: return "F.selu(" + x + ")";
    case kernels::Activation::Gelu: return "F.gelu(" + x + ")";
    case kernels::Activation::Silu: return "F.silu(" + x + ")";
    case kernels::Activation::Softplus: return "F.softplus(" + x + ")";
    case kernels::Activation::Sigmoid: return "torch.sigmoid(" + x + ")";
    case kernels::Activation::HardTanh: return "F.hardtanh(" + x + ")";
    case kernels::Activation::Tanh: return "torch.tanh(" + x + ")";
    case kernels::Activation::Softmax: return "torch.softmax(" + x + ", 1)";
    case kernels::Activation::Identity: break;
    }
    return x;
}

std::string shaped(const std::string &x, const Shape &shape) {
    std::string call = x + ".reshape(len(" + x + ")";
    for (const Index extent : extentsOf(shape))
        call += ", " + written(extent);
    return call + ")";
}

std::size_t layerOf(const graph::Node &node) {
    return node.name.starts_with("layers.") ? static_cast<std::size_t>(std::stoul(node.name.substr(7))) : std::string::npos;
}

const char *const samplingText = R"(
    def sample(self, x, beta, free_bits):
        """Draws from N(mean, variance) in training, the mean in evaluation; the divergence from N(0, 1) costs beta a nat."""
        mean, log_variance = x.chunk(2, 1)
        divergence = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance)
        self.cost = self.cost + beta * divergence.clamp(min=free_bits).sum() / len(x)
        return mean + (0.5 * log_variance).exp() * torch.randn_like(mean) if self.training else mean
)";

const char *const discrepancyText = R"(

def discrepancy(codes, group):
    """MMD² of the samples and as many draws from N(0, 1), in groups (Tolstikhin et al. 2018), mean over the samples."""
    total, constant = codes.new_zeros(()), 2 * codes.shape[1]
    for own in codes.split(group):
        count = len(own)
        if len(codes) < 2:
            break
        prior = torch.randn_like(own)
        kernel = lambda a, b: constant / (constant + torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").square())
        others = 1 - torch.eye(count, device=own.device)
        if count > 1:
            total = total + ((kernel(own, own) + kernel(prior, prior)) * others).sum() / (count - 1)
        total = total - 2 * kernel(own, prior).sum() / count
    return total / len(codes)
)";

const char *const keepText = R"(

def keep_largest(x, count):
    """The largest numbers of each sample, of equal ones the first; the others become 0 (Makhzani and Frey 2013)."""
    places = x.argsort(dim=1, descending=True, stable=True)[:, :count]
    return x * torch.zeros_like(x).scatter(1, places, 1.0)
)";

bool mentions(const std::string &text, const char *word) {
    return text.find(word) != std::string::npos;
}

} // namespace

PytorchModel::PytorchModel(const Lesson &lesson) : m_lesson(lesson) {
    m_encode = linesOf(lesson.encoder, lesson.encoder.outputs.front().value);
    if (!lesson.decoder)
        return;
    const graph::Graph &decoder = *lesson.decoder;
    if (!lesson.hasLogits()) {
        m_decode = linesOf(decoder, decoder.outputs.front().value);
        return;
    }
    const auto last = std::find_if(decoder.nodes.rbegin(), decoder.nodes.rend(),
                                   [](const graph::Node &node) { return std::holds_alternative<graph::Activate>(node.operation); });
    m_decode = linesOf(decoder, last->input);
    m_ending = "x = " + activated(std::get<graph::Activate>(last->operation).function, "self.logits(code)");
}

std::string PytorchModel::linesOf(const graph::Graph &graph, graph::ValueId last) {
    m_graph = &graph;
    m_lines.clear();
    std::size_t layer = std::string::npos;
    graph::ValueId at = graph.input;
    for (const graph::Node &node : graph.nodes) {
        if (node.input != at || at == last)
            continue;
        m_node = &node;
        at = node.output;
        if (const std::size_t own = layerOf(node); own != layer && own < m_lesson.layers.size()) {
            layer = own;
            line("# " + written(static_cast<Index>(own) + 1) + ". " + m_lesson.layers[own]);
        }
        std::visit([this](const auto &operation) { lower(operation); }, node.operation);
    }
    return m_lines;
}

std::string PytorchModel::module(graph::ConstantId constant, const std::string &constructor) {
    const std::string &name = m_graph->constant(constant).name; // layers.0.weight
    const std::size_t first = name.find('.') + 1, end = name.find('.', first);
    const std::string key = name.substr(first, end - first);
    const auto same = std::find_if(m_modules.begin(), m_modules.end(), [&](const auto &entry) { return entry.first == key; });
    if (same == m_modules.end())
        m_modules.emplace_back(key, constructor);
    return "self.layers[\"" + key + "\"]";
}

void PytorchModel::lower(const graph::Linear &linear) {
    const auto lastOf = [](const Shape &shape) { return shape.extents[static_cast<std::size_t>(shape.rank - 1)]; };
    const Index inputs = lastOf(in()), outputs = lastOf(out());
    if (!linear.isTransposed)
        return set(module(linear.weight, "nn.Linear(" + written(inputs) + ", " + written(outputs) + (linear.bias == graph::none ? ", bias=False)" : ")")) +
                   "(x)");
    const std::string weight = module(linear.weight, "nn.Linear(" + written(outputs) + ", " + written(inputs) + ")") + ".weight.t()";
    set("F.linear(x, " + weight + (linear.bias == graph::none ? ")" : ", " + module(linear.bias, "Vector(bias=" + written(outputs) + ")") + ".bias)"));
}

void PytorchModel::lower(const graph::Activate &activate) {
    set(activated(activate.function, "x"));
}

void PytorchModel::lower(const graph::Prelu &prelu) {
    set("F.prelu(x, " + module(prelu.slope, "Vector(slope=" + written(graph::sizeOf(m_graph->constant(prelu.slope).shape)) + ")") + ".slope)");
}

void PytorchModel::lower(const graph::Convolution &convolution) {
    const graph::Side &rows = convolution.rows, &columns = convolution.columns;
    std::string call = std::string(convolution.isTransposed ? "nn.ConvTranspose2d(" : "nn.Conv2d(") + written(in().channels()) + ", " +
                       written(out().channels()) + ", " + pair(rows.kernel, columns.kernel);
    const auto option = [&](const char *name, Index first, Index second, Index usual) {
        if (first != usual || second != usual)
            call += std::string(", ") + name + "=" + pair(first, second);
    };
    option("stride", rows.stride, columns.stride, 1);
    const bool isEven = rows.before == rows.behind && columns.before == columns.behind;
    if (convolution.isTransposed)
        option("output_padding", rows.outputPadding, columns.outputPadding, 0);
    else if (isEven)
        option("padding", rows.before, columns.before, 0);
    option("dilation", rows.dilation, columns.dilation, 1);
    if (convolution.groups > 1)
        call += ", groups=" + written(convolution.groups);
    if (convolution.bias == graph::none)
        call += ", bias=False";
    const std::string layer = module(convolution.weight, call + ")");
    const bool hasPadding = rows.before + rows.behind + columns.before + columns.behind > 0;
    if (!convolution.isTransposed && !isEven)
        set("F.pad(x, (" + written(columns.before) + ", " + written(columns.behind) + ", " + written(rows.before) + ", " + written(rows.behind) + "))");
    set(layer + "(x)");
    if (convolution.isTransposed && hasPadding)
        set("x[:, :, " + written(rows.before) + ":" + written(rows.before + out().height()) + ", " + written(columns.before) + ":" +
            written(columns.before + out().width()) + "]");
}

void PytorchModel::lower(const graph::Pool &pool) {
    set(std::string(pool.takesLargest ? "F.max_pool2d(x, " : "F.avg_pool2d(x, ") + written(pool.window) + ", " + written(pool.stride) + ")");
}

void PytorchModel::lower(const graph::Resize &resize) {
    set("F.interpolate(x, scale_factor=" + written(resize.factor) + (resize.isLinear ? ", mode=\"bilinear\", align_corners=False)" : ", mode=\"nearest\")"));
    const Index height = in().height() * resize.factor, width = in().width() * resize.factor;
    if (out().height() < height || out().width() < width)
        set("x[:, :, :" + written(out().height()) + ", :" + written(out().width()) + "]");
    if (out().height() > height || out().width() > width)
        set("F.pad(x, (0, " + written(std::max<Index>(0, out().width() - width)) + ", 0, " + written(std::max<Index>(0, out().height() - height)) +
            "), mode=\"replicate\")");
}

void PytorchModel::lower(const graph::Transpose &) {
    set("x.transpose(1, 2)");
}

void PytorchModel::lower(const graph::Reshape &) {
    set(out().rank == 1 ? "x.flatten(1)" : shaped("x", out()));
}

void PytorchModel::lower(const graph::Repeat &) {
    set("x.flatten(1).unsqueeze(1).expand(-1, " + written(out().extents[0]) + ", -1)");
}

void PytorchModel::lower(const graph::BatchNormalisation &norm) {
    const Index channels = graph::sizeOf(m_graph->constant(norm.weight).shape);
    set(module(norm.weight, std::string(in().isImage() ? "nn.BatchNorm2d(" : "nn.BatchNorm1d(") + written(channels) + ", eps=" + pythonNumber(norm.epsilon) +
                                ", momentum=" + pythonNumber(norm.momentum) + ")") +
        "(x)");
}

void PytorchModel::lower(const graph::LayerNormalisation &norm) {
    set(module(norm.weight, "nn.LayerNorm(" + written(in().size()) + ", eps=" + pythonNumber(norm.epsilon) + ")") + "(x)");
}

void PytorchModel::lower(const graph::KeepLargest &keep) {
    set("keep_largest(x, " + written(keep.count) + ")");
}

void PytorchModel::lower(const graph::Recurrent &recurrent) {
    using Cell = graph::Recurrent::Cell;
    const bool isBoth = recurrent.directions.size() == 2;
    const std::string units = written(recurrent.units);
    const std::string cell = recurrent.cell == Cell::Lstm ? "nn.LSTM(" : recurrent.cell == Cell::Gru ? "nn.GRU(" : "nn.RNN(";
    line("x, _ = " +
         module(recurrent.directions.front().inputWeights,
                cell + written(in().extents[1]) + ", " + units + ", batch_first=True" + (isBoth ? ", bidirectional=True)" : ")")) +
         "(x)");
    if (!recurrent.wholeSequence)
        set(isBoth ? "torch.cat((x[:, -1, :" + units + "], x[:, 0, " + units + ":]), 1)  # the last states of both directions" : "x[:, -1]");
}

void PytorchModel::lower(const graph::InTraining &training) {
    const graph::Visitor visitor{
        [this](const graph::Dropout &dropout) {
            set((dropout.ofChannels ? "F.dropout2d(x, " : "F.dropout(x, ") + pythonNumber(dropout.rate) + ", self.training)");
        },
        [this](const graph::GaussianNoise &noise) { set("x + " + pythonNumber(noise.deviation) + " * torch.randn_like(x) if self.training else x"); },
        [this](const graph::Sampling &sampling) {
            using Course = graph::Sampling::Course;
            const std::string epochs = "self.epochs / " + pythonNumber(sampling.epochs);
            std::string beta = pythonNumber(sampling.beta);
            if (sampling.course == Course::WarmUp)
                beta += " * min(1.0, " + epochs + ")";
            else if (sampling.course == Course::Cyclical)
                beta += " * min(1.0, 2 * (" + epochs + " % 1.0))";
            set("self.sample(x, beta=" + beta + ", free_bits=" + pythonNumber(sampling.freeBits) + ")");
        },
        [this](const graph::Discrepancy &discrepancy) {
            line("if self.training:");
            line("    self.cost = self.cost + " + pythonNumber(discrepancy.weight) + " * discrepancy(x.flatten(1), " + written(discrepancy.group) + ")");
        }};
    std::visit(visitor, training.what);
}

std::string PytorchModel::text() const {
    std::string constructors;
    for (const auto &[key, constructor] : m_modules)
        constructors += "            \"" + key + "\": " + constructor + ",\n";
    std::string all;
    if (mentions(constructors, "Vector("))
        all +=
            "\n\nclass Vector(nn.Module):\n    \"\"\"Numbers that a layer has by itself.\"\"\"\n\n    def __init__(self, **sizes):\n        super().__init__()\n"
            "        for name, size in sizes.items():\n            self.register_parameter(name, nn.Parameter(torch.zeros(size)))\n";
    if (mentions(m_encode + m_decode, "keep_largest"))
        all += keepText;
    if (mentions(m_encode + m_decode, "discrepancy("))
        all += discrepancyText;
    all +=
        "\n\nclass Autoencoder(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layers = nn.ModuleDict({  # numbered from 0, as in the file of weights\n" +
        constructors + "        })\n        self.cost, self.epochs = 0.0, 0.0  # of layers with a term of their own; done so far, for what grows with time\n";
    if (mentions(m_encode + m_decode, "self.sample("))
        all += samplingText;
    all += "\n    def encode(self, x):\n        x = " + shaped("x", m_lesson.shape) + '\n' + m_encode + "        return x\n";
    const std::string code = "        x = " + shaped("code", m_lesson.encoder.shapeOf(m_lesson.encoder.outputs.front().value)) + '\n';
    const std::string given = "        return " + shaped("x", m_lesson.shape) + '\n';
    if (!m_ending.empty())
        all += "\n    def logits(self, code):\n        \"\"\"The reconstruction before its last activation, which losses like better.\"\"\"\n" + code +
               m_decode + "        return x\n\n    def decode(self, code):\n        " + m_ending + '\n' + given;
    else
        all += "\n    def decode(self, code):\n" + code + m_decode + given;
    all += std::string("\n    def forward(self, x, epochs=0.0):\n        \"\"\"Reconstruction") + (m_ending.empty() ? "" : " as logits") +
           ", code, and what layers cost, mean over the samples.\"\"\"\n" +
           "        self.cost, self.epochs = x.new_zeros(()), epochs\n        code = self.encode(x)\n        return self." +
           (m_ending.empty() ? "decode" : "logits") + "(code).flatten(1), code.flatten(1), self.cost\n";
    return all;
}

} // namespace hourglass::exporters
