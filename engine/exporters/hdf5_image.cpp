#include "engine/exporters/hdf5_image.h"

#include <hdf5.h>

#include <mutex>

namespace hourglass::exporters {

namespace {

/// A handle of the library, given back with it.
class Handle {
public:
    Handle(hid_t number, herr_t (*close)(hid_t)) : m_number(number), m_close(close) {}
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;
    ~Handle() {
        if (m_number >= 0)
            m_close(m_number);
    }
    operator hid_t() const { return m_number; } // NOLINT: it stands for the handle wherever the library wants one
    bool isOpen() const { return m_number >= 0; }

private:
    hid_t m_number;
    herr_t (*m_close)(hid_t);
};

bool write(hid_t file, hid_t links, hid_t creation, const Hdf5Array &array) {
    const std::vector<hsize_t> extents(array.shape.begin(), array.shape.end());
    const Handle space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), H5Sclose);
    if (!space.isOpen())
        return false;
    const Handle dataset(H5Dcreate2(file, array.path.c_str(), H5T_IEEE_F32LE, space, links, creation, H5P_DEFAULT), H5Dclose);
    return dataset.isOpen() && H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values->data()) >= 0;
}

} // namespace

core::Result<std::string> hdf5Of(const std::vector<Hdf5Array> &arrays) {
    static std::mutex oneAtATime; // the library keeps state of its own
    const std::lock_guard lock(oneAtATime);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // what goes wrong is said by us
    const core::Error failed{"The weights could not be written as HDF5", "", "Close other programs and try again."};
    constexpr std::size_t growth = 1 << 20; // bytes
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose), links(H5Pcreate(H5P_LINK_CREATE), H5Pclose), creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    if (!access.isOpen() || !links.isOpen() || !creation.isOpen() || H5Pset_fapl_core(access, growth, 0) < 0 ||
        H5Pset_create_intermediate_group(links, 1) < 0 || H5Pset_obj_track_times(creation, false) < 0)
        return failed;
    const Handle file(H5Fcreate("weights.h5", H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose); // the name is never opened
    if (!file.isOpen())
        return failed;
    for (const Hdf5Array &array : arrays)
        if (!write(file, links, creation, array))
            return failed;
    if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0)
        return failed;
    const ssize_t size = H5Fget_file_image(file, nullptr, 0);
    if (size <= 0)
        return failed;
    std::string image(static_cast<std::size_t>(size), '\0');
    if (H5Fget_file_image(file, image.data(), image.size()) != size)
        return failed;
    return image;
}

} // namespace hourglass::exporters
