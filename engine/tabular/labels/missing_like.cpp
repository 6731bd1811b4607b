// Folded of case and blanks, and of dots, slashes and lines between letters.
#include "engine/tabular/labels/missing_like.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/tabular/labels/label_fold.hpp"

namespace ballast::tabular {
namespace {

// na, nd, nr: not available, no data, no response, and the same in Romance languages;
// ka, oa, nv, nb: German, #NV of its Excel; nvt: Dutch; sd, so, nc, nsnc, nsp:
// Spanish and French; bd: Polish; ndef: Italian and others; (blank): pivot tables.
constexpr std::string_view kShort =
    " na nd nr nk ni nf np ka oa nv nb nz nvt sd so nc ns nsnc nsnr nsp bd ndef blank empty leer vide vacio ";
constexpr std::string_view kWords =
    " unknown missing notavailable notapplicable notknown notprovided notspecified notstated unspecified undefined "
    "nodata noanswer noresponse novalue null nan keineangabe keineangaben ohneangabe unbekannt nichtbekannt "
    "nichtverfugbar nichtvorhanden fehlt fehlend inconnu inconnue sansobjet nonrenseigne nonrenseignee "
    "nondisponible desconocido desconocida sindato sindatos noaplica nodisponible noconsta sconosciuto nonnoto "
    "nonspecificato desconhecido semdados naoinformado naoseaplica onbekend nietvantoepassing brakdanych okand ";

bool holds(std::string_view words, const std::string& word) {
  return words.find(" " + word + " ") != std::string_view::npos;
}

constexpr std::array<std::string_view, 14> kSigns{"-",  "--",  "---", "?",  "??",     "???",    ".",
                                                  "..", "...", "*",   "**", "\u2013", "\u2014", "\u2026"};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

bool is_word(const std::string& label) {
  constexpr std::size_t kLongest = 40;
  if (label.size() > kLongest || label.find_first_of("0123456789") != std::string::npos) return false;
  std::string letters;  // without the marks on them
  for (const char c : folded_label(label)) {
    if (c >= 'a' && c <= 'z') letters += c;
  }
  const bool parted = label.find_first_of("./#([<") != std::string::npos;
  return holds(kWords, letters) || (parted && holds(kShort, letters));
}

}  // namespace

std::vector<std::string> missing_like(std::span<const std::string> labels) {
  const auto is_sign = [](const std::string& label) { return std::ranges::find(kSigns, label) != kSigns.end(); };
  const bool signs =
      std::ranges::find(labels, "+") == labels.end() && std::ranges::any_of(labels, [&](const std::string& label) {
        return !is_sign(label) && std::ranges::any_of(label, is_letter_or_digit);
      });
  constexpr std::size_t kMost = 100'000;  // more are names of things, and would take their time
  std::vector<std::string> out;
  if (labels.size() > kMost) return out;
  for (const std::string& label : labels) {
    if (labels.size() > 1 && ((signs && is_sign(label)) || is_word(label))) out.push_back(label);
  }
  return out;
}

}  // namespace ballast::tabular
