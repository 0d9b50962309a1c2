#include "app/converters/netcdf.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include <netcdf.h>

#include <QDateTime>
#include <QTimeZone>

#include "app/converters/conversion_output.h"

namespace hourglass::app {

using core::Error;
using core::Index;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int mostNetcdfVariables = 2000;

struct NcVariable {
    int number = 0;
    std::string name;
    nc_type type = NC_NAT;
    std::vector<int> dimensions;
    std::vector<std::string> dimensionNames;
    std::vector<Index> extents;

    bool isNumber() const { return type != NC_CHAR && type != NC_STRING && type <= NC_MAX_ATOMIC_TYPE && type != NC_NAT; }
    bool isCoordinate() const { return dimensionNames.size() == 1 && dimensionNames.front() == name; }
    Index count() const { return std::accumulate(extents.begin(), extents.end(), Index{1}, std::multiplies<>()); }
};

class NcFile {
public:
    explicit NcFile(const std::string &path) { m_isOpen = nc_open(path.c_str(), NC_NOWRITE, &m_number) == NC_NOERR; }
    NcFile(const NcFile &) = delete;
    NcFile &operator=(const NcFile &) = delete;
    ~NcFile() {
        if (m_isOpen)
            nc_close(m_number);
    }
    bool isOpen() const { return m_isOpen; }

    std::vector<NcVariable> variables() const {
        std::vector<NcVariable> all;
        int count = 0;
        nc_inq_nvars(m_number, &count);
        for (int i = 0; i < std::min(count, mostNetcdfVariables); ++i) {
            std::array<char, NC_MAX_NAME + 1> name{};
            std::array<int, NC_MAX_VAR_DIMS> dimensions{};
            NcVariable variable{.number = i};
            int rank = 0;
            if (nc_inq_var(m_number, i, name.data(), &variable.type, &rank, dimensions.data(), nullptr) != NC_NOERR)
                continue;
            variable.name = name.data();
            double size = 1.0;
            for (int k = 0; k < rank; ++k) {
                std::size_t extent = 0;
                nc_inq_dim(m_number, dimensions[static_cast<std::size_t>(k)], name.data(), &extent);
                variable.dimensions.push_back(dimensions[static_cast<std::size_t>(k)]);
                variable.dimensionNames.emplace_back(name.data());
                variable.extents.push_back(static_cast<Index>(extent));
                size *= static_cast<double>(extent);
            }
            if (size < 1e15)
                all.push_back(std::move(variable));
        }
        return all;
    }

    std::string text(const NcVariable &variable, const char *attribute) const {
        nc_type type = NC_NAT;
        std::size_t length = 0;
        if (nc_inq_att(m_number, variable.number, attribute, &type, &length) != NC_NOERR || type != NC_CHAR || length > 4096)
            return {};
        std::string text(length, '\0');
        nc_get_att_text(m_number, variable.number, attribute, text.data());
        return text;
    }
    std::vector<double> numbers(const NcVariable &variable, const char *attribute) const {
        nc_type type = NC_NAT;
        std::size_t length = 0;
        if (nc_inq_att(m_number, variable.number, attribute, &type, &length) != NC_NOERR || type == NC_CHAR || length > 64)
            return {};
        std::vector<double> values(length);
        return nc_get_att_double(m_number, variable.number, attribute, values.data()) == NC_NOERR ? values : std::vector<double>();
    }

