// How well both learners find a class thinned to a few rows: average precision on a third of the rows, over seeds. What
// bins do not see, no tree can split (classifiers/bins/class_edges.hpp).
#include <algorithm>
#include <vector>

#include "app/data/dataset.hpp"
#include "bench/probe.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/features/features.hpp"

namespace {

using namespace ballast;

struct Rows {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
};

// At most `keep` rows of each class, drawn by the seed; of every ten seven to learn from, three to judge by.
void draw(const Rows& all, std::size_t positives, std::size_t others, std::uint64_t seed, Rows& train, Rows& test) {
  numeric::RandomStream random(seed, numeric::Purpose::kGeneral);
  std::vector<std::size_t> picked[2];
  for (const std::int32_t label : {1, 0}) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < all.y.size(); ++row) {
      if (all.y[row] == label) rows.push_back(row);
    }
    random.shuffle(std::span(rows));
    rows.resize(std::min(rows.size(), label == 1 ? positives : others));
    for (std::size_t i = 0; i < rows.size(); ++i) picked[10 * i < 7 * rows.size() ? 0 : 1].push_back(rows[i]);
  }
  for (Rows* part : {&train, &test}) {
    const std::vector<std::size_t>& rows = picked[part == &train ? 0 : 1];
    *part = {numeric::Matrix<double>(rows.size(), all.x.columns()), {}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::ranges::copy(all.x.row(rows[i]), part->x.row(i).begin());
      part->y.push_back(all.y[rows[i]]);
    }
  }
}

void run(const bench::Arguments& arguments, bench::Report& report) {
  numeric::ThreadPool pool(arguments.number("--threads"));
  Observer quiet;
  const app::TargetSpec target{std::string(arguments.text("--target")), std::string(arguments.text("--positive"))};
  const app::Dataset data = app::load_dataset({arguments.file(), target, {}, {}}, pool, quiet);
  const tabular::FeatureEncoder encoder(data.feature_schema());
  const Rows all{encoder.encode(data.table).x, data.y};
  const std::vector<std::uint32_t> labels = encoder.label_counts();
  std::vector<double> forest, boosting;
  for (std::uint64_t seed = 0; seed < arguments.number<std::uint64_t>("--seeds"); ++seed) {
    Rows train, test;
    draw(all, arguments.number("--positives"), arguments.number("--others"), seed, train, test);
    classifiers::TrainingSet set{train.x.view(), train.y, {}, 2, {}};
    set.labels = labels;
    const auto quality = [&](const classifiers::Classifier& model) {
      return classifiers::average_precision(predict_positive(model, test.x.view(), pool), test.y);
    };
    forest.push_back(quality(classifiers::train_forest(set, {}, pool, quiet)));
    boosting.push_back(quality(classifiers::train_boosting(set, {}, pool, quiet)));
  }
  for (const auto& [name, values] : {std::pair{"forest", forest}, {"boosting", boosting}}) {
    double sum = 0;
    for (const double value : values) sum += value;
    report.value(std::string(name) + ", mean average precision", sum / static_cast<double>(values.size()));
  }
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "rare",
                           .idea = "both learners on a class thinned to a few rows",
                           .file = "FILE.csv",
                           .arguments = {{"--target", bench::kNeeded, ""},
                                         {"--positive", bench::kNeeded, "the label that is thinned"},
                                         {"--positives", "60", "rows of it"},
                                         {"--others", "100000", "rows of the others"},
                                         {"--seeds", "4", ""},
                                         {"--threads", "2", ""}}},
                          run);
}
