#include "engine/data/readers/known_formats.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <span>
#include <string_view>

#include "engine/data/readers/byte_stream.h"

namespace hourglass::data {

using core::Error;
using namespace std::string_view_literals;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t bytesLookedAt = 4096;

struct Beginning {
    std::string_view bytes;
    std::string_view name; ///< of the file, in lower case

    bool has(std::string_view wanted, std::size_t at = 0) const { return bytes.size() >= at + wanted.size() && bytes.substr(at, wanted.size()) == wanted; }
    bool holds(std::string_view wanted) const { return bytes.find(wanted) != std::string_view::npos; }
    bool isBinary() const {
        return std::any_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0 && c < 9; });
    }
    bool ends(std::string_view ending) const { return name.ends_with(ending); }
};

/// `line` has FILE where the path belongs.
struct KnownFormat {
    const char *what; ///< with its article: "a Parquet file"
    bool (*is)(const Beginning &);
    const char *line;
};

#define BY_PANDAS(reader) "Turn it into text: python3 -c \"import pandas; pandas.read_" reader

bool isZipWith(const Beginning &file, std::string_view entry) {
    return file.has("PK\3\4") && file.holds(entry);
}

/// Protocols 2 to 5 begin with their number and, from 4 on, a frame; a tuple, list, dictionary or global follows.
bool isPickle(const Beginning &file) {
    return file.bytes.size() > 2 && file.bytes[0] == '\x80' && file.bytes[1] >= 2 && file.bytes[1] <= 5 &&
           (file.bytes[2] == '\x95' || std::string_view("}])(cXqK\x8a\x8c\x58").find(file.bytes[2]) != std::string_view::npos);
}

/// Releases 104 to 115 begin with their number, the byte order, and 1 for a data set.
bool isOldStata(const Beginning &file) {
    return file.ends(".dta") && file.bytes.size() > 3 && static_cast<unsigned char>(file.bytes[0]) >= 104 && static_cast<unsigned char>(file.bytes[0]) <= 115 &&
           (file.bytes[1] == 1 || file.bytes[1] == 2) && file.bytes[2] == 1;
}

