#include "engine/exporters/pytorch.h"

#include <algorithm>

#include "engine/exporters/python_text.h"
#include "engine/exporters/pytorch_model.h"
#include "engine/spec/precision.h"
#include "engine/training/catalogue.h"

namespace hourglass::exporters {

namespace {

const char *const dissimilarityText = R"(

def dissimilarity(output, target):
    """1 - SSIM, mean over the samples, of images in [0, 1] (Wang et al. 2004): windows of 11 or as many as fit, Gaussian with a deviation of 1.5."""
    y, t = (x.reshape(-1, 1, *SHAPE[1:]) for x in (output, target))
    window = min(11, *SHAPE[1:])
    window -= 1 - window % 2
    weights = torch.exp(-((torch.arange(window, device=y.device) - window // 2).double().square()) / (2 * 1.5**2))
    weights = (weights / weights.sum()).to(y.dtype)
    mean = lambda x: F.conv2d(F.conv2d(x, weights.view(1, 1, 1, -1)), weights.view(1, 1, -1, 1))
    a, b, c1, c2 = mean(y), mean(t), 0.01**2, 0.03**2
    variances, covariance = mean(y * y) - a * a + mean(t * t) - b * b, mean(y * t) - a * b
    similarity = (2 * a * b + c1) * (2 * covariance + c2) / ((a * a + b * b + c1) * (variances + c2))
    return 1 - similarity.mean()
)";

std::string lossText(const Lesson &lesson) {
    const spec::LossSpec &loss = lesson.training.loss;
    const std::vector<spec::Kind> &kinds = training::catalogue().losses;
    const spec::Kind &kind = *spec::find(kinds, loss.kind);
    const bool isSum = kind.find("reduction") && spec::choiceOf(loss, kind, "reduction") == "sum";
    const auto overFeatures = [&](const std::string &each) { return isSum ? each + ".sum() / len(target)" : each + ".mean()"; };
    const bool hasLogits = lesson.hasLogits();
    const std::string target = "target",
                      given = hasLogits && loss.kind != "binary_cross_entropy" && loss.kind != "categorical_cross_entropy" ? "ENDING(output)" : "output";
    std::string value;
    if (loss.kind == "mean_squared_error")
        value = overFeatures("(" + given + " - target).square()");
    else if (loss.kind == "mean_absolute_error")
        value = overFeatures("(" + given + " - target).abs()");
    else if (loss.kind == "huber")
        value = overFeatures("F.huber_loss(" + given + ", target, reduction=\"none\", delta=" + pythonNumber(realOf(loss, kinds, "delta")) + ")");
    else if (loss.kind == "cosine")
        value = "(1 - F.cosine_similarity(" + given + ", target, dim=1)).mean()";
    else if (loss.kind == "binary_cross_entropy")
        value = overFeatures((hasLogits ? "F.binary_cross_entropy_with_logits(output, target, " : "F.binary_cross_entropy(output, target, ") +
                             std::string("reduction=\"none\")"));
    else if (loss.kind == "categorical_cross_entropy")
        value = hasLogits ? "-(target * F.log_softmax(output, 1)).sum() / len(target)" : "-(target * output.clamp(min=1e-38).log()).sum() / len(target)";
    else
        value = "dissimilarity(" + given + ", target)";
    std::string text = loss.kind == "structural_similarity" ? dissimilarityText : "";
    if (given == "ENDING(output)") {
        const auto &nodes = lesson.decoder->nodes;
        const auto last =
            std::find_if(nodes.rbegin(), nodes.rend(), [](const graph::Node &node) { return std::holds_alternative<graph::Activate>(node.operation); });
        const bool isSigmoid = std::get<graph::Activate>(last->operation).function == kernels::Activation::Sigmoid;
        value.replace(value.find("ENDING(output)"), 14, isSigmoid ? "torch.sigmoid(output)" : "torch.softmax(output, 1)");
    }
    return text + "\n\ndef loss_of(output, target):\n    \"\"\"" + kind.label + (isSum ? ", summed over features" : "") + ", mean over the samples" +
           (hasLogits ? "; of logits" : "") + ".\"\"\"\n    return " + value + '\n';
}

std::string corruptionText(const spec::Component &corruption) {
    const std::vector<spec::Kind> &kinds = training::catalogue().corruptions;
    std::string body;
    if (corruption.kind == "gaussian")
        body = "    return x + " + pythonNumber(realOf(corruption, kinds, "strength")) + " * torch.randn_like(x)\n";
    else if (corruption.kind == "masking")
        body = "    return x * (torch.rand_like(x) >= " + pythonNumber(realOf(corruption, kinds, "fraction")) + ")\n";
    else if (corruption.kind == "salt_and_pepper")
        body = "    return torch.where(torch.rand_like(x) < " + pythonNumber(realOf(corruption, kinds, "fraction")) + ", torch.randint_like(x, 2), x)\n";
    else if (corruption.kind == "block")
        body =
            "    x = x.reshape(len(x), *SHAPE).clone()\n    sides = SHAPE[1:] if len(SHAPE) == 3 else SHAPE[:1]\n    for sample in x:\n        place = [slice(None)] if len(SHAPE) == 3 else []\n"
            "        for side in sides:\n            length = round(" +
            pythonNumber(realOf(corruption, kinds, "size")) +
            " * side)\n            first = int(torch.randint(0, side - length + 1, ()))\n"
            "            place.append(slice(first, first + length))\n        sample[tuple(place)] = 0\n    return x.flatten(1)\n";
    else
        return {};
    return "\n\ndef corrupted(x):\n    \"\"\"" + spec::find(kinds, corruption.kind)->label + ": the clean samples are asked back.\"\"\"\n" + body;
}

std::string penaltiesText(const Lesson &lesson) {
    const std::vector<spec::Kind> &kinds = training::catalogue().penalties;
    std::string text;
    for (const spec::Component &penalty : lesson.training.penalties) {
        const std::string weight = pythonNumber(realOf(penalty, kinds, "weight"));
        const std::string line = "    loss = loss + " + weight + " * ";
        text += "    # " + spec::find(kinds, penalty.kind)->label + '\n';
        if (penalty.kind == "l1_weights")
            text += line + "sum(p.abs().sum() for p in model.parameters() if p.dim() > 1)\n";
        else if (penalty.kind == "l2_weights")
            text += line + "sum(p.square().sum() for p in model.parameters() if p.dim() > 1)\n";
        else if (penalty.kind == "l1_activity")
            text += line + "code.abs().sum() / len(code)\n";
        else if (penalty.kind == "kl_sparsity") {
            const std::string target = pythonNumber(realOf(penalty, kinds, "target"));
            text += "    activity = code.mean(0).clamp(1e-6, 1 - 1e-6)\n" + line + "(" + target + " * torch.log(" + target + " / activity) + (1 - " + target +
                    ") * torch.log((1 - " + target + ") / (1 - activity))).sum()\n";
        } else if (penalty.kind == "orthogonality")
            text += "    covariance = code.t() @ code / len(code) - torch.outer(code.mean(0), code.mean(0))\n" + line +
                    "(covariance - torch.diag(covariance.diag())).square().sum()\n";
        else if (!lesson.slope.empty())
            text += "    slope = " + lesson.slope + '\n' + line + "(slope.square() * model.layers[\"0\"].weight.square().sum(1)).sum() / len(code)\n";
        else
            text += "    nearby = model.encode(x + 1e-2 * torch.randn_like(x)).flatten(1)\n" + line + "((nearby - code) / 1e-2).square().sum() / len(code)\n";
    }
    return text;
}

std::string optimiserText(const spec::OptimiserSpec &optimiser) {
    const std::vector<spec::Kind> &kinds = training::catalogue().optimisers;
    const auto number = [&](const char *key) { return pythonNumber(realOf(optimiser, kinds, key)); };
    const std::string begin = "(parameters, lr=RATE";
    const auto adam = [&] { return begin + ", betas=(" + number("beta1") + ", " + number("beta2") + "), eps=" + number("epsilon"); };
    std::string call;
    if (optimiser.kind == "adam")
        call = "Adam" + adam();
    else if (optimiser.kind == "adamw")
        call = "AdamW" + adam() + ", weight_decay=" + number("weight_decay");
    else if (optimiser.kind == "amsgrad")
        call = "Adam" + adam() + ", amsgrad=True";
    else if (optimiser.kind == "nadam")
        call = "NAdam" + adam() + ", momentum_decay=" + number("momentum_decay");
    else if (optimiser.kind == "sgd")
        call = "SGD" + begin + ", momentum=" + number("momentum") +
               (realOf(optimiser, kinds, "nesterov") > 0 && realOf(optimiser, kinds, "momentum") > 0 ? ", nesterov=True" : "");
    else if (optimiser.kind == "rmsprop")
        call = "RMSprop" + begin + ", alpha=" + number("decay") + ", eps=" + number("epsilon");
    else if (optimiser.kind == "adagrad")
        call = "Adagrad" + begin + ", eps=" + number("epsilon");
    else if (optimiser.kind == "adadelta")
        call = "Adadelta" + begin + ", rho=" + number("decay") + ", eps=" + number("epsilon");
    else
        call = "LBFGS" + begin + ", history_size=" + number("history") + ", max_iter=" + number("max_evaluations") + ", max_eval=" + number("max_evaluations") +
               ", line_search_fn=\"strong_wolfe\"";
    return "RATE = " + number("rate") + "\n\n\ndef optimiser_of(parameters):\n    return torch.optim." + call + ")\n";
}

const char *const weightsText = R"(

def load_weights(model, path=WEIGHTS):
    """Weights of a safetensors file that Hourglass wrote, or this script."""
    tensors = load_file(path)
    with torch.no_grad():
        for name, value in model.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                value.copy_(tensors[name].reshape(value.shape))


def save_weights(model, path, averaged=None):
    """As Hourglass reads them: `--weights-in` of its commands, with the stack that this script came from."""
    shapes = {name: tensor.shape for name, tensor in load_file(WEIGHTS).items()}
    tensors = {name: value for name, value in model.state_dict().items() if name in shapes}
    tensors.update(averaged or {})
    save_file({name: value.detach().cpu().reshape(shapes[name]).contiguous() for name, value in tensors.items()}, path)
)";

std::string objectiveText(const Lesson &lesson) {
    const bool corrupts = lesson.training.corruption.kind != "none", isMixed = spec::isMixed(lesson.training);
    std::string text =
        "\n\ndef objective(model, runner, target, epochs):\n    \"\"\"What is minimised: the loss, what layers cost, and penalties; mean over the samples.\"\"\"\n";
    text += corrupts ? "    x = corrupted(target)\n" : "    x = target\n";
    text +=
        isMixed
            ? "    with torch.autocast(target.device.type, torch.bfloat16):\n        output, code, cost = runner(x, epochs)\n    output, code = output.float(), code.float()\n"
            : "    output, code, cost = runner(x, epochs)\n";
    return text + "    loss = loss_of(output, target) + cost\n" + penaltiesText(lesson) + "    return loss\n";
}

std::string clipText(const spec::GradientSpec &gradient, const std::string &indent) {
    std::string text;
    if (gradient.clipValue > 0)
        text += indent + "nn.utils.clip_grad_value_(model.parameters(), " + pythonNumber(gradient.clipValue) + ")\n";
    if (gradient.clipNorm > 0)
        text += indent + "nn.utils.clip_grad_norm_(model.parameters(), " + pythonNumber(gradient.clipNorm) + ")\n";
    return text;
}

std::string trainText(const Lesson &lesson) {
    const spec::TrainingSpec &training = lesson.training;
    const bool takesAll = training.optimiser.kind == "lbfgs", isAveraged = training.average.kind != "none", isPlateau = training.schedule.kind == "plateau";
    std::string text = R"(

def train(model, samples, epochs=EPOCHS, steps=None, file_order=False, report=print):
    """Trains on `samples`, flat, and returns the loss of each step before it, and averaged parameters where there are some."""
    world, rank = (distributed.get_world_size(), distributed.get_rank()) if distributed.is_initialized() else (1, 0)
    runner = nn.parallel.DistributedDataParallel(model) if world > 1 else model
    device = next(model.parameters()).device
    optimiser = optimiser_of(model.parameters())
    samples, count, losses = torch.as_tensor(samples), len(samples), []
)";
    if (isAveraged)
        text += "    averaged = {name: value.detach().clone() for name, value in model.named_parameters()}\n";
    if (isPlateau)
        text += "    plateau, lowest, waited = 1.0, math.inf, 0\n";
    text += "    model.train()\n    for epoch in range(epochs):\n        order, total = order_of(epoch, count, not file_order), 0.0\n";
    text += takesAll ? "        for begin, end in [(0, count)]:  # L-BFGS takes all samples at once\n"
                     : "        for begin, end in cuts(count, batch_size(count) * ACCUMULATE, smallest_batch(count)):\n";
    text +=
        std::string(
            "            done = epoch + begin / count\n            for group in optimiser.param_groups:\n                group[\"lr\"] = RATE * rate_factor(done, EPOCHS)") +
        (isPlateau ? " * plateau" : "") + "\n";
    text += R"(
            def evaluate():
                optimiser.zero_grad()
                loss = 0.0
                for first, last in cuts(end - begin, batch_size(count), smallest_batch(count)):
                    whole = order[begin + first : begin + last]
                    own = whole[rank::world]  # each process takes its share of every batch
                    target = samples[own if len(own) else whole[:1]].to(device)
                    share = (last - first) / (end - begin) * len(own) * world / len(whole)
                    part = objective(model, runner, target, done) * share
                    part.backward()
                    loss += part.detach()
)";
    text += clipText(training.gradient, "                ") + "                return loss\n\n";
    text += takesAll ? "            loss = optimiser.step(evaluate)\n" : "            loss = evaluate()\n            optimiser.step()\n";
    text += R"(            loss = torch.as_tensor(loss) / world
            if world > 1:
                distributed.all_reduce(loss)
            losses.append(float(loss))
            total += losses[-1] * (end - begin)
)";
    if (isAveraged) {
        const std::string decay = pythonNumber(realOf(training.average, training::catalogue().averages, "decay"));
        text +=
            "            kept = min(" + decay +
            ", len(losses) / (9 + len(losses)))\n            for name, value in model.named_parameters():\n                averaged[name].lerp_(value.detach(), 1 - kept)\n";
    }
    const std::string result = isAveraged ? "averaged" : "None";
    text += "            if len(losses) == steps:\n                return losses, " + result +
            "\n        if rank == 0:\n            report(f\"epoch {epoch + 1}: loss {total / count:.6g}\")\n";
    if (isPlateau) {
        const std::vector<spec::Kind> &kinds = training::catalogue().schedules;
        const auto number = [&](const char *key) { return pythonNumber(realOf(training.schedule, kinds, key)); };
        text += "        if total / count < lowest * (1 - " + number("threshold") +
                "):\n            lowest, waited = total / count, 0\n        else:\n            waited += 1\n            if waited > " + number("patience") +
                ":\n                plateau, waited = max(plateau * " + number("factor") + ", " + number("floor") + "), 0\n";
    }
    return text + "    return losses, " + result + "\n";
}

