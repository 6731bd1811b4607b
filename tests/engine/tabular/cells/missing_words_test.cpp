// Which words stand for missing cells, read alike as a file and as a stream.
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/tabular/cells/csv_format.hpp"
#include "tests/engine/tabular/cells/read_alike.hpp"

using namespace ballast;
using namespace ballast::tabular;
using namespace ballast::tabular::testing;

BOOST_AUTO_TEST_SUITE(missing_words_test)

BOOST_AUTO_TEST_CASE(the_usual_words_are_missing_and_others_can_be_named) {
  std::string text = "a,w\n";
  for (const std::string& word : CsvFormat::usual_missing_words()) text += word + "," + word + "\n";
  const Table usual = read_and_read_alike(text + "nAn,x\n1.5,y\n");
  BOOST_TEST(!usual.schema()[0].is_text());
  BOOST_TEST(usual.schema()[1].labels.size() == 2u);
  CsvFormat format;
  set_missing_words(format, {"-999", "none", "w=x|y"});
  const Table named = read_and_read_alike("a,w\n-999,x\nnone,NA\n-999.0,z\n1,y\nNA,\n", {.format = format});
  for (const std::size_t row : {0, 1, 2, 4}) BOOST_TEST(is_missing(named.column(0)[row]));
  BOOST_TEST(named.column(0)[3] == 1.0);
  BOOST_TEST(named.schema()[1].labels == (std::vector<std::string>{"NA", "z"}));
  CsvFormat nothing;
  set_missing_words(nothing, {"="});
  BOOST_TEST(label(parse("a,w\n1,NA\n2,x\n", {.format = nothing}), 1, 0) == "NA");
  CsvFormat strange;
  set_missing_words(strange, {"v=x"});
  BOOST_TEST(refusal("a,w\n1,2\n", {.format = strange}).find("no column 'v' to read missing words of") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(labels_that_look_missing_are_named_once) {
  Notes notes;
  parse("region,size\nnorth,1\nk.A.,2\nsouth,-\n,4\n", {}, notes);
  BOOST_TEST(notes.hold("column 'region' has the label 'k.A.'; --missing region=k.A. reads it as missing"), notes.all);
  BOOST_TEST(!notes.hold("column 'size' has the label"), notes.all);  // named as no number
}

BOOST_AUTO_TEST_CASE(missing_words_go_to_the_longest_name_that_fits_or_the_one_in_quotes) {
  const std::string text = "a,a=b,\"c, d\"\nx,x,x\nb=x,y,y\nz,z,z\n";
  const auto missing = [&](const std::string& word) {
    CsvFormat format;
    set_missing_words(format, {word});
    const Table table = read_and_read_alike(text, {.format = format});
    std::string out;
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t row = 0; row < 3; ++row) out += is_missing(table.column(c)[row]) ? 'm' : '.';
    }
    return out;
  };
  BOOST_TEST(missing("a=b=x") == "...m.....");
  BOOST_TEST(missing("\"a=b\"=x") == "...m.....");
  BOOST_TEST(missing("\"a\"=b=x") == ".m.......");
  BOOST_TEST(missing("a=x|z") == "m.m......");
  BOOST_TEST(missing("\"c, d\"=y") == ".......m.");
  BOOST_TEST(missing("c, d=y") == ".......m.");
}

BOOST_AUTO_TEST_CASE(a_word_in_quotes_or_in_a_column_named_categorical_is_a_label) {
  const Table quoted = read_and_read_alike("country,n\nNA,1\n\"NA\",2\nZA,\"NA\"\n\"\",4\n");
  BOOST_TEST(is_missing(quoted.column(1)[2]));
  BOOST_TEST(label(quoted, 0, 1) == "NA");
  const std::string text = "country,n\nNA,1\nZA,2\n,3\n";
  Notes notes;
  CsvFormat format;
  const Table named = parse(text, {.categorical = {"country"}}, notes, &format);
  BOOST_TEST(label(named, 0, 0) == "NA");
  BOOST_TEST(is_missing(named.column(0)[2]));
  BOOST_TEST(notes.hold("column 'country' has the label 'NA'; --missing country=NA reads it as missing"), notes.all);
  require_read_alike(text, named, format);
  BOOST_TEST(to_csv(named) == "country,n\n\"NA\",1\nZA,2\n,3\n");
  BOOST_TEST(is_missing(parse(text).column(0)[0]));
}

BOOST_AUTO_TEST_SUITE_END()