bool isHtml(const Beginning &file) {
    std::string start(file.bytes.substr(0, 64));
    std::transform(start.begin(), start.end(), start.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::size_t first = start.find_first_not_of(" \t\r\n");
    return first != std::string::npos && (start.compare(first, 14, "<!doctype html") == 0 || start.compare(first, 5, "<html") == 0);
}

const KnownFormat table[] = {
    {"a Parquet file", [](const Beginning &file) { return file.has("PAR1") && file.isBinary(); },
     BY_PANDAS("parquet") "('FILE').to_csv('data.csv', index=False)\""},
    {"an Arrow or Feather file", [](const Beginning &file) { return (file.has("ARROW1") || file.has("FEA1")) && file.isBinary(); },
     BY_PANDAS("feather") "('FILE').to_csv('data.csv', index=False)\""},
    {"an ORC file", [](const Beginning &file) { return file.has("ORC") && file.ends(".orc"); }, BY_PANDAS("orc") "('FILE').to_csv('data.csv', index=False)\""},
    {"an SPSS file", [](const Beginning &file) { return file.has("$FL2") || file.has("$FL3"); },
     BY_PANDAS("spss") "('FILE').to_csv('data.csv', index=False)\""},
    {"a Stata file", [](const Beginning &file) { return file.has("<stata_dta>") || isOldStata(file); },
     BY_PANDAS("stata") "('FILE').to_csv('data.csv', index=False)\""},
    {"a SAS file", [](const Beginning &file) { return file.has("\xc2\xea\x81\x60\xb3\x14\x11\xcf"sv, 12) || file.has("HEADER RECORD*******LIBRARY HEADER"); },
     BY_PANDAS("sas") "('FILE').to_csv('data.csv', index=False)\""},
    {"an Excel file of the old kind (.xls)", [](const Beginning &file) { return file.has("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv); },
     BY_PANDAS("excel") "('FILE').to_csv('data.csv', index=False)\", or save it as .xlsx"},
    {"an OpenDocument file", [](const Beginning &file) { return isZipWith(file, "mimetypeapplication/vnd.oasis.opendocument"); },
     BY_PANDAS("excel") "('FILE').to_csv('data.csv', index=False)\", or save it as .xlsx"},
    {"an R data file",
     [](const Beginning &file) {
         return file.has("RDX2\n") || file.has("RDX3\n") || file.has("RDA3\n") || file.has("X\n\0\0\0\2"sv) || file.has("X\n\0\0\0\3"sv);
     },
     "In R: write.csv(readRDS(\"FILE\"), \"data.csv\", row.names = FALSE); for .RData load(\"FILE\") first."},
    {"a DICOM file", [](const Beginning &file) { return file.has("DICM", 128); },
     "Turn it into a picture: python3 -c \"import pydicom, numpy; numpy.save('data.npy', pydicom.dcmread('FILE').pixel_array[None])\""},
    {"a NIfTI file", [](const Beginning &file) { return file.has("n+1\0"sv, 344) || file.has("ni1\0"sv, 344) || file.has("n+2\0"sv, 4); },
     "Turn it into an array, slices first: python3 -c \"import nibabel, numpy; numpy.save('data.npy', numpy.moveaxis(nibabel.load('FILE').get_fdata(), 2, 0))\""},
    {"a FITS file", [](const Beginning &file) { return file.has("SIMPLE  ="); },
     "Turn it into an array: python3 -c \"from astropy.io import fits; import numpy; numpy.save('data.npy', fits.getdata('FILE'))\""},
    {"an EDF recording", [](const Beginning &file) { return file.has("0       ") && (file.ends(".edf") || file.ends(".rec")); },
     "Turn it into an array, steps first: python3 -c \"import mne, numpy; numpy.save('data.npy', mne.io.read_raw_edf('FILE').get_data().T)\""},
    {"a BDF recording",
     [](const Beginning &file) {
         return file.has("\xff"
                         "BIOSEMI"sv);
     },
     "Turn it into an array, steps first: python3 -c \"import mne, numpy; numpy.save('data.npy', mne.io.read_raw_bdf('FILE').get_data().T)\""},
    {"a PyTorch file", [](const Beginning &file) { return isZipWith(file, "/data.pkl") || isZipWith(file, "/.format_version"); },
     "A tensor becomes an array by numpy.save('data.npy', torch.load('FILE').numpy()); weights are opened as safetensors."},
    {"a Keras model", [](const Beginning &file) { return isZipWith(file, "metadata.json") && file.ends(".keras"); },
     "It holds a model and no samples; what numpy.savez('data.npz', x_train=…, y_train=…) writes can be read."},
    {"weights in safetensors", [](const Beginning &file) { return file.ends(".safetensors"); },
     "They are no samples: give them to --weights-in, or open the NAME.json that lies beside them."},
    {"a pickle of Python", isPickle, "In Python: numpy.save('data.npy', numpy.asarray(pickle.load(open('FILE', 'rb')))); open only pickles that you trust."},
    {"a Word or PowerPoint document", [](const Beginning &file) { return file.has("PK\3\4") && (file.ends(".docx") || file.ends(".pptx")); },
     "Save its table as CSV."},
    {"a PDF", [](const Beginning &file) { return file.has("%PDF-"); }, "Save the table that it shows as CSV, or its pictures as PNG."},
    {"a web page", isHtml,
     "The download may have failed: look at it in a browser. A table on it becomes text by pandas.read_html(\"FILE\")[0].to_csv(\"data.csv\", index=False)."},
    {"an SQLite database", [](const Beginning &file) { return file.has("SQLite format 3\0"sv); },
     "Save a table of it: sqlite3 -header -csv FILE \"SELECT * FROM name\" > data.csv"},
    {"a 7z archive", [](const Beginning &file) { return file.has("7z\xBC\xAF\x27\x1C"sv); }, "Unpack it first: 7z x FILE"},
    {"a RAR archive", [](const Beginning &file) { return file.has("Rar!\x1A\x07"sv); }, "Unpack it first."},
    {"a picture in HEIC or AVIF", [](const Beginning &file) { return file.has("ftyphei", 4) || file.has("ftypmif1", 4) || file.has("ftypavi", 4); },
     "Save it as PNG."},
    {"a picture in JPEG 2000", [](const Beginning &file) { return file.has("\0\0\0\x0CjP  "sv) || file.has("\xFF\x4F\xFF\x51"sv); }, "Save it as PNG."},
    {"a picture in JPEG XL", [](const Beginning &file) { return file.has("\0\0\0\x0CJXL "sv); }, "Save it as PNG."},
    {"a Photoshop picture", [](const Beginning &file) { return file.has("8BPS"); }, "Save it as PNG."},
    {"a microscope's CZI file", [](const Beginning &file) { return file.has("ZISRAWFILE"); }, "Export it as TIFF, from ZEN or Fiji."},
    {"a microscope's ND2 file", [](const Beginning &file) { return file.has("\xDA\xCE\xBE\x0A"sv); }, "Export it as TIFF, from NIS-Elements or Fiji."},
    {"a film",
     [](const Beginning &file) {
         return (file.has("ftyp", 4) && !file.ends(".m4a")) || file.has("\x1A\x45\xDF\xA3"sv) || (file.has("RIFF") && file.has("AVI ", 8));
     },
     "Take its frames: ffmpeg -i FILE frames/%05d.png"},
};

std::string withPath(std::string line, const std::string &path) {
    for (std::size_t at = line.find("FILE"); at != std::string::npos; at = line.find("FILE", at + path.size()))
        line.replace(at, 4, path);
    return line;
}

} // namespace

std::optional<Error> notReadHere(const std::string &path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return {};
    auto stream = ByteStream::open(path);
    if (!stream)
        return {}; // who reads it says why
    std::string bytes(bytesLookedAt, '\0');
    const auto got = stream->read({reinterpret_cast<std::uint8_t *>(bytes.data()), bytes.size()});
    if (!got)
        return {};
    bytes.resize(*got);
    std::string name = fs::path(path).filename().string();
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const Beginning beginning{bytes, name};
    for (const KnownFormat &known : table) {
        if (!known.is(beginning))
            continue;
        return Error{std::string("this is ") + known.what + ", which is not read here", path, withPath(known.line, path)};
    }
    return {};
}

} // namespace hourglass::data
