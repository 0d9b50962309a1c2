#include "engine/data/readers/array_storage.h"

#include "engine/data/readers/array_set.h"
#include "engine/data/row_file.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

spec::Setting storageSetting() {
    return {.key = "storage",
            .label = "Storage",
            .help = "Where the samples are while they are trained on. In their file they take no memory, but each sample is read again whenever it is wanted.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("automatic"),
            .choices = {{"automatic", "Automatic", "In memory up to 1 GB; larger arrays in C order that are not packed stay in their file."},
                        {"memory", "In memory", "The whole array is read."},
                        {"file", "In their file", "Rows are read when they are wanted; the file must not change meanwhile."}}};
}

Result<std::shared_ptr<const SampleFile>> rowsInFile(const ArrayPlace &array, const SampleForm &form, const ReadOrder &order) {
    const std::string storage = textOption(order, "storage");
    const NpyLayout &layout = array.layout;
    const bool isPacked = !array.numbers;
    if (storage == "file" && (isPacked || layout.isFortranOrder))
        return Error{std::string("the array cannot stay in its file, because it is ") +
                         (isPacked ? "packed, or the archive does not say where it lies" : "in Fortran order"),
                     array.name,
                     isPacked ? "Unpack it (numpy.savez does not pack), or set data.options.storage to memory."
                              : "Save numpy.ascontiguousarray(X), or set data.options.storage to memory."};
    if (isPacked || layout.isFortranOrder || storage == "memory" || (storage != "file" && static_cast<std::uint64_t>(layout.bytes()) <= order.mostInMemory))
        return std::shared_ptr<const SampleFile>();
    const Index rows = layout.extents.front();
    auto opened = RowFile::open(array.path, {*array.numbers, rows, layout.count / rows, layout.element, form.transposedRows});
    if (!opened)
        return opened.error();
    return std::shared_ptr<const SampleFile>(*opened);
}

} // namespace hourglass::data
