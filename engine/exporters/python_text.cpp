#include "engine/exporters/python_text.h"

#include <array>
#include <charconv>

#include "engine/training/catalogue.h"

namespace hourglass::exporters {

using core::Index;

namespace {

/// What may stand within a text of three quotes.
std::string plain(const std::string &text) {
    std::string kept;
    for (const char letter : text)
        kept += letter == '\\' || letter == '"' ? '\'' : static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
    return kept;
}

/// A list of numbers in lines of a readable length.
std::string wrapped(const std::string &list) {
    std::string text;
    std::size_t line = 0;
    for (const char letter : list) {
        text += letter;
        ++line;
        if (letter == ',' && line > 110) {
            text += "\n    ";
            line = 4;
        }
    }
    return text;
}

const char *const readingText = R"(
def read(path):
    """The numbers of a source, a row for each sample: .npy, .npz (its first array), IDX or CSV, the last two also as .gz."""
    if str(path).endswith(".npy"):
        return np.load(path)
    if str(path).endswith(".npz"):
        archive = np.load(path)
        return archive[archive.files[0]]
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rb") as file:
        content = file.read()
    if content[:2] == b"\0\0":
        extents = struct.unpack(f">{content[3]}I", content[4 : 4 + 4 * content[3]])
        kind = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}[content[2]]
        return np.frombuffer(content, kind, offset=4 + 4 * content[3]).reshape(extents)
    if COLUMNS is None:
        raise SystemExit("Some features were made from words, which this script cannot do: train on the samples beside it.")
    text = content.decode("utf-8-sig")
    delimiter = max(",;\t|", key=text.partition("\n")[0].count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    try:
        columns = [rows[0].index(name) for name in COLUMNS] if COLUMNS else range(len(rows[0]))
        return np.array([[float(row[column]) for column in columns] for row in rows[1 if COLUMNS else 0 :]])
    except (ValueError, IndexError) as error:
        raise SystemExit(f"{path} is no table of the numbers {', '.join(COLUMNS) or 'that a sample has'}: {error}.")
)";

const char *const orderText = R"(
def philox(counter, key):
    """Philox 4x32 with 10 rounds (Salmon et al. 2011) of many counters at once."""
    c = [np.asarray(word, np.uint64) & np.uint64(0xFFFFFFFF) for word in counter]
    low, key = np.uint64(0xFFFFFFFF), [np.uint64(word) for word in key]
    for _ in range(10):
        first, second = np.uint64(0xD2511F53) * c[0], np.uint64(0xCD9E8D57) * c[2]
        c = [(second >> np.uint64(32)) ^ c[1] ^ key[0], second & low, (first >> np.uint64(32)) ^ c[3] ^ key[1], first & low]
        key = [(key[0] + np.uint64(0x9E3779B9)) & low, (key[1] + np.uint64(0xBB67AE85)) & low]
    return c


def order_of(epoch, count, shuffles=True):
    """The samples of an epoch in the order that Hourglass has them: a seeded shuffle (Fisher and Yates; Durstenfeld 1964)."""
    order = np.arange(count)
    if not shuffles:
        return order
    key = [int(word) for word in philox((2, 0, 0, 0), (SEED & 0xFFFFFFFF, SEED >> 32))[:2]]
    last = np.arange(count, 1, -1, dtype=np.uint64)
    nothing = np.zeros_like(last)
    words = philox((last, nothing, nothing + np.uint64(epoch & 0xFFFFFFFF), nothing + np.uint64(epoch >> 32)), key)
    others = (words[0] * last + (words[1] * last >> np.uint64(32))) >> np.uint64(32)
    for place, other in zip(range(count - 1, 0, -1), others.tolist()):
        order[place], order[other] = order[other], order[place]
    return order


def cuts(count, size, smallest):
    """Where batches begin and end; a last one smaller than `smallest` joins the one before."""
    first = 0
    while first < count:
        left = count - first
        length = left if left - min(size, left) < smallest else size
        yield first, first + length
        first += length
)";

