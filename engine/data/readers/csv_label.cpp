#include "engine/data/readers/csv_label.h"

#include <algorithm>
#include <cstring>

namespace hourglass::data {

namespace {

constexpr Index smallestImage = 8; // pixels wide
constexpr std::size_t mostNamed = 1000, mostBesidePixels = 300, mostBesideNumbers = 60, mostAtTheEnd = 20, fewestInFront = 12;
constexpr std::size_t mostUneven = 50; // classes beside pixels whose numbers have gaps
constexpr double fewGreys = 15.0;      // the brightest of four bits

/// 1 where all classes are as frequent as the commonest, less where it stands out.
double evennessOf(const CsvLook &look) {
    return static_cast<double>(look.present()) / static_cast<double>(look.distinct * look.commonest);
}

bool startsAsClassesDo(const CsvLook &look) {
    return look.lowest == -1.0 || look.lowest == 0.0 || look.lowest == 1.0;
}

/// Counts have large values that are rare; classes of very few samples are rare themselves.
bool isSpread(const CsvLook &look) {
    return look.distinct == 2 || 20 * look.distinct * look.rarest >= look.present();
}

/// By a name that says "class": a column of one value is none, and one in which nothing comes again neither.
bool mayHoldClasses(const CsvLook &look) {
    if (look.distinct < 2 || look.distinct > mostNamed || look.holdsDates())
        return false;
    if (look.holdsNumbersAlone())
        return look.fractions == 0 && (look.present() < 10 || 2 * look.distinct <= look.present());
    return (look.holdsWords() || look.fractions == 0) && (look.present() < 10 || look.distinct < look.present());
}

/// By a name that a measured number may have as well: a count has gaps, or large values that are rare.
bool mayHoldNoCounts(const CsvLook &look, std::size_t most) {
    if (!look.holdsNumbersAlone())
        return true;
    return look.isRow() && startsAsClassesDo(look) && look.distinct <= most && isSpread(look);
}

/// "class name" is class_name.
std::string withoutBlanks(std::string name) {
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

class LabelSearch {
public:
    LabelSearch(const std::vector<CsvLook> &looks, const CsvTable &table, bool hasHeader) : m_looks(looks), m_table(table), m_hasHeader(hasHeader) {}

    CsvLabel find() const {
        if (count() < 2)
            return {};
        Index found = named();
        if (found < 0)
            found = besidePictures();
        if (found < 0)
            found = besidePixels();
        if (found < 0 && !m_hasHeader)
            found = wordsAtTheEnd();
        if (found >= 0)
            return {found, false};
        if (!m_hasHeader)
            found = wordsInFront();
        return {m_hasHeader || found >= 0 ? found : besideNumbers(), true};
    }

private:
    std::size_t count() const { return m_looks.size(); }

    Index named() const {
        for (const char *known :
             {"label", "labels", "class", "classes", "target", "species", "variety", "category", "y", "class_name", "label_name", "class_id", "label_id"}) {
            const bool isPlain = std::strncmp(known, "label", 5) == 0 || std::strncmp(known, "class", 5) == 0, isY = *known == 'y';
            for (std::size_t i = 0; i < count(); ++i) {
                if (withoutBlanks(inLowerCase(m_table.columns[i].name)) != known || !mayHoldClasses(m_looks[i]) || (isY && holdsColumn("x")))
                    continue;
                if (isPlain || mayHoldNoCounts(m_looks[i], isY ? 10 : 100))
                    return static_cast<Index>(i);
            }
        }
        return -1;
    }

    bool holdsColumn(const char *name) const {
        return std::any_of(m_table.columns.begin(), m_table.columns.end(), [name](const CsvColumn &column) { return inLowerCase(column.name) == name; });
    }

    /// The one column of whole numbers, or else of words, that may hold classes beside a picture in one field.
    Index besidePictures() const {
        Index label = -1, pictures = 0, numbers = 0, words = 0, channels = 1;
        for (std::size_t i = 0; i < count(); ++i) {
            if (m_table.columns[i].elements > 0)
                pictures += m_looks[i].holdsBytes() && squareWidth(m_table.columns[i].elements, channels) >= smallestImage ? 1 : 2;
            else if (mayHoldClasses(m_looks[i]))
                ++(m_looks[i].holdsNumbers() ? numbers : words);
        }
        for (std::size_t i = 0; i < count() && pictures == 1; ++i)
            if (m_table.columns[i].elements == 0 && mayHoldClasses(m_looks[i]) && (numbers == 1 ? m_looks[i].holdsNumbers() : numbers == 0 && words == 1))
                label = static_cast<Index>(i);
        return label;
    }

    /// The first or the last column, where all others are the pixels of a square: of two, the one that varies as labels do.
    Index besidePixels() const {
        Index channels = 1;
        const auto all = static_cast<Index>(count());
        if (squareWidth(all - 1, channels) < smallestImage)
            return -1;
        const bool mayBePixelsAlone = squareWidth(all, channels) >= smallestImage;
        Index best = -1;
        double most = mayBePixelsAlone ? 1.5 : 0.0;
        for (const std::size_t i : {std::size_t{0}, count() - 1})
            if (const double score = scoreBesidePixels(i); score > most) {
                best = static_cast<Index>(i);
                most = score;
            }
        return best;
    }

    /// 0: no label.
    double scoreBesidePixels(std::size_t column) const {
        const CsvLook &look = m_looks[column];
        double brightest = 0.0;
        for (std::size_t i = 0; i < count(); ++i) {
            if (i != column && !m_looks[i].holdsBytes())
                return 0.0;
            brightest = i == column ? brightest : std::max(brightest, m_looks[i].highest);
        }
        const bool areClasses =
            look.holdsNumbersAlone() && look.fractions == 0 && look.distinct >= 2 && look.distinct <= mostBesidePixels && look.lowest >= -1.0;
        const bool comeAgain = look.present() < 20 || 3 * look.distinct <= 2 * look.present();
        if (!areClasses || !comeAgain || (brightest < fewGreys && look.highest <= brightest))
            return 0.0;
        const double evenness = evennessOf(look);
        if (!look.isRow() && (look.distinct > mostUneven || evenness < 0.3))
            return 0.0;
        return evenness + (look.isRow() ? 1.0 : 0.0);
    }

    /// The only words, at the end: as the repository of Irvine has its tables.
    Index wordsAtTheEnd() const {
        const auto words = std::count_if(m_looks.begin(), m_looks.end(), [](const CsvLook &look) { return look.holdsWords(); });
        const CsvLook &last = m_looks.back();
        return words == 1 && last.holdsWords() && mayHoldClasses(last) && 2 * last.distinct <= last.present() ? static_cast<Index>(count()) - 1 : -1;
    }

    /// The only words, in front of numbers or behind their ids, where they are as many as letters: few are offered (csv_doubts).
    Index wordsInFront() const {
        const auto words = std::count_if(m_looks.begin(), m_looks.end(), [](const CsvLook &look) { return look.holdsWords(); });
        const CsvLook &first = m_looks[0];
        const std::size_t at = first.holdsNumbersAlone() && first.fractions == 0 && first.distinct == first.present() ? 1 : 0;
        const CsvLook &look = m_looks[at];
        const bool areFew = look.distinct >= fewestInFront && look.distinct <= mostBesideNumbers && 4 * look.distinct <= look.present();
        return words == 1 && count() >= at + 4 && look.holdsWords() && mayHoldClasses(look) && areFew ? static_cast<Index>(at) : -1;
    }

    /// A few whole numbers before a series, as the archive of time series (UCR) has it, or behind measured ones.
    Index besideNumbers() const {
        const auto last = count() - 1;
        const bool isFirst = areFewClasses(0, mostBesideNumbers) && standsOut(0), isLast = areFewClasses(last, mostAtTheEnd) && standsOut(last);
        if (isFirst && isLast)
            return m_looks[last].distinct < m_looks[0].distinct ? static_cast<Index>(last) : 0;
        return isFirst ? 0 : isLast ? static_cast<Index>(last) : -1;
    }

    bool areFewClasses(std::size_t column, std::size_t most) const {
        const CsvLook &look = m_looks[column];
        return look.isRow() && startsAsClassesDo(look) && look.distinct >= 2 && look.distinct <= most && look.missing == 0 &&
               2 * look.distinct <= look.present() && isSpread(look);
    }

    /// All columns hold numbers, and three quarters of the others vary far more than this one.
    bool standsOut(std::size_t column) const {
        std::size_t others = 0, rich = 0;
        for (std::size_t i = 0; i < count(); ++i) {
            if (m_looks[i].present() == 0)
                continue;
            if (!m_looks[i].holdsNumbersAlone())
                return false;
            if (i == column)
                continue;
            ++others;
            const bool isRich =
                m_looks[i].distinct >= std::max<std::size_t>(8, 2 * m_looks[column].distinct) && 3 * m_looks[i].distinct >= m_looks[i].present() / 10;
            rich += isRich || 2 * m_looks[i].fractions > m_looks[i].numbers ? 1 : 0;
        }
        return others >= 2 && 4 * rich >= 3 * others;
    }

    const std::vector<CsvLook> &m_looks;
    const CsvTable &m_table;
    bool m_hasHeader;
};

} // namespace

CsvLabel findLabel(const std::vector<CsvLook> &looks, const CsvTable &table, bool hasHeader) {
    return LabelSearch(looks, table, hasHeader).find();
}

} // namespace hourglass::data
