#include "engine/data/readers/renamed.h"

namespace hourglass::data {

namespace {

void replaceAll(std::string &text, const std::string &what, const std::string &with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

} // namespace

core::Error renamed(core::Error error, const std::string &from, const std::string &to) {
    for (std::string *part : {&error.what, &error.where, &error.hint})
        replaceAll(*part, from, to);
    return error;
}

void renameIn(Dataset &dataset, const std::string &from, const std::string &to) {
    for (std::string *text : {&dataset.title, &dataset.origin})
        replaceAll(*text, from, to);
    for (std::string &remark : dataset.report.remarks)
        replaceAll(remark, from, to);
    for (Doubt &doubt : dataset.report.doubts)
        replaceAll(doubt.sentence, from, to);
}

} // namespace hourglass::data
