#include "engine/data/readers/csv_fields.h"

#include <array>
#include <bit>

#include "engine/data/readers/csv_nearest.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define HOURGLASS_SSE41 __attribute__((target("sse4.1,popcnt")))
#endif

namespace hourglass::data {

#if defined(__x86_64__)

namespace {

constexpr std::size_t step = 64;
constexpr std::size_t longest = 16; // characters without the sign

/// Which bytes of a number become its sixteen digits, by its length and the place of its point (or its length, where there is none): the point
/// is left out, and zeros come first.
struct Permutations {
    alignas(16) std::array<std::array<std::array<std::uint8_t, 16>, longest + 1>, longest + 1> at{};

    constexpr Permutations() {
        for (std::size_t length = 0; length <= longest; ++length)
            for (std::size_t point = 0; point <= length; ++point) {
                const std::size_t digits = length - (point < length ? 1 : 0);
                for (std::size_t i = 0; i < 16; ++i) {
                    const std::size_t digit = i + digits - 16; // wraps for the zeros
                    at[length][point][i] = i + digits < 16 ? 0x80 : static_cast<std::uint8_t>(digit < point ? digit : digit + 1);
                }
            }
    }
};
constexpr Permutations permutations;

/// A bit for each of 64 bytes that is a delimiter or a line break.
std::uint64_t endsAmong(const char *bytes, char delimiter) {
    const __m128i delimiters = _mm_set1_epi8(delimiter), breaks = _mm_set1_epi8('\n');
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < step; i += 16) {
        const __m128i piece = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes + i));
        const __m128i isEnd = _mm_or_si128(_mm_cmpeq_epi8(piece, delimiters), _mm_cmpeq_epi8(piece, breaks));
        found |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(isEnd))) << i;
    }
    return found;
}

/// One number of `length` characters at `from`, without its sign.
HOURGLASS_SSE41 inline bool readField(const char *from, std::size_t length, __m128i points, std::uint32_t sign, float &value) {
    if (length - 1 >= longest) // none is too long as well
        return false;
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
    const __m128i digits = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    const __m128i areDigits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    const unsigned inField = (2u << (length - 1)) - 1;
    const unsigned others = ~static_cast<unsigned>(_mm_movemask_epi8(areDigits)) & inField;
    const unsigned point = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, points))) & inField;
    if (others != point || (point & (point - 1)) != 0 || (point == 1 && length == 1))
        return false;
    const auto place = static_cast<std::size_t>(std::countr_zero(point | (1u << length)));
    const __m128i order = _mm_load_si128(reinterpret_cast<const __m128i *>(permutations.at[length][place].data()));
    const __m128i pairs = _mm_maddubs_epi16(_mm_shuffle_epi8(digits, order), _mm_set1_epi16(0x010A)); // 10, 1
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));                          // 100, 1
    const __m128i packed = _mm_packus_epi32(fours, fours);
    const __m128i eights = _mm_madd_epi16(packed, _mm_set1_epi32(0x00012710)); // 10000, 1
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    const auto mantissa = static_cast<double>(static_cast<std::int64_t>((both & 0xFFFFFFFF) * 100000000 + (both >> 32))); // below 10^16
    float magnitude = 0.0f;
    if (!nearestFloat(mantissa, point == 0 ? 0 : -static_cast<int>(length - 1 - place), magnitude))
        return false;
    value = std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign << 31);
    return true;
}

} // namespace

bool canReadFields() {
    return __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("popcnt");
}

HOURGLASS_SSE41 void findEnds(std::string_view text, char delimiter, std::vector<std::uint32_t> &ends) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += step) {
        if (ends.size() < count + 2 * step)
            ends.resize(2 * ends.size() + 1024);
        std::uint64_t found = endsAmong(text.data() + at, delimiter);
        if (text.size() - at < step)
            found &= (std::uint64_t{1} << (text.size() - at)) - 1;
        const auto number = static_cast<std::size_t>(std::popcount(found));
        std::uint32_t *to = ends.data() + count;
        for (std::size_t i = 0; i < number; i += 8) // eight at a time: no loop whose end is not foreseen
            for (std::size_t j = i; j < i + 8; ++j) {
                to[j] = static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(found));
                found &= found - 1;
            }
        count += number;
    }
    ends.resize(count);
}

HOURGLASS_SSE41 std::size_t readFields(const char *text, const char *at, const std::uint32_t *ends, std::size_t count, char point, float *values) {
    const __m128i points = _mm_set1_epi8(point);
    for (std::size_t i = 0; i < count; ++i) {
        const char *const end = text + ends[i];
        while (*at == ' ')
            ++at;
        const std::uint32_t isNegative = *at == '-' ? 1 : 0, isPositive = *at == '+' ? 1 : 0;
        at += isNegative | isPositive;
        if (at >= end || !readField(at, static_cast<std::size_t>(end - at), points, isNegative, values[i]))
            return i;
        if (*end == '\n')
            return i + 1;
        at = end + 1;
    }
    return count;
}

#else

bool canReadFields() {
    return false;
}

void findEnds(std::string_view, char, std::vector<std::uint32_t> &) {}

std::size_t readFields(const char *, const char *, const std::uint32_t *, std::size_t, char, float *) {
    return 0;
}

#endif

} // namespace hourglass::data
