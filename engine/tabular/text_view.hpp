// TextView: bytes in memory as a stream, without a copy. Internal to engine/tabular.
#pragma once

#include <streambuf>
#include <string_view>

namespace ballast::tabular {

struct TextView : std::streambuf {
  explicit TextView(std::string_view text) {
    char* const first = const_cast<char*>(text.data());  // streambuf asks for it, and only reads
    setg(first, first, first + text.size());
  }
};

}  // namespace ballast::tabular
