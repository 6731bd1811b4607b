#include "engine/files/archive.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/checksum.hpp"
#include "tests/refusals.hpp"

using namespace ballast::files;
using ballast::Error;
using ballast::test::message_of;

namespace {

ArchiveWriter small_archive() {
  ArchiveWriter out("test");
  out.text("title", "fraud, \"quoted\"\n");
  out.number("pi", 3.25);
  ArchiveWriter part = out.child("part").child("0");
  part.integer("count", -7);
  const std::vector<float> weights{1.5f, -0.0f, 3e38f};
  part.array<float>("weights", weights);
  const std::vector<std::string> names{"", "a", "bc"};
  part.texts("names", names);
  return out;
}

ArchiveReader read(std::vector<std::byte> bytes) {
  return ArchiveReader::from_bytes(std::move(bytes), "m.ballast");
}

// The same bytes with `size` bytes at `at` replaced, and the checksum made to fit again: what a forger would send.
template <class T>
std::vector<std::byte> forged(std::vector<std::byte> bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
  const auto digest = sha256(std::span<const std::byte>(bytes).first(bytes.size() - 32));
  std::copy(digest.begin(), digest.end(), bytes.end() - 32);
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(archive_test)

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back) {
  const ArchiveReader in = read(small_archive().bytes());
  BOOST_TEST(in.kind() == "test");
  BOOST_TEST(in.version() == 1u);
  BOOST_TEST(in.checksum().size() == 64u);
  BOOST_TEST(in.text("title") == "fraud, \"quoted\"\n");
  BOOST_TEST(in.number("pi") == 3.25);
  const ArchiveReader part = in.child("part").child("0");
  BOOST_TEST(part.integer("count") == -7);
  BOOST_TEST(part.array<float>("weights", 3) == (std::vector<float>{1.5f, -0.0f, 3e38f}));
  BOOST_TEST(part.texts("names") == (std::vector<std::string>{"", "a", "bc"}));
  BOOST_TEST(part.has("names"));
  BOOST_TEST(!part.has("title"));
  BOOST_TEST(part.entries().size() == 3u);
  BOOST_TEST(in.entries().size() == 5u);
  BOOST_TEST(in.entries()[0].name == "part/0/count");
  const std::string packed = small_archive().packed();
  BOOST_TEST(ArchiveReader::from_packed(packed, "m.ballast").checksum() == in.checksum());
}

BOOST_AUTO_TEST_CASE(equal_content_gives_equal_bytes_whatever_the_order_of_writing) {
  ArchiveWriter a("k"), b("k");
  a.number("x", 1), a.number("y", 2);
  b.number("y", 2), b.number("x", 1);
  BOOST_TEST((a.bytes() == b.bytes()));
}

BOOST_AUTO_TEST_CASE(a_name_used_twice_is_our_own_mistake) {
  ArchiveWriter out("k");
  out.number("x", 1);
  BOOST_CHECK_THROW(out.integer("x", 1), std::logic_error);
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_is_an_error) {
  const auto bytes = small_archive().bytes();
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto damaged = bytes;
    damaged[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    BOOST_CHECK_THROW(read(std::move(damaged)), Error);
  }
}

BOOST_AUTO_TEST_CASE(every_truncation_and_any_addition_is_an_error) {
  const auto bytes = small_archive().bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    BOOST_CHECK_THROW(read({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}), Error);
  }
  auto longer = bytes;
  longer.push_back(std::byte{0});
  BOOST_TEST(message_of([&] { read(longer); }) ==
             "m.ballast: the file is damaged: bytes were added at its end (hint: copy or make it again)");
}

