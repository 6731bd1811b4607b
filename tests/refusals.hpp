// What an Error says, for tests of what is refused.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

#include "engine/error.hpp"

namespace ballast::test {

// The message of the Error that the call throws, or "no error".
std::string message_of(auto&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// For BOOST_CHECK_EXCEPTION: whether the message holds the text, or is the text; another one is shown.
inline auto says(std::string text) {
  return [text = std::move(text)](const Error& error) {
    const bool found = std::string(error.what()).find(text) != std::string::npos;
    BOOST_TEST(found, "'" << text << "' in " << error.what());
    return found;
  };
}
inline auto says_just(std::string text) {
  return [text = std::move(text)](const Error& error) {
    BOOST_TEST(std::string(error.what()) == text);
    return std::string(error.what()) == text;
  };
}

}  // namespace ballast::test
