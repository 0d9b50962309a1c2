// What is known of Fashion-MNIST beyond its files.
#pragma once

#include <string>
#include <vector>

namespace hourglass::data {

inline const char *const fashionMnistKey = "fashion-mnist";
inline const char *const fashionMnistSampleKey = "fashion-mnist-sample";
inline const char *const fashionMnistTitle = "Fashion-MNIST";
inline const char *const fashionMnistLicence = "Zalando SE 2017, MIT licence";

inline std::vector<std::string> fashionMnistClasses() {
    return {"T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"};
}

} // namespace hourglass::data
