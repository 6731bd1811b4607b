// In which encodings a CSV file may be written, read alike as a file and as a stream; others are named.
#include "engine/tabular/cells/csv_encoding.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/engine/tabular/cells/read_alike.hpp"

using namespace ballast;
using namespace ballast::tabular;
using namespace ballast::tabular::testing;
using ballast::test::message_of;

BOOST_AUTO_TEST_SUITE(csv_encoding_test)

BOOST_AUTO_TEST_CASE(an_encoding_that_the_text_is_not_in_is_refused) {
  Notes notes;
  const std::string refused =
      message_of([&] { parse("a,b\n1,2\n", {.format = {.encoding = Encoding::utf16}}, notes); });
  BOOST_TEST(refused.find("f.csv: the text is not UTF-16") != std::string::npos, refused);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_refused_or_converted) {
  const std::string text = "caf\xe9,ort\n1,Z\xfcrich\n2,Z\xf6rich\n";
  BOOST_TEST(
      refusal(text) ==
      "f.csv:1:4: a byte that is not UTF-8; expected text in UTF-8, got '\\xe9' (hint: --encoding windows-1252 or "
      "--encoding latin1 reads older text)");
  BOOST_TEST(refusal("a,b\n1,x\n2,\xff\n").find("f.csv:3:3: a byte that is not UTF-8") == 0u);
  const Table table = read_and_read_alike(text, {.format = {.encoding = Encoding::latin1}});
  BOOST_TEST(table.schema()[0].name == "café");
  BOOST_TEST(table.schema()[1].labels == (std::vector<std::string>{"Zörich", "Zürich"}));
  const Table euro = read_and_read_alike("a,b\n1,\x80\n2,x\n", {.format = {.encoding = Encoding::windows_1252}});
  BOOST_TEST(label(euro, 1, 0) == "€");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_found_across_the_borders_of_chunks) {
  const std::size_t border = 4 + (std::size_t{1} << 20);  // rows begin at byte 4
  for (const std::string character : {"é", "€", "😀"}) {
    for (std::size_t shift = 0; shift <= character.size(); ++shift) {
      std::string text = "a,b\n1,";
      text += std::string(border - shift - text.size(), 'x') + character + "\n3,4\n";
      BOOST_TEST(refusal(text) == "no error");
      text[border - shift + character.size() - 1] = 'A';
      BOOST_TEST(refusal(text).find("a byte that is not UTF-8") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(utf16_is_recognised_by_its_mark) {
  const std::u16string wide = u"a;ort\n1;Zürich 😀\n2;x\n";
  for (const bool big : {false, true}) {
    std::string text = big ? "\xfe\xff" : "\xff\xfe";
    for (const char16_t unit : wide) {
      const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 255);
      text += big ? high : low;
      text += big ? low : high;
    }
    const Table table = read_and_read_alike(text);
    BOOST_TEST(label(table, 1, 0) == "Zürich 😀");
    const std::string bare = text.substr(2);
    BOOST_TEST(refusal(bare).find("--encoding utf-16 reads it") != std::string::npos);
    BOOST_TEST(read_and_read_alike(bare, {.format = {.encoding = Encoding::utf16}}).rows() == 2u);
    for (const std::string& cut : {text.substr(0, text.size() - 1), text.substr(0, 34), text.substr(0, 33)}) {
      BOOST_TEST(refusal(cut).starts_with("f.csv: the text is not complete UTF-16"), refusal(cut));
      std::istringstream in(cut);
      RecordReader records(in, {});
      const std::string refused = message_of([&] {
        while (records.next()) {
        }
      });
      BOOST_TEST(refused.find("the text is not complete UTF-16") != std::string::npos, refused);
    }
  }
}

BOOST_AUTO_TEST_CASE(utf_32_is_named) {
  for (const bool big : {false, true}) {
    for (const bool marked : {false, true}) {
      std::string text;
      for (const char c : std::string(marked ? "\1" : "") + "a,b\n1,2\n") {
        const std::string unit = c == '\1' ? std::string("\xff\xfe\0\0", 4) : std::string{c, 0, 0, 0};
        text += big ? std::string(unit.rbegin(), unit.rend()) : unit;
      }
      BOOST_TEST(refusal(text).find("iconv -f utf-32 -t utf-8") != std::string::npos, refusal(text));
      const std::string streamed = message_of([&] {
        std::istringstream in(text);
        RecordReader records(in);
        records.next();
        const Schema known{{"a", ColumnKind::integer, {}}};
        RowParser(records.text(), known, "stream");
      });
      BOOST_TEST(streamed.find("iconv -f utf-32 -t utf-8") != std::string::npos, streamed);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
