// Small models to export, and what compilers make of an exported C++ file.
#pragma once

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/app/program.hpp"

namespace ballast::app::testing {

// Numbers with missing cells, very small ones, and text with quotes and letters beyond ASCII. days: in place of very
// small numbers some that float32 cannot tell apart.
inline std::string shop_csv(bool days = false) {
  std::string text = "colour,size,tiny,label\n";
  const char* colours[] = {"red", "gr\xc3\xbcn", "\"blue, \"\"dark\"\"\"", "", "what?\?/"};
  for (int r = 0; r < 240; ++r) {
    text += std::string(colours[r * 7 % 5]) + "," + (r % 11 == 0 ? "NA" : std::to_string(r * 37 % 101) + ".25") + "," +
            (days         ? std::to_string(20240101 + r * 5 % 28)
             : r % 3 == 0 ? "-1e-42"
                          : "1.5e-38") +
            "," + (r % 4 == 0 || r * 37 % 101 > 80 || (days && r * 5 % 28 == 9) ? "yes" : "no") + "\n";
  }
  return text;
}

inline bool under_sanitizer() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#else
  return false;
#endif
}

struct ExportFolder : TempFolder {
  // kind: forest, boosting, or squared for boosting of that loss.
  std::vector<std::string> trained_by(const std::string& kind, const std::string& data,
                                      const std::vector<std::string>& more) const {
    std::vector<std::string> words{"train", data,           "--target", "label", "--positive",
                                   "yes",   "--classifier", kind,       "--out", file("m")};
    if (kind == "forest") words.insert(words.end(), {"--trees", "20"});
    if (kind == "squared") {
      words[7] = "boosting";
      words.insert(words.end(), {"--loss", "squared"});
    }
    for (std::size_t i = 0; i < more.size(); ++i) {
      if (kind == "forest" && more[i] == "--rounds") {
        ++i;  // its number, which a forest does not read
      } else {
        words.push_back(more[i]);
      }
    }
    return words;
  }
  // main.cpp with model.cpp, built by each compiler without a warning, makes `expected` of `rows`, but for the header.
  void compiled_gives(const std::string& kind, const std::string& header, const std::string& expected) const {
    if (under_sanitizer()) {
      BOOST_TEST_MESSAGE("skipped: compiling it");
      return;
    }
    for (const std::string compiler : {"g++", "clang++"}) {
      if (std::system(("command -v " + compiler + " > /dev/null").c_str()) != 0) {
        BOOST_TEST_MESSAGE("skipped: no " + compiler);
        continue;
      }
      const std::string compile = compiler + " -std=c++17 -O2 -march=native -Wall -Wextra -Wpedantic -Werror -o " +
                                  file("score") + " " + file("main.cpp") + " 2> " + file("warnings");
      BOOST_REQUIRE_MESSAGE(std::system(compile.c_str()) == 0, read_file(file("warnings")));
      BOOST_REQUIRE(std::system((file("score") + " < " + file("rows") + " > " + file("mine")).c_str()) == 0);
      BOOST_TEST(header + read_file(file("mine")) == expected, kind + ", " + compiler);
    }
  }
};

}  // namespace ballast::app::testing
