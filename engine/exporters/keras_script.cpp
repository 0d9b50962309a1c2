#include "engine/exporters/keras_script.h"

#include <algorithm>

#include "engine/exporters/keras_layers.h"
#include "engine/exporters/keras_model.h"
#include "engine/exporters/keras_texts.h"
#include "engine/exporters/python_text.h"
#include "engine/spec/precision.h"
#include "engine/training/catalogue.h"

namespace hourglass::exporters {

namespace {

const char *const kerasDissimilarity = R"(

def dissimilarity(output, target):
    """1 - SSIM, mean over the samples, of images in [0, 1] (Wang et al. 2004): windows of 11 or as many as fit, Gaussian with a deviation of 1.5."""
    y, t = (ops.reshape(x, (-1, *SHAPE[1:], 1)) for x in (output, target))
    window = min(11, *SHAPE[1:])
    window -= 1 - window % 2
    weights = np.exp(-((np.arange(window) - window // 2) ** 2) / (2 * 1.5**2))
    weights = ops.convert_to_tensor((weights / weights.sum()).astype(np.float32))

    def mean(x):
        along = ops.conv(x, ops.reshape(weights, (1, -1, 1, 1)), padding="valid", data_format="channels_last")
        return ops.conv(along, ops.reshape(weights, (-1, 1, 1, 1)), padding="valid", data_format="channels_last")

    a, b, c1, c2 = mean(y), mean(t), 0.01**2, 0.03**2
    variances, covariance = mean(y * y) - a * a + mean(t * t) - b * b, mean(y * t) - a * b
    similarity = (2 * a * b + c1) * (2 * covariance + c2) / ((a * a + b * b + c1) * (variances + c2))
    return 1 - ops.mean(similarity)
)";

std::string kerasLossText(const Lesson &lesson) {
    const spec::LossSpec &loss = lesson.training.loss;
    const std::vector<spec::Kind> &kinds = training::catalogue().losses;
    const spec::Kind &kind = *spec::find(kinds, loss.kind);
    const bool isSum = kind.find("reduction") && spec::choiceOf(loss, kind, "reduction") == "sum", hasLogits = lesson.hasLogits();
    const auto overFeatures = [&](const std::string &each) { return isSum ? "ops.sum(" + each + ") / len(target)" : "ops.mean(" + each + ")"; };
    std::string before, value;
    if (hasLogits && loss.kind != "binary_cross_entropy" && loss.kind != "categorical_cross_entropy") {
        const auto &nodes = lesson.decoder->nodes;
        const auto last =
            std::find_if(nodes.rbegin(), nodes.rend(), [](const graph::Node &node) { return std::holds_alternative<graph::Activate>(node.operation); });
        const bool isSigmoid = std::get<graph::Activate>(last->operation).function == kernels::Activation::Sigmoid;
        before = isSigmoid ? "    output = ops.sigmoid(output)\n" : "    output = ops.softmax(output, axis=1)\n";
    }
    if (loss.kind == "mean_squared_error")
        value = overFeatures("ops.square(output - target)");
    else if (loss.kind == "mean_absolute_error")
        value = overFeatures("ops.abs(output - target)");
    else if (loss.kind == "huber") {
        const std::string delta = pythonNumber(realOf(loss, kinds, "delta"));
        before += "    away = ops.abs(output - target)\n";
        value = overFeatures("ops.where(away < " + delta + ", 0.5 * away * away, " + delta + " * (away - 0.5 * " + delta + "))");
    } else if (loss.kind == "cosine") {
        before += "    lengths = [ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=1), 1e-16)) for x in (output, target)]\n";
        value = "ops.mean(1 - ops.sum(output * target, axis=1) / (lengths[0] * lengths[1]))";
    } else if (loss.kind == "binary_cross_entropy")
        value = overFeatures(hasLogits ? "ops.maximum(output, 0) - output * target + ops.log1p(ops.exp(-ops.abs(output)))"
                                       : "-target * ops.maximum(ops.log(output), -100) - (1 - target) * ops.maximum(ops.log(1 - output), -100)");
    else if (loss.kind == "categorical_cross_entropy")
        value = hasLogits ? "-ops.sum(target * ops.log_softmax(output, axis=1)) / len(target)"
                          : "-ops.sum(target * ops.log(ops.maximum(output, 1e-38))) / len(target)";
    else
        value = "dissimilarity(output, target)";
    return (loss.kind == "structural_similarity" ? kerasDissimilarity : std::string()) + "\n\ndef loss_of(output, target):\n    \"\"\"" + kind.label +
           (isSum ? ", summed over features" : "") + ", mean over the samples" + (hasLogits ? "; of logits" : "") + ".\"\"\"\n" + before + "    return " +
           value + '\n';
}

std::string kerasCorruptionText(const spec::Component &corruption) {
    const std::vector<spec::Kind> &kinds = training::catalogue().corruptions;
    const auto number = [&](const char *key) { return pythonNumber(realOf(corruption, kinds, key)); };
    std::string body;
    if (corruption.kind == "gaussian")
        body = "    return x + " + number("strength") + " * RANDOM.standard_normal(x.shape, np.float32)\n";
    else if (corruption.kind == "masking")
        body = "    return x * (RANDOM.random(x.shape) >= " + number("fraction") + ").astype(np.float32)\n";
    else if (corruption.kind == "salt_and_pepper")
        body = "    return np.where(RANDOM.random(x.shape) < " + number("fraction") + ", RANDOM.integers(0, 2, x.shape), x).astype(np.float32)\n";
    else if (corruption.kind == "block")
        body = "    x = x.reshape(len(x), *SHAPE).copy()\n    sides = SHAPE[1:] if len(SHAPE) == 3 else SHAPE[:1]\n    for sample in x:\n"
               "        place = [slice(None)] if len(SHAPE) == 3 else []\n        for side in sides:\n            length = round(" +
               number("size") +
               " * side)\n            first = RANDOM.integers(0, side - length + 1)\n            place.append(slice(first, first + length))\n"
               "        sample[tuple(place)] = 0\n    return x.reshape(len(x), -1)\n";
    else
        return {};
    return "\n\ndef corrupted(x):\n    \"\"\"" + spec::find(kinds, corruption.kind)->label + ": the clean samples are asked back.\"\"\"\n" + body;
}

std::string kerasPenaltiesText(const Lesson &lesson) {
    const std::vector<spec::Kind> &kinds = training::catalogue().penalties;
    std::string text;
    const std::string kernels = " for v in model.whole.trainable_variables if v.name.endswith(\"kernel\"))\n";
    for (const spec::Component &penalty : lesson.training.penalties) {
        const std::string line = "    loss = loss + " + pythonNumber(realOf(penalty, kinds, "weight")) + " * ";
        text += "    # " + spec::find(kinds, penalty.kind)->label + '\n';
        if (penalty.kind == "l1_weights")
            text += line + "sum(ops.sum(ops.abs(v))" + kernels;
        else if (penalty.kind == "l2_weights")
            text += line + "sum(ops.sum(ops.square(v))" + kernels;
        else if (penalty.kind == "l1_activity")
            text += line + "ops.sum(ops.abs(code)) / len(target)\n";
        else if (penalty.kind == "kl_sparsity") {
            const std::string target = pythonNumber(realOf(penalty, kinds, "target"));
            text += "    activity = ops.clip(ops.mean(code, axis=0), 1e-6, 1 - 1e-6)\n" + line + "ops.sum(" + target + " * ops.log(" + target +
                    " / activity) + (1 - " + target + ") * ops.log((1 - " + target + ") / (1 - activity)))\n";
        } else if (penalty.kind == "orthogonality")
            text += "    away = code - ops.mean(code, axis=0)\n    covariance = ops.matmul(ops.transpose(away), away) / len(target)\n" + line +
                    "ops.sum(ops.square(covariance * (1 - ops.eye(code.shape[1]))))\n";
        else if (!lesson.slope.empty()) {
            std::string slope = lesson.slope;
            if (const std::size_t at = slope.find("(code > 0)"); at != std::string::npos)
                slope.replace(at, 10, "ops.cast(code > 0, \"float32\")");
            text += "    slope = " + slope + '\n' + line +
                    "ops.sum(ops.square(slope) * ops.sum(ops.square(layers_of(model)[\"0\"].kernel), axis=0)) / len(target)\n";
        } else
            text += "    nearby = rows_of(model.encoder(images(x + 1e-2 * RANDOM.standard_normal(x.shape, np.float32)), training=True))\n" + line +
                    "ops.sum(ops.square((nearby - code) / 1e-2)) / len(target)\n";
    }
    return text;
}

std::string kerasObjectiveText(const Lesson &lesson) {
    return "\n\ndef objective(model, target):\n    \"\"\"What is minimised: the loss, what layers cost, and penalties; mean over the samples.\"\"\"\n    COSTS.clear()\n" +
           std::string(lesson.training.corruption.kind != "none" ? "    x = corrupted(target)\n" : "    x = target\n") +
           "    code = model.encoder(images(x), training=True)\n    output, code = rows_of(model.logits(code, training=True)), rows_of(code)\n"
           "    loss = loss_of(output, ops.convert_to_tensor(target)) + sum(COSTS)\n" +
           kerasPenaltiesText(lesson) + "    return loss\n";
}

bool isAdam(const std::string &kind) {
    return kind == "adam" || kind == "adamw" || kind == "amsgrad";
}

std::string kerasOptimiserText(const spec::OptimiserSpec &optimiser) {
    const std::vector<spec::Kind> &kinds = training::catalogue().optimisers;
    const auto number = [&](const char *key) { return pythonNumber(realOf(optimiser, kinds, key)); };
    const bool isLbfgs = optimiser.kind == "lbfgs";
    std::string call;
    const auto adam = [&] { return "(RATE, beta_1=" + number("beta1") + ", beta_2=" + number("beta2") + ", epsilon=" + number("epsilon"); };
    if (optimiser.kind == "adam")
        call = "Adam" + adam();
    else if (optimiser.kind == "adamw")
        call = "AdamW" + adam() + ", weight_decay=" + number("weight_decay");
    else if (optimiser.kind == "amsgrad")
        call = "Adam" + adam() + ", amsgrad=True";
    else if (optimiser.kind == "nadam")
        call = "Nadam" + adam();
    else if (optimiser.kind == "sgd")
        call = "SGD(RATE, momentum=" + number("momentum") +
               (realOf(optimiser, kinds, "nesterov") > 0 && realOf(optimiser, kinds, "momentum") > 0 ? ", nesterov=True" : "");
    else if (optimiser.kind == "rmsprop")
        call = "RMSprop(RATE, rho=" + number("decay") + ", epsilon=" + number("epsilon");
    else if (optimiser.kind == "adagrad")
        call = "Adagrad(RATE, initial_accumulator_value=0.0, epsilon=" + number("epsilon");
    else if (optimiser.kind == "adadelta")
        call = "Adadelta(RATE, rho=" + number("decay") + ", epsilon=" + number("epsilon");
    else
        call = "Adam(RATE";
    std::string rate = isLbfgs ? "0.001" : number("rate");
    if (rate.find_first_of(".e") == std::string::npos)
        rate += ".0"; // Keras takes no whole number
    return "\n\nRATE = " + rate + "\n\n\ndef optimiser_of():\n    return keras.optimizers." + call + ")\n";
}

std::string clippedText(const spec::GradientSpec &gradient) {
    std::string text;
    const std::string indent = "            ";
    if (gradient.clipValue > 0) {
        const std::string most = pythonNumber(gradient.clipValue);
        text += indent + "gradients = [ops.clip(each, -" + most + ", " + most + ") for each in gradients]\n";
    }
    if (gradient.clipNorm > 0)
        text += indent + "norm = ops.sqrt(sum(ops.sum(ops.square(each)) for each in gradients))\n" + indent + "gradients = [each * ops.minimum(1.0, " +
                pythonNumber(gradient.clipNorm) + " / (norm + 1e-6)) for each in gradients]\n";
    return text;
}

std::string kerasTrainText(const Lesson &lesson) {
    const spec::TrainingSpec &training = lesson.training;
    const bool isAveraged = training.average.kind != "none", isPlateau = training.schedule.kind == "plateau";
    std::string text = R"(

def train(model, samples, epochs=EPOCHS, steps=None, file_order=False, report=print):
    """Trains on `samples`, flat, and returns the loss of each step before it, and averaged parameters where there are some."""
    variables, optimiser, count, losses = model.whole.trainable_variables, optimiser_of(), len(samples), []
    optimiser.build(variables)
)";
    if (isAveraged)
        text += "    averaged = {variable.path: keras.ops.convert_to_numpy(variable) for variable in variables}\n";
    if (isPlateau)
        text += "    plateau, lowest, waited = 1.0, math.inf, 0\n";
    text += R"(    for epoch in range(epochs):
        order, total = order_of(epoch, count, not file_order), 0.0
        for begin, end in cuts(count, batch_size(count) * ACCUMULATE, smallest_batch(count)):
            done = epoch + begin / count
            optimiser.learning_rate = RATE * rate_factor(done, EPOCHS))" +
            std::string(isPlateau ? " * plateau\n" : "\n");
    if (isAdam(training.optimiser.kind)) {
        const std::vector<spec::Kind> &kinds = training::catalogue().optimisers;
        text += "            # Keras has epsilon beside a deviation that is not yet corrected for its start.\n            optimiser.epsilon = " +
                pythonNumber(realOf(training.optimiser, kinds, "epsilon")) + " * math.sqrt(1 - " + pythonNumber(realOf(training.optimiser, kinds, "beta2")) +
                " ** (len(losses) + 1))\n";
    }
    text += R"(            loss, gradients = 0.0, None
            for first, last in cuts(end - begin, batch_size(count), smallest_batch(count)):
                part, own = gradients_of(model, samples[order[begin + first : begin + last]], done)
                share = (last - first) / (end - begin)
                own = [each * share for each in own]
                loss, gradients = loss + part * share, own if gradients is None else [a + b for a, b in zip(gradients, own)]
)";
    text += clippedText(training.gradient);
    text += "            apply(optimiser, gradients, variables)\n            losses.append(loss)\n            total += loss * (end - begin)\n";
    if (isAveraged)
        text += "            kept = min(" + pythonNumber(realOf(training.average, training::catalogue().averages, "decay")) +
                ", len(losses) / (9 + len(losses)))\n            for variable in variables:\n"
                "                averaged[variable.path] = kept * averaged[variable.path] + (1 - kept) * keras.ops.convert_to_numpy(variable)\n";
    const std::string result = isAveraged ? "averaged" : "None";
    text += "            if len(losses) == steps:\n                return losses, " + result +
            "\n        report(f\"epoch {epoch + 1}: loss {total / count:.6g}\")\n";
    if (isPlateau) {
        const std::vector<spec::Kind> &kinds = training::catalogue().schedules;
        const auto number = [&](const char *key) { return pythonNumber(realOf(training.schedule, kinds, key)); };
        text += "        if total / count < lowest * (1 - " + number("threshold") +
                "):\n            lowest, waited = total / count, 0\n        else:\n            waited += 1\n            if waited > " + number("patience") +
                ":\n                plateau, waited = max(plateau * " + number("factor") + ", " + number("floor") + "), 0\n";
    }
    return text + "    return losses, " + result + "\n";
}

bool has(const Lesson &lesson, bool (*isMeant)(const graph::Operation &)) {
    const auto isIn = [&](const graph::Graph &graph) {
        return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const graph::Node &node) { return isMeant(node.operation); });
    };
    return isIn(lesson.encoder) || (lesson.decoder && isIn(*lesson.decoder));
}

} // namespace

