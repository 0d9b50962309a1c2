#include "engine/data/readers/csv_months.h"

#include <algorithm>
#include <initializer_list>

namespace hourglass::data {

namespace {

/// English, then German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish; ä as a and as ae.
constexpr std::string_view english[] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
constexpr std::string_view foreign[] = {
    "januar",   "jaenner",   "janner",    "februar", "marz",     "maerz",    "mrz",      "mai",      "juni",         "juli",       "oktober",
    "dezember", "janvier",   "fevrier",   "mars",    "avril",    "juin",     "juillet",  "aout",     "septembre",    "octobre",    "novembre",
    "decembre", "enero",     "febrero",   "marzo",   "abril",    "mayo",     "junio",    "julio",    "agosto",       "septiembre", "setiembre",
    "octubre",  "noviembre", "diciembre", "gennaio", "febbraio", "aprile",   "maggio",   "giugno",   "luglio",       "settembre",  "ottobre",
    "dicembre", "janeiro",   "fevereiro", "marco",   "maio",     "junho",    "julho",    "setembro", "outubro",      "novembro",   "dezembro",
    "januari",  "februari",  "maart",     "mrt",     "mei",      "augustus", "marts",    "maj",      "augusti",      "desember",   "stycznia",
    "lutego",   "marca",     "kwietnia",  "maja",    "czerwca",  "lipca",    "sierpnia", "wrzesnia", "pazdziernika", "listopada",  "grudnia"};
constexpr std::string_view days[] = {"monday",   "tuesday",    "wednesday", "thursday", "friday",    "saturday",  "sunday",    "montag",   "dienstag",
                                     "mittwoch", "donnerstag", "freitag",   "samstag",  "sonnabend", "sonntag",   "lundi",     "mardi",    "mercredi",
                                     "jeudi",    "vendredi",   "samedi",    "dimanche", "lunes",     "martes",    "miercoles", "jueves",   "viernes",
                                     "sabado",   "domingo",    "maandag",   "dinsdag",  "woensdag",  "donderdag", "vrijdag",   "zaterdag", "zondag",
                                     "lunedi",   "martedi",    "mercoledi", "giovedi",  "venerdi",   "sabato",    "domenica"};

template <class Names>
bool begins(const Names &names, std::string_view word, std::size_t least) {
    return word.size() >= least && std::any_of(std::begin(names), std::end(names), [&](std::string_view name) { return name.starts_with(word); });
}

} // namespace

MonthName monthNamed(std::string_view word) {
    return begins(english, word, 3) ? MonthName::English : begins(foreign, word, 3) ? MonthName::Foreign : MonthName::None;
}

bool isWeekday(std::string_view word) {
    return begins(days, word, 2);
}

} // namespace hourglass::data
