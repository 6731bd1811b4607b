// A table of all that training meets, as CSV text.
#pragma once

#include <string>

namespace ballast::app::testing {

// Dates, labels, missing cells, whole numbers and a rare class.
inline std::string mixed_rows(int rows) {
  const char* const colours[] = {"red", "green", "\"NA\"", "", "blue"};
  std::string text = "when,colour,size,weight,grade\n";
  for (int r = 0; r < rows; ++r) {
    const int noise = r * 7919 % 1009;
    text += "2024-0" + std::to_string(1 + r % 9) + "-" + std::to_string(10 + r % 17) + "," + colours[r % 5] + "," +
            std::to_string(r % 7) + "," + (noise % 10 == 0 ? "" : std::to_string(noise) + "." + std::to_string(r % 4));
    text += "," + std::string(noise % 97 == 0 ? "rare" : noise + 100 * (r % 5) > 700 ? "high" : "low") + "\n";
  }
  return text;
}

}  // namespace ballast::app::testing