std::optional<core::Error> kerasScriptRefusal(const Lesson &lesson) {
    auto refusal = kerasRefusal(lesson.encoder);
    return refusal || !lesson.decoder ? refusal : kerasRefusal(*lesson.decoder);
}

std::vector<std::string> kerasRemarks(const Lesson &lesson) {
    const spec::OptimiserSpec &optimiser = lesson.training.optimiser;
    const spec::Component &schedule = lesson.training.schedule;
    std::vector<std::string> remarks;
    if (optimiser.kind == "nadam")
        remarks.emplace_back(
            "Keras lets the momentum of NAdam rise by another schedule (0.96 to the power of the step, whatever its decay), so that losses differ a little.");
    if (optimiser.kind == "rmsprop" || optimiser.kind == "adagrad")
        remarks.emplace_back("Keras has epsilon of " + std::string(optimiser.kind == "rmsprop" ? "RMSprop" : "Adagrad") +
                             " under the root, so that losses differ a little.");
    if (optimiser.kind == "lbfgs")
        remarks.emplace_back("Keras has no L-BFGS: this script takes Adam with a rate of 0.001, and batches.");
    const std::vector<spec::Kind> &optimisers = training::catalogue().optimisers, &schedules = training::catalogue().schedules;
    const bool changesRate = schedule.kind != "constant" || realOf(schedule, schedules, "warm_up") > 0;
    if (optimiser.kind == "sgd" && realOf(optimiser, optimisers, "momentum") > 0 && changesRate)
        remarks.emplace_back("Keras has the learning rate within the momentum of SGD, so that losses differ a little while the rate changes.");
    if (has(lesson, [](const graph::Operation &operation) {
            const auto *recurrent = std::get_if<graph::Recurrent>(&operation);
            return recurrent && recurrent->cell != graph::Recurrent::Cell::Gru;
        }))
        remarks.emplace_back("Keras has one bias where a recurrent layer here has two, which learn twice as fast; they come back as one, beside zeros.");
    if (has(lesson,
            [](const graph::Operation &operation) {
                const auto *convolution = std::get_if<graph::Convolution>(&operation);
                return convolution && convolution->isTransposed && convolution->groups > 1;
            }) &&
        lesson.training.gradient.clipNorm > 0)
        remarks.emplace_back("Keras has no groups in a transposed convolution: what stands between them counts for the norm that gradients are clipped by.");
    if (has(lesson, [](const graph::Operation &operation) { return std::holds_alternative<graph::BatchNormalisation>(operation); }))
        remarks.emplace_back("Of batch norm the running variance is that of batches as they are, without the correction for their size.");
    return remarks;
}

