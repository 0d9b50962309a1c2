// Numbers of series from their text; those of a channel whose numbers floats would merge are kept as differences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hourglass::data {

class SeriesNumbers {
public:
    /// A number of the channel, less its offset: missing, as ? and NaN are, it is NaN. False where the text is neither.
    bool read(std::string_view text, std::size_t channel, float &number);
    /// The same of a number that was read already; NaN stays.
    float of(double exact, std::size_t channel);

    /// To be asked once all is read, with all numbers of each channel. True where offsets were found, or turned out not to be needed: the source is
    /// to be read again then.
    bool isToBeReadAgain(const std::vector<std::vector<float>> &channels);

    /// One a channel, each a float, so that a zero less it is exact; empty where none has any.
    const std::vector<double> &offsets() const { return m_offsets; }
    double offsetOf(std::size_t channel) const { return channel < m_offsets.size() ? m_offsets[channel] : 0.0; }
    /// What stands for 0 in a channel.
    float zeroOf(std::size_t channel) const { return static_cast<float>(0.0 - offsetOf(channel)); }
    /// What a person is told, or "". `name`: what to call a channel, its number is put behind where there are several.
    std::string sentence(const std::string &name) const;

private:
    std::vector<std::uint8_t> m_isRounded; ///< as far as channels were seen
    std::vector<double> m_offsets;
    bool m_areTried = false;
};

/// A number of a series that no offset is taken from.
bool readSeriesNumber(std::string_view text, float &number);

} // namespace hourglass::data