const char *const mainText = R"(

def run(model, function, path, to, device):
    """Numbers of a file, prepared as the samples were, through encode() or reconstruct; a row each."""
    model.eval()
    with torch.no_grad():
        parts = [function(part.to(device)).flatten(1).cpu() for part in torch.as_tensor(prepared(read(path))).split(BATCH)]
    np.save(to, torch.cat(parts).numpy())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="a source to train on instead of the samples beside this script")
    parser.add_argument("--weights", default=WEIGHTS, help="where to begin")
    parser.add_argument("--fresh", action="store_true", help="begin with PyTorch's own start instead")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--steps", type=int, help="end after so many steps")
    parser.add_argument("--file-order", action="store_true", help="do not shuffle")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--save", default=TRAINED, help="where the trained weights go")
    parser.add_argument("--encode", nargs=2, metavar=("FROM", "TO.npy"), help="write the codes of a file, and train nothing")
    parser.add_argument("--reconstruct", nargs=2, metavar=("FROM", "TO.npy"), help="likewise its reconstructions, as the model gives them")
    options = parser.parse_args()
    torch.manual_seed(SEED + int(os.environ.get("RANK", 0)))  # each process draws numbers of its own
    if "RANK" in os.environ:
        distributed.init_process_group("nccl" if options.device == "cuda" else "gloo")
    device = torch.device(f"cuda:{os.environ.get('LOCAL_RANK', 0)}" if options.device == "cuda" else options.device)
    model = Autoencoder().to(device)
    if not options.fresh:
        load_weights(model, options.weights)
    if options.encode:
        return run(model, model.encode, *options.encode, device)
    if options.reconstruct:
        return run(model, lambda x: model.decode(model.encode(x)), *options.reconstruct, device)
    losses, averaged = train(model, training_samples(options.data), options.epochs, options.steps, options.file_order)
    if not distributed.is_initialized() or distributed.get_rank() == 0:
        save_weights(model, options.save, averaged)
        print(f"{len(losses)} steps, the last with a loss of {losses[-1]:.6g}; weights in {options.save}")
    if distributed.is_initialized():
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
)";

} // namespace