// With a fitting checksum only the structure checks stand in the way: no byte may lead to a crash.
BOOST_AUTO_TEST_CASE(forged_bytes_are_an_error_or_harmless) {
  const auto bytes = small_archive().bytes();
  for (std::size_t at = 0; at + 32 < bytes.size(); ++at) {
    for (const int value : {0, 1, 7, 8, 127, 128, 255}) {
      try {
        const ArchiveReader in = read(forged(bytes, at, static_cast<std::uint8_t>(value)));
        for (const auto& entry : in.entries()) {
          if (entry.type == EntryType::text) in.texts(entry.name);
          if (entry.type == EntryType::f32) in.array<float>(entry.name);
        }
      } catch (const Error&) {
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(lengths_that_lie_are_refused_before_memory_is_taken) {
  const auto bytes = small_archive().bytes();
  // Head of 28 bytes, kind "test", then the first entry: type, name length, "part/0/count", count, payload size.
  static constexpr std::size_t kFirstEntry = 28 + 4;
  static constexpr std::size_t kCount = kFirstEntry + 1 + 4 + 12;
  static constexpr auto kHuge = std::numeric_limits<std::uint64_t>::max() / 8 + 1;
  BOOST_TEST(message_of([&] { read(forged(bytes, kCount, kHuge)); }) ==
             "m.ballast: the file is damaged: entry 'part/0/count' is malformed (hint: copy or make it again)");
  BOOST_TEST(message_of([&] { read(forged(bytes, kCount + 8, kHuge)); }) ==
             "m.ballast: the file is damaged: entry 'part/0/count' is malformed (hint: copy or make it again)");
  BOOST_TEST(message_of([&] { read(forged(bytes, kFirstEntry + 1, 0xffffffffu)); }) ==
             "m.ballast: the file is damaged: its table is malformed (hint: copy or make it again)");
  BOOST_TEST(message_of([&] { read(forged(bytes, 12, 0xffffffffu)); }) ==
             "m.ballast: the file is damaged: its table is malformed (hint: copy or make it again)");
}

BOOST_AUTO_TEST_CASE(two_entries_of_one_name_are_refused) {
  ArchiveWriter out("k");
  out.integer("a", 1);
  out.integer("b", 1);
  const auto bytes = out.bytes();
  static constexpr std::size_t kSecondName = 28 + 1 + (1 + 4 + 1 + 8 + 8) + 1 + 4;
  BOOST_TEST(message_of([&] { read(forged(bytes, kSecondName, 'a')); }) ==
             "m.ballast: the file is damaged: its table is out of order (hint: copy or make it again)");
}

BOOST_AUTO_TEST_CASE(a_newer_version_another_file_and_an_empty_file_are_told_apart) {
  BOOST_TEST(message_of([&] { read(forged(small_archive().bytes(), 8, 2u)); }) ==
             "m.ballast: the file was written by a newer version of ballast; expected format 1 or older, got '2'");
  const std::string csv = "Time,V1,Class\n";
  const auto bytes = std::as_bytes(std::span(csv));
  BOOST_TEST(message_of([&] {
               read({bytes.begin(), bytes.end()});
             }) == "m.ballast: not a ballast file; expected a model or generator that ballast wrote");
  BOOST_TEST(message_of([&] { read({}); }) == "m.ballast: the file is empty; expected a ballast file");
}

BOOST_AUTO_TEST_CASE(absent_entries_other_types_lengths_and_kinds_are_refused_by_name) {
  const ArchiveReader in = read(small_archive().bytes());
  BOOST_TEST(message_of([&] { in.number("tau"); }) == "m.ballast: the file has no entry 'tau'");
  BOOST_TEST(message_of([&] { in.integer("pi"); }) ==
             "m.ballast: entry 'pi' is of another type; expected i64, got 'f64'");
  BOOST_TEST(message_of([&] { in.child("part/0").array<float>("weights", 4); }) ==
             "m.ballast: entry 'part/0/weights' has another length; expected 4, got '3'");
  BOOST_TEST(message_of([&] { in.child("part/0").size("count", 0, 10); }) ==
             "m.ballast: entry 'part/0/count' is out of range; expected 0 to 10, got '-7'");
  BOOST_TEST(message_of([&] { in.require_kind("classifier"); }) ==
             "m.ballast: the file holds something else; expected a classifier, got 'test'");
}

BOOST_AUTO_TEST_SUITE_END()