    /// In the variable's unit, NaN where there is no value.
    std::optional<std::vector<double>> values(const NcVariable &variable) const {
        std::vector<double> values(static_cast<std::size_t>(variable.count()));
        if (nc_get_var_double(m_number, variable.number, values.data()) != NC_NOERR)
            return {};
        std::vector<double> missing = numbers(variable, "_FillValue");
        const bool isFloat = variable.type == NC_FLOAT || variable.type == NC_DOUBLE; // xarray writes NaN for the fill value and leaves what was never written
        if (missing.empty() || isFloat)
            if (const auto never = defaultFill(variable.type))
                missing.push_back(*never);
        const std::vector<double> more = numbers(variable, "missing_value");
        missing.insert(missing.end(), more.begin(), more.end());
        const std::vector<double> scale = numbers(variable, "scale_factor"), offset = numbers(variable, "add_offset");
        const auto asStored = [above = unsignedAbove(variable)](double value) { return value < 0.0 ? value + above : value; };
        std::transform(missing.begin(), missing.end(), missing.begin(), asStored);
        const auto [least, most] = validRange(variable);
        const double low = asStored(least), high = asStored(most);
        for (double &value : values) {
            value = asStored(value);
            const bool isMissing = value < low || value > high || std::find(missing.begin(), missing.end(), value) != missing.end();
            value = isMissing ? nan : value * (scale.empty() ? 1.0 : scale.front()) + (offset.empty() ? 0.0 : offset.front());
        }
        return values;
    }

private:
    /// What is to be added to negative numbers: classic files have no unsigned ones and say so by _Unsigned (NetCDF Users Guide, attribute conventions).
    double unsignedAbove(const NcVariable &variable) const {
        if (text(variable, "_Unsigned") != "true")
            return 0.0;
        return variable.type == NC_BYTE ? 256.0 : variable.type == NC_SHORT ? 65536.0 : variable.type == NC_INT ? 4294967296.0 : 0.0;
    }

    /// What is outside is missing, says the same guide of valid_range, valid_min and valid_max. They count where they are of the variable's own type:
    /// others are of the numbers once unpacked, or a mistake.
    std::pair<double, double> validRange(const NcVariable &variable) const {
        const auto own = [&](const char *attribute) {
            nc_type type = NC_NAT;
            std::size_t length = 0;
            const bool isOwn = nc_inq_att(m_number, variable.number, attribute, &type, &length) == NC_NOERR && type == variable.type;
            return isOwn ? numbers(variable, attribute) : std::vector<double>();
        };
        constexpr double none = std::numeric_limits<double>::infinity();
        if (const std::vector<double> range = own("valid_range"); range.size() == 2)
            return {range[0], range[1]};
        const std::vector<double> least = own("valid_min"), most = own("valid_max");
        return {least.size() == 1 ? least[0] : -none, most.size() == 1 ? most[0] : none};
    }

    /// What stands where nothing was written (netcdf.h); bytes have none, since all of them may be values.
    static std::optional<double> defaultFill(nc_type type) {
        switch (type) {
        case NC_SHORT: return NC_FILL_SHORT;
        case NC_INT: return NC_FILL_INT;
        case NC_FLOAT: return static_cast<double>(NC_FILL_FLOAT);
        case NC_DOUBLE: return NC_FILL_DOUBLE;
        case NC_USHORT: return NC_FILL_USHORT;
        case NC_UINT: return NC_FILL_UINT;
        case NC_INT64: return static_cast<double>(NC_FILL_INT64);
        case NC_UINT64: return static_cast<double>(NC_FILL_UINT64);
        default: return {};
        }
    }