std::vector<std::string> pytorchRemarks(const Lesson &lesson) {
    const auto &penalties = lesson.training.penalties;
    const bool hasAcross =
        std::any_of(penalties.begin(), penalties.end(), [](const spec::Component &each) { return each.kind == "kl_sparsity" || each.kind == "orthogonality"; });
    if (!lesson.looksAcrossSamples && !hasAcross)
        return {};
    return {"A layer or a term looks across samples: of several processes each sees its own share of a batch, and their losses are not those of one."};
}

std::string pytorchOf(const Lesson &lesson) {
    const std::string script = stemOf(lesson) + ".py";
    const std::string usage = "    python " + script + "                                 trains on from the weights beside it\n" + "    python " + script +
                              " --encode X.npy Z.npy            writes the codes of other samples\n" + "    torchrun --nproc_per_node 2 " + script +
                              "            trains in two processes, or on several machines\n\n" +
                              "It needs torch, numpy and safetensors. The trained weights are a file that Hourglass reads with this stack.\n";
    return scriptHead(
               lesson, "PyTorch", usage,
               "import os\nimport pathlib\nimport struct\n\nimport numpy as np\nimport torch\nimport torch.nn.functional as F\nfrom safetensors.torch import load_file, save_file\nfrom torch import distributed, nn\n") +
           scriptPipeline(lesson) + PytorchModel(lesson).text() + weightsText + lossText(lesson) + corruptionText(lesson.training.corruption) +
           objectiveText(lesson) + "\n\n" + optimiserText(lesson.training.optimiser) + trainText(lesson) + mainText;
}

} // namespace hourglass::exporters
