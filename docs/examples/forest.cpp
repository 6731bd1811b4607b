// A random forest on a ring of positives: what its out-of-bag rows say, and what new rows say. docs/maths.md,
// section 18.
#include <cmath>
#include <cstdio>
#include <vector>

#include "classifiers/forest/forest.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;

namespace {

// Positive where 1 < |x| < 1.5; the third feature is noise.
struct Rows {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;

  Rows(std::size_t count, std::uint64_t seed) : x(count, 3), y(count) {
    for (std::size_t i = 0; i < count; ++i) {
      numeric::RandomStream random(seed, numeric::Purpose::kGeneral, i);
      for (double& cell : x.row(i)) cell = random.normal();
      const double radius = std::hypot(x(i, 0), x(i, 1));
      y[i] = radius > 1 && radius < 1.5 ? 1 : 0;
    }
  }
  classifiers::TrainingSet set() const { return {.x = x.view(), .y = y, .weight = {}}; }
};

}  // namespace

int main() {
  const Rows train(2000, 1), test(2000, 2);
  classifiers::ForestOptions options;
  options.trees = 50;
  options.out_of_bag = true;
  numeric::ThreadPool pool(2);
  Observer quiet;
  classifiers::ForestReport report;
  const auto forest = train_forest(train.set(), options, pool, quiet, &report);
  const std::vector<float> score = predict_positive(forest, test.x.view(), pool);

  const double accuracy = classifiers::accuracy(classifiers::confusion(score, test.y));
  std::printf("%s\n", forest.describe().c_str());
  std::printf("accuracy: out of bag %.3f, on new rows %.3f; PR-AUC on new rows %.3f\n", report.out_of_bag_accuracy,
              accuracy, classifiers::average_precision(score, test.y));
  // Each row is judged by the trees that did not draw it, about a third: nearly as well as new rows by all of them.
  return accuracy > 0.9 && std::fabs(accuracy - report.out_of_bag_accuracy) < 0.03 ? 0 : 1;
}
