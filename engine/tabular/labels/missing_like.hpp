// Labels that look as if they said that there is no value: k.A., n/d, -, unbekannt. They stay labels, and are named.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace ballast::tabular {

// Of the labels of a column: whole words of several languages, in any case of letters and with any blanks; short forms
// of them, with dots, slashes or brackets (ND alone may be a state); and -, ? and the like beside labels of letters or
// digits, where + is none. None of more than 100,000 labels.
std::vector<std::string> missing_like(std::span<const std::string> labels);

}  // namespace ballast::tabular