std::string bodyOfSchedule(const spec::Component &schedule, const std::vector<spec::Kind> &kinds) {
    const auto number = [&](const char *key) { return pythonNumber(realOf(schedule, kinds, key)); };
    if (schedule.kind == "step")
        return "    return " + number("factor") + " ** math.floor(done / " + number("every") + " + 1e-9)\n";
    if (schedule.kind == "exponential")
        return "    return " + number("factor") + " ** done\n";
    if (schedule.kind == "cosine") {
        const std::string floor = number("floor"), growth = number("growth");
        std::string text = realOf(schedule, kinds, "period") > 0 ? "    period = " + number("period") + "\n" : "    period = max(epochs, 1e-9)\n";
        if (realOf(schedule, kinds, "growth") > 1)
            text += "    cycle = math.floor(math.log(done * (" + growth + " - 1) / period + 1) / math.log(" + growth +
                    ") + 1e-9)\n    within = done - period * (" + growth + " ** cycle - 1) / (" + growth + " - 1)\n    period *= " + growth + " ** cycle\n";
        else if (realOf(schedule, kinds, "period") > 0)
            text += "    within = math.fmod(done + 1e-12, period)\n";
        else
            text += "    within = period if done >= epochs else math.fmod(done + 1e-12, period)\n";
        return text + "    return " + floor + " + (1 - " + floor + ") * 0.5 * (1 + math.cos(math.pi * min(max(within / period, 0), 1)))\n";
    }
    if (schedule.kind == "one_cycle") {
        const std::string rise = number("rise"), start = number("start"), floor = number("floor");
        return "    place = min(max(done / max(epochs, 1e-9), 0), 1)\n    if place < " + rise + ":\n        return 1 + (" + start +
               " - 1) * 0.5 * (1 + math.cos(math.pi * place / " + rise + "))\n    return " + floor + " + (1 - " + floor +
               ") * 0.5 * (1 + math.cos(math.pi * (place - " + rise + ") / max(1 - " + rise + ", 1e-9)))\n";
    }
    return "    return 1.0\n";
}

std::string scheduleText(const spec::Component &schedule) {
    const std::vector<spec::Kind> &kinds = training::catalogue().schedules;
    std::string text = "\n\ndef rate_factor(done, epochs):\n    \"\"\"What the learning rate is multiplied by after so many epochs: " +
                       spec::find(kinds, schedule.kind)->label + ".\"\"\"\n";
    if (const double warmUp = realOf(schedule, kinds, "warm_up"); warmUp > 0) {
        const std::string number = pythonNumber(warmUp);
        text +=
            "    if done < " + number + ":\n        return done / " + number + "\n    done, epochs = done - " + number + ", max(epochs - " + number + ", 0)\n";
    }
    return text + bodyOfSchedule(schedule, kinds);
}

std::string preparedText(const Preparation &preparation) {
    std::string text = "\n\ndef prepared(numbers):\n    \"\"\"Numbers of the source as samples, flat.\"\"\"\n"
                       "    if numbers.ndim == len(SHAPE) + 1 and numbers.shape[1:] != SHAPE and numbers.shape[1:] == SHAPE[1:] + SHAPE[:1]:\n"
                       "        numbers = np.moveaxis(numbers, -1, 1)  # channels come last in the file\n"
                       "    rows = numbers.reshape(len(numbers), -1)\n"
                       "    if rows.shape[1] != math.prod(SHAPE):\n"
                       "        raise SystemExit(f\"A sample has {math.prod(SHAPE)} numbers, and those of this file have {rows.shape[1]}.\")\n";
    if (preparation.kind == Preparation::Kind::Whitening)
        return text + "    raise SystemExit(\"These samples were whitened, which a script cannot do: train on the file of samples beside it.\")\n";
    text += preparation.areBytes ? "    rows = rows.astype(np.float64) / (255 if rows.dtype == np.uint8 else 1)\n" : "    rows = rows.astype(np.float64)\n";
    if (preparation.kind == Preparation::Kind::UnitLength)
        text += "    lengths = np.linalg.norm(rows, axis=1, keepdims=True)\n    rows = rows / np.where(lengths > 0, lengths, 1)\n";
    else if (!preparation.offset.empty())
        text += "    rows = (rows - OFFSET) / FACTOR\n";
    return text + "    return np.ascontiguousarray(rows, np.float32)\n";
}

} // namespace

std::string pythonNumber(double number) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

std::string pythonWord(const std::string &word) {
    std::string text = "\"";
    for (const char letter : word) {
        if (letter == '"' || letter == '\\')
            text += '\\';
        text += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
    }
    return text + '"';
}