    int m_number = -1;
    bool m_isOpen = false;
};

std::string shortestFinite(double value) {
    if (!std::isfinite(value))
        return {};
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

/// "days since 1970-01-01" as seconds a unit and the moment that is counted from.
struct TimeUnit {
    double seconds = 0.0;
    QDateTime from;
};

std::optional<TimeUnit> timeUnit(const std::string &text) {
    const QStringList words = QString::fromStdString(text).simplified().split(' ');
    if (words.size() < 3 || words[1].toLower() != QLatin1String("since"))
        return {};
    const QString unit = words[0].toLower();
    const double seconds = unit.startsWith("day")                   ? 86400.0
                           : unit.startsWith("hour") || unit == "h" ? 3600.0
                           : unit.startsWith("min")                 ? 60.0
                           : unit.startsWith("sec") || unit == "s"  ? 1.0
                                                                    : 0.0;
    QDateTime from(QDate::fromString(words[2].section('T', 0, 0), Qt::ISODate), QTime(0, 0), Qt::UTC);
    const QString clock = words.size() > 3 ? words[3] : words[2].section('T', 1);
    if (const QTime time = QTime::fromString(clock.left(8), Qt::ISODate); time.isValid())
        from.setTime(time);
    if (seconds == 0.0 || !from.isValid())
        return {};
    return TimeUnit{seconds, from};
}

std::vector<std::string> textsOf(const std::vector<double> &values, const std::string &units) {
    const auto unit = timeUnit(units);
    std::vector<std::string> texts;
    for (const double value : values)
        texts.push_back(
            unit && std::isfinite(value) && std::abs(value * unit->seconds) < 1e12
                ? unit->from.addMSecs(static_cast<qint64>(std::llround(value * unit->seconds * 1000.0))).toString("yyyy-MM-dd HH:mm:ss").toStdString()
                : shortestFinite(value));
    return texts;
}

core::Result<data::Conversion> asTable(const NcFile &netcdf, const std::vector<NcVariable> &variables, const ForeignFile &file) {
    std::vector<std::string> titles;
    std::vector<std::vector<std::string>> columns;
    for (const NcVariable &variable : variables) {
        const auto values = netcdf.values(variable);
        if (!values)
            return Error{variable.name + " cannot be read", file.path, "The file may be damaged or cut off."};
        titles.push_back(variable.name);
        columns.push_back(textsOf(*values, netcdf.text(variable, "units")));
    }
    TableOutput output(file.output);
    output.row(titles);
    std::vector<std::string> row(columns.size());
    for (std::size_t i = 0; i < columns.front().size(); ++i) {
        for (std::size_t column = 0; column < columns.size(); ++column)
            row[column] = columns[column][i];
        output.row(row);
    }
    data::Conversion conversion;
    conversion.kind = data::Conversion::Kind::Table;
    conversion.options["header"] = std::string("yes");
    if (auto error = output.finish())
        return *error;
    return conversion;
}

} // namespace

core::Result<data::Conversion> convertNetcdf(const ForeignFile &file) {
    const NcFile netcdf(file.path);
    if (!netcdf.isOpen())
        return Error{"the netCDF file cannot be opened: it is damaged, cut off, or none", file.path,
                     "Save it anew, with xarray for one: dataset.to_netcdf('data.nc')."};
    std::vector<NcVariable> variables, coordinates;
    std::string passedOver;
    for (NcVariable &variable : netcdf.variables()) {
        if (!variable.isNumber() || variable.extents.empty() || variable.count() == 0)
            passedOver += (passedOver.empty() ? "" : ", ") + variable.name;
        else
            (variable.isCoordinate() ? coordinates : variables).push_back(std::move(variable));
    }
    if (variables.empty())
        std::swap(variables, coordinates);
    if (variables.empty())
        return Error{"the netCDF file holds no variables of numbers", file.path, "Choose another file."};
    const bool areColumns = std::all_of(variables.begin(), variables.end(), [&](const NcVariable &variable) {
        return variable.dimensions.size() == 1 && variable.dimensions == variables.front().dimensions;
    });
    if (areColumns && file.chosen.empty()) {
        for (const NcVariable &coordinate : coordinates)
            if (coordinate.dimensions == variables.front().dimensions)
                variables.insert(variables.begin(), coordinate);
        auto table = asTable(netcdf, variables, file);
        if (table && !passedOver.empty())
            table->remarks.push_back("Not read, since they hold no numbers: " + passedOver + ".");
        return table;
    }
    const Index mostNumbers = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE) / 4 / static_cast<Index>(sizeof(double));
    data::Conversion conversion;
    ArrayOutput output(file.output);
    Index numbers = 0;
    for (const NcVariable &variable : variables) {
        conversion.choices.push_back(variable.name);
        if (numbers + variable.count() > mostNumbers && !file.isChosen(variable.name)) {
            conversion.remarks.push_back(variable.name + " is not read: it takes " + std::to_string(variable.count() * 8 / 1'000'000) + " MB.");
            continue;
        }
        numbers += variable.count();
        const auto values = netcdf.values(variable);
        if (!values)
            return Error{variable.name + " cannot be read", file.path, "The file may be damaged or cut off."};
        output.begin(variable.name, "<f8", variable.extents);
        output.write(std::as_bytes(std::span(*values)));
    }
    if (!passedOver.empty())
        conversion.remarks.push_back("Not read, since they hold no numbers: " + passedOver + ".");
    if (auto error = output.finish())
        return *error;
    return conversion;
}

} // namespace hourglass::app
