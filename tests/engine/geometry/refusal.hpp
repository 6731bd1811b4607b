// Checks that a call throws an Error whose text holds `words`.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "engine/error.hpp"

namespace ballast {

template <class Call>
void check_refusal(Call&& call, std::string_view words) {
  std::string text = "nothing was thrown";
  try {
    call();
  } catch (const Error& error) {
    text = error.what();
  }
  BOOST_TEST(text.find(words) != std::string::npos, "expected '" << words << "' in: " << text);
}

}  // namespace ballast