std::string pythonTuple(const std::vector<Index> &numbers) {
    std::string text = "(";
    for (std::size_t i = 0; i < numbers.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(numbers[i]);
    return text + (numbers.size() == 1 ? ",)" : ")");
}

std::vector<Index> extentsOf(const core::Shape &shape) {
    return {shape.extents.begin(), shape.extents.begin() + shape.rank};
}

std::string stemOf(const Lesson &lesson) {
    return lesson.weightsFile.substr(0, lesson.weightsFile.rfind(".weights.safetensors"));
}

std::string scriptHead(const Lesson &lesson, const std::string &library, const std::string &usage, const std::string &imports) {
    std::string text = "#!/usr/bin/env python3\n\"\"\"" + plain(lesson.title.empty() ? "A model" : lesson.title) + ", written by Hourglass " + lesson.version +
                       " for " + library + ".\nIt may be used, changed and passed on without condition: the licence of Hourglass does not extend to it.\n\n" +
                       usage + "\nData: " + plain(lesson.data) + ". " + plain(lesson.input) +
                       (lesson.samplesFile.empty() ? "\nThe samples are too many to lie beside this script: give it their file by --data.\n" : "\n") +
                       "\nWhat differs from Hourglass:\n";
    for (const std::string &remark : lesson.remarks)
        text += "- " + plain(remark) + '\n';
    return text + "\"\"\"\n\nimport argparse\nimport csv\nimport gzip\nimport io\nimport math\n" + imports;
}

std::string scriptPipeline(const Lesson &lesson) {
    const spec::TrainingSpec &training = lesson.training;
    std::string text = "\nHERE = pathlib.Path(__file__).resolve().parent\nWEIGHTS = HERE / " + pythonWord(lesson.weightsFile) +
                       "\nSAMPLES = " + (lesson.samplesFile.empty() ? std::string("None") : "HERE / " + pythonWord(lesson.samplesFile)) +
                       "\nTRAINED = HERE / " + pythonWord(stemOf(lesson) + ".trained.safetensors") + "\n\nSHAPE = " + pythonTuple(extentsOf(lesson.shape)) +
                       "\nSEED = " + std::to_string(training.seed) + "\nEPOCHS = " + std::to_string(training.epochs) +
                       "\nBATCH = " + std::to_string(training.batch) + "\nACCUMULATE = " + std::to_string(training.gradient.accumulate) + '\n';
    std::string columns;
    for (std::size_t i = 0; lesson.columns && i < lesson.columns->size(); ++i)
        columns += (i > 0 ? ", " : "") + pythonWord((*lesson.columns)[i]);
    text += lesson.columns ? "COLUMNS = [" + wrapped(columns) + "]  # of a table, those that are features; empty: all\n"
                           : "COLUMNS = None  # features of the table were made from words, too\n";
    if (!lesson.preparation.offset.empty())
        text += "OFFSET = np.array(" + wrapped(lesson.preparation.offset) + ")\nFACTOR = np.array(" + wrapped(lesson.preparation.factor) + ")\n";
    text += '\n';
    text += readingText;
    text += preparedText(lesson.preparation);
    text +=
        "\n\ndef training_samples(path=None):\n    \"\"\"Those that Hourglass trained on, or all of another source; flat, as the model takes them.\"\"\"\n    if path is not None:\n        return prepared(read(path))\n"
        "    if SAMPLES is None:\n        raise SystemExit(\"There are no samples beside this script: give a file by --data.\")\n"
        "    samples = np.load(SAMPLES)\n    samples = samples.reshape(len(samples), -1)\n    return samples.astype(np.float32) / 255 if samples.dtype == np.uint8 else samples\n\n";
    text += orderText;
    // How batches and steps are cut where there are as many samples: as training::batchesOf() and stepsOf() have it.
    const bool joins = lesson.batch.smallest > 1;
    text += "\n\ndef batch_size(count):\n    return max(1, min(BATCH, count))\n\n\ndef smallest_batch(count):\n";
    text += joins ? "    return min(batch_size(count), max(" + std::to_string(lesson.fewest) +
                        ", (batch_size(count) + 1) // 2))  # layers go by the statistics of a batch\n"
                  : "    return 1\n";
    return text + scheduleText(training.schedule);
}

} // namespace hourglass::exporters
