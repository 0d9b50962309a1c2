#include "engine/exporters/cpp_header.h"

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "engine/exporters/cpp_function.h"
#include "engine/exporters/cpp_runtime.h"

namespace hourglass::exporters {

namespace {

constexpr std::size_t mostNumbers = 20'000'000; ///< a compiler takes about a kilobyte for ten of them

/// "two_layer_halves": letters, digits and underscores.
std::string namespaceOf(const std::string &title) {
    std::string name;
    for (const char letter : title) {
        const auto sign = static_cast<unsigned char>(letter);
        if (std::isalnum(sign) && sign < 128)
            name += static_cast<char>(std::tolower(sign));
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    while (!name.empty() && name.back() == '_')
        name.pop_back();
    // A digit begins no name, and a word of the language is none.
    return "hourglass_" + (name.empty() ? "model" : name);
}

/// All its digits, as a literal.
void append(std::string &text, float number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const std::string written(digits.data(), end);
    text += written;
    text += written.find_first_of(".e") == std::string::npos ? ".0f" : "f";
}

void append(std::string &text, const std::string &name, const std::vector<float> &numbers) {
    text += "alignas(64) static const float " + name + "[" + std::to_string(numbers.size()) + "] = {";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        text += i == 0 ? "\n" : i % 16 == 0 ? ",\n" : ",";
        append(text, numbers[i]);
    }
    text += "};\n";
}

/// One line of a comment, whatever stands in it.
std::string commentOf(std::string text) {
    for (char &letter : text)
        if (letter == '\n' || letter == '\r' || letter == '\\')
            letter = ' ';
    return "// " + text + '\n';
}

} // namespace

core::Result<std::string> cppHeaderOf(const Model &model) {
    std::size_t numbers = 0;
    for (const graph::Graph &graph : model.parts)
        for (const graph::Constant &constant : graph.constants)
            numbers += constant.numbers.size();
    if (numbers > mostNumbers)
        return core::Error{"A header with " + std::to_string(numbers) + " numbers is more than compilers take", "",
                           "Make the layers narrower, or choose ONNX."};
    CppArrays arrays;
    std::vector<CppFunction> functions;
    functions.reserve(model.parts.size());
    for (const graph::Graph &graph : model.parts)
        functions.emplace_back(graph, arrays);
    const std::string name = namespaceOf(model.title);
    std::string text =
        commentOf((model.title.empty() ? "A model" : model.title) +
                  ", written by Hourglass: the numbers of the model and what computes with them, for any compiler of C++11. Fast with -O3 -march=x86-64-v3.");
    text += commentOf("It may be used, changed and passed on without condition: the licence of Hourglass does not extend to it.");
    for (const auto &[key, value] : model.facts)
        text += commentOf(key + ": " + value);
    text += "#ifndef " + name + "_h\n#define " + name +
            "_h\n\n#include <algorithm>\n#include <cmath>\n#include <cstddef>\n#include <cstdint>\n#include <cstring>\n"
            "#include <functional>\n#include <memory>\n\nnamespace " +
            name + " {\n";
    text += cppRuntime;
    text += "\nnamespace weights {\n\n";
    for (const auto &[array, values] : arrays)
        append(text, array, values);
    text += "\n} // namespace weights\n\n";
    for (const CppFunction &function : functions)
        text += function.text() + '\n';
    if (functions.size() == 2) {
        const std::string codes = std::to_string(model.parts[1].shapeOf(model.parts[1].input).size());
        text += "/// Both.\ninline void reconstruct(const float *input, float *reconstruction) {\n    const std::unique_ptr<float[]> code(new float[" + codes +
                "]);\n    encode(input, code.get());\n    decode(code.get(), reconstruction);\n}\n\n";
    }
    return text + "} // namespace " + name + "\n\n#endif\n";
}

} // namespace hourglass::exporters
