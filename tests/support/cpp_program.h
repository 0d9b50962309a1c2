// Exported C++ headers, compiled into one program that runs them, and held to the network.
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <set>

#include "engine/exporters/model.h"
#include "tests/support/graph_stacks.h"

namespace hourglass::tests {

class CppProgram {
public:
    CppProgram()
        : m_source("#include <cstdio>\n#include <vector>\n"),
          m_main(
              "static std::vector<float> read(std::size_t count) {\n    std::vector<float> numbers(count);\n"
              "    if (std::fread(numbers.data(), sizeof(float), count, stdin) != count)\n        numbers.assign(count, 0.0f);\n    return numbers;\n}\n"
              "static void write(const std::vector<float> &numbers) { std::fwrite(numbers.data(), sizeof(float), numbers.size(), stdout); }\n\nint main() {\n") {
    }

    /// `name` is a title of its own.
    void add(const std::string &name, const FilledPlan &filled) {
        const exporters::Row &row = exporters::formats()[1];
        auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, plan::StackPart::Whole, row);
        model->title = name;
        model->facts = {{"hourglass.input", "two\nlines \\"}};
        write(name + ".h", *row.make(*model));
        m_source += "#include \"" + name + ".h\"\n";
        for (const graph::Graph &graph : model->parts) {
            const bool isEncoder = graph.outputs.front().name == "code";
            const Index inputs = graph.shapeOf(graph.input).size(), outputs = graph.shapeOf(graph.outputs.front().value).size();
            const std::vector<float> numbers = someSamples(inputs, samples, m_wanted.size());
            m_input.insert(m_input.end(), numbers.begin(), numbers.end());
            // Exactly as many numbers as are promised, so that a sanitizer would see one too many.
            m_main += "    for (int sample = 0; sample < " + std::to_string(samples) + "; ++sample) {\n        const std::vector<float> x = read(" +
                      std::to_string(inputs) + ");\n        std::vector<float> y(" + std::to_string(outputs) + ");\n        hourglass_" + name +
                      "::" + (isEncoder ? "encode" : "decode") + "(x.data(), y.data());\n        write(y);\n    }\n";
            m_wanted.push_back({name + (isEncoder ? " encoder" : " decoder"),
                                networkOutput(filled, isEncoder ? plan::StackPart::Encoder : plan::StackPart::Decoder, numbers, samples)});
        }
        if (model->parts.size() < 2)
            return;
        const Index features = filled.plan->features();
        const std::vector<float> numbers = someSamples(features, 1, m_wanted.size());
        m_input.insert(m_input.end(), numbers.begin(), numbers.end());
        m_main += "    {\n        const std::vector<float> x = read(" + std::to_string(features) + ");\n        std::vector<float> y(" +
                  std::to_string(features) + ");\n        hourglass_" + name + "::reconstruct(x.data(), y.data());\n        write(y);\n    }\n";
        m_wanted.push_back({name, networkOutput(filled, plan::StackPart::Whole, numbers, 1)});
    }

    /// Empty, or what the compiler says, or which model gives other numbers.
    QString fault(const QStringList &flags) {
        write("program.cpp", m_source + '\n' + m_main + "    return 0;\n}\n");
        QProcess compiler;
        compiler.setProcessChannelMode(QProcess::MergedChannels);
        compiler.start(HOURGLASS_COMPILER, QStringList{"-std=c++11", "-Wall", "-Wextra", "-Wshadow", "-Werror", "-pedantic"} + flags +
                                               QStringList{path("program.cpp"), "-o", path("program")});
        if (!compiler.waitForFinished(600'000) || compiler.exitCode() != 0)
            return "does not compile: " + QString::fromUtf8(compiler.readAll()).left(2000);
        QProcess program;
        program.start(path("program"), QStringList());
        program.write(reinterpret_cast<const char *>(m_input.data()), static_cast<qint64>(m_input.size() * sizeof(float)));
        program.closeWriteChannel();
        if (!program.waitForFinished(600'000) || program.exitCode() != 0)
            return "does not run";
        const QByteArray bytes = program.readAllStandardOutput();
        std::vector<float> given(static_cast<std::size_t>(bytes.size()) / sizeof(float));
        std::copy_n(bytes.data(), static_cast<qsizetype>(given.size() * sizeof(float)), reinterpret_cast<char *>(given.data()));
        std::size_t at = 0;
        for (const auto &[name, wanted] : m_wanted) {
            if (at + wanted.size() > given.size())
                return "the program ends too early";
            const std::vector<float> here(given.begin() + static_cast<std::ptrdiff_t>(at), given.begin() + static_cast<std::ptrdiff_t>(at + wanted.size()));
            at += wanted.size();
            if (const double difference = differenceOf(here, wanted); !(difference <= 1e-5))
                return QString("%1 differs by %2").arg(QString::fromStdString(name)).arg(difference);
        }
        return at == given.size() ? QString() : "the program writes too much";
    }

private:
    static constexpr Index samples = 2;

    QString path(const std::string &name) const { return m_folder.filePath(QString::fromStdString(name)); }
    void write(const std::string &name, const std::string &text) const {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) != static_cast<qint64>(text.size()))
            qFatal("cannot write");
    }

    QTemporaryDir m_folder;
    std::string m_source, m_main;
    std::vector<float> m_input;
    std::vector<std::pair<std::string, std::vector<float>>> m_wanted;
};

} // namespace hourglass::tests
