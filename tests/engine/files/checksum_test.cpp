#include "engine/files/checksum.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace ballast::files;

namespace {

std::string hash(const std::string& text, Sha256::Engine engine) {
  Sha256 sha(engine);
  sha.update(std::as_bytes(std::span(text)));
  return to_hex(sha.finish());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checksum_test)

// FIPS 180-4's examples (NIST, "SHA256.pdf", and the long message of FIPS 180-2, appendix B.3).
BOOST_AUTO_TEST_CASE(the_published_examples_come_out) {
  for (const auto engine : {Sha256::Engine::fastest, Sha256::Engine::portable}) {
    BOOST_TEST(hash("", engine) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(hash("abc", engine) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", engine) ==
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    BOOST_TEST(hash(std::string(1000000, 'a'), engine) ==
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }
}

BOOST_AUTO_TEST_CASE(the_fast_engine_equals_its_twin_at_every_length_and_cut) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += static_cast<char>(i * 37);
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const std::string part = text.substr(0, length);
    Sha256 in_pieces;
    for (std::size_t at = 0; at < length; at += 13) {
      in_pieces.update(std::as_bytes(std::span(part).subspan(at, std::min<std::size_t>(13, length - at))));
    }
    const std::string expected = hash(part, Sha256::Engine::portable);
    BOOST_TEST(hash(part, Sha256::Engine::fastest) == expected);
    BOOST_TEST(to_hex(in_pieces.finish()) == expected);
  }
}

BOOST_AUTO_TEST_SUITE_END()
