#include "engine/data/library/embedded_sample.h"

#include <utility>

#include "engine/data/fashion_mnist.h"
#include "engine/data/readers/idx.h"
#include "engine/data/readers/idx_parts.h"

namespace hourglass::data {

core::Result<Dataset> readSample(std::span<const std::byte> content, const Progress &progress) {
    const std::string name = "the embedded sample";
    if (content.empty())
        return core::Error{"this program was built without the sample", name, "Install the package dataset-fashion-mnist, or name a folder of IDX files."};
    auto stream = ByteStream::over(content, name);
    if (!stream)
        return stream.error();
    Dataset dataset;
    dataset.key = fashionMnistSampleKey;
    dataset.title = "Fashion-MNIST sample";
    dataset.origin = std::string("3 000 images of Fashion-MNIST, 300 of each class, carried in the program (") + fashionMnistLicence + ")";
    for (Part *part : {&dataset.train, &dataset.test}) {
        auto samples = readIdx(*stream, progress);
        if (!samples)
            return samples.error();
        auto labels = readIdx(*stream, progress);
        if (!labels)
            return labels.error();
        const auto shape = sampleShape(*samples);
        if (!shape)
            return shape.error();
        *part = makePart(std::move(*samples));
        if (auto error = attachLabels(*part, *labels))
            return *error;
        if (part == &dataset.train)
            dataset.shape = *shape;
        else if (auto error = checkTestPart(dataset, *shape, name))
            return *error;
    }
    if (auto error = expectEnd(*stream))
        return *error;
    dataset.classNames = fashionMnistClasses();
    if (numberNames(dataset).size() > dataset.classNames.size())
        return core::Error{"a label is larger than 9", name, "The program's resources are damaged: install it again."};
    dataset.isWithinUnit = liesWithinUnit(dataset.train) && liesWithinUnit(dataset.test);
    return dataset;
}

} // namespace hourglass::data
