#include "app/commands/predict_stream.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <iostream>

#include "engine/error.hpp"
#include "engine/tabular/row_parser.hpp"

namespace ballast::app {
namespace {

constexpr const char* kName = "standard input";

std::string bad_line(const ClassifierFile& file) {
  std::string out = "NA";
  for (std::size_t k = 1; k < file.classes.size(); ++k) out += ",NA";
  return out + "\n";
}

}  // namespace

std::string score_header(const ClassifierFile& file) {
  if (file.classes.empty()) return "probability\n";
  std::string out;
  for (const std::string& name : file.classes) {
    if (!out.empty()) out += ',';
    const bool plain = name.find_first_of(",\"\n\r") == std::string::npos;
    out += plain ? "probability_" + name : "probability_" + std::to_string(std::count(out.begin(), out.end(), ','));
  }
  return out + "\n";
}

void append_scores(const ClassifierFile& file, std::span<const float> probability, std::string& out) {
  char text[32];
  for (std::size_t k = file.classes.empty() ? 1 : 0; k < probability.size(); ++k) {
    out.append(text, std::to_chars(text, text + sizeof text, probability[k]).ptr);
    out += k + 1 == probability.size() ? '\n' : ',';
  }
}

void predict_stream(const ClassifierFile& file, bool skip_bad, Session& session) {
  std::string line, out;
  if (!std::getline(std::cin, line)) throw Error("standard input is empty").expected("a header and rows");
  tabular::RowParser parser(line, file.features, kName);
  numeric::ThreadPool alone(1);  // a row has no work for more
  numeric::Matrix<float> x(1, file.features.size()), probability(1, file.model->classes());
  print(score_header(file));
  for (std::size_t number = 2; std::getline(std::cin, line); ++number) {
    throw_if_interrupted();
    out.clear();
    try {
      parser.parse(line, number, x.row(0));
      file.model->predict(x.view(), probability.view(), alone);
      append_scores(file, probability.row(0), out);
    } catch (const Error& error) {
      if (!skip_bad) throw;
      std::fprintf(stderr, "ballast: skipped: %s\n", error.what());
      out = bad_line(file);
    }
    print(out);
  }
  throw_if_interrupted();
  if (parser.unseen_cells() > 0) {
    session.observer.note(std::to_string(parser.unseen_cells()) +
                          " cells hold labels the model has never seen: read as missing");
  }
}

}  // namespace ballast::app
