#include "engine/exporters/zip_bytes.h"

#include <zip.h>

#include <memory>

namespace hourglass::exporters {

namespace {

core::Error failed(zip_error_t &problem) {
    core::Error error{std::string("The archive could not be made (") + zip_error_strerror(&problem) + ')', "", "Close other programs and try again."};
    zip_error_fini(&problem);
    return error;
}

struct Discard {
    void operator()(zip_t *archive) const { zip_discard(archive); }
    void operator()(zip_source_t *source) const { zip_source_free(source); }
};

} // namespace

core::Result<std::string> zipOf(const std::vector<std::pair<std::string, std::string>> &entries) {
    zip_error_t problem;
    zip_error_init(&problem);
    std::unique_ptr<zip_source_t, Discard> bytes(zip_source_buffer_create(nullptr, 0, 0, &problem));
    if (!bytes)
        return failed(problem);
    std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(bytes.get(), ZIP_TRUNCATE, &problem));
    if (!archive)
        return failed(problem);
    zip_source_keep(bytes.get()); // the archive owns it from here on, and we read it afterwards
    const auto broken = [&] {
        zip_error_t its = *zip_get_error(archive.get());
        return core::Error{std::string("The archive could not be made (") + zip_error_strerror(&its) + ')', "", "Close other programs and try again."};
    };
    for (const auto &[name, content] : entries) {
        zip_source_t *source = zip_source_buffer(archive.get(), content.data(), content.size(), 0);
        const zip_int64_t index = source ? zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (index < 0) {
            if (source)
                zip_source_free(source);
            return broken();
        }
        const auto number = static_cast<zip_uint64_t>(index);
        constexpr zip_uint16_t noTime = 0, firstDay = (1 << 5) | 1; // 1980-01-01, the first that archives know
        if (zip_set_file_compression(archive.get(), number, ZIP_CM_STORE, 0) != 0 || zip_file_set_dostime(archive.get(), number, noTime, firstDay, 0) != 0)
            return broken();
    }
    if (zip_close(archive.get()) != 0)
        return broken();
    archive.release();
    zip_stat_t facts;
    if (zip_source_stat(bytes.get(), &facts) != 0 || zip_source_open(bytes.get()) != 0)
        return failed(*zip_source_error(bytes.get()));
    std::string whole(facts.size, '\0');
    const zip_int64_t read = zip_source_read(bytes.get(), whole.data(), whole.size());
    zip_source_close(bytes.get());
    if (read != static_cast<zip_int64_t>(whole.size()))
        return core::Error{"The archive could not be made", "", "Close other programs and try again."};
    return whole;
}

} // namespace hourglass::exporters