std::string kerasScriptOf(const Lesson &lesson) {
    const std::string script = stemOf(lesson) + ".py", python = "    python " + script;
    const std::string usage = python + "                                 trains on from the weights beside it\n" + python +
                              " --encode X.npy Z.npy            writes the codes of other samples\n    KERAS_BACKEND=torch python " + script +
                              "             likewise jax and tensorflow\n\n" +
                              "It needs keras 3 with a backend, numpy and safetensors. The trained weights are a file that Hourglass reads with this stack.\n";
    const std::string costs = "\nCOSTS = []  # of layers with a term of their own, of the batch at hand\nEPOCHS_DONE = [0.0]  # for what grows with time\n"
                              "RANDOM = np.random.default_rng(SEED)\n";
    const std::string policy = spec::isMixed(lesson.training) ? "\nkeras.mixed_precision.set_global_policy(\"mixed_bfloat16\")\n" : "";
    return scriptHead(lesson, "Keras", usage,
                      "import pathlib\nimport struct\nimport types\n\nimport keras\nimport numpy as np\nfrom keras import layers, ops\n"
                      "from safetensors.numpy import load_file, save_file\n") +
           policy + scriptPipeline(lesson) + costs + kerasModelText(lesson) + kerasWeights + kerasLossText(lesson) +
           kerasCorruptionText(lesson.training.corruption) + kerasObjectiveText(lesson) + kerasOptimiserText(lesson.training.optimiser) + kerasGradients +
           kerasTrainText(lesson) + kerasMain;
}

} // namespace hourglass::exporters
