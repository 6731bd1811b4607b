#include "classifiers/training_set.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "classifiers/row_source.hpp"
#include "classifiers/trees/tree.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

void check_shapes(const TrainingSet& data) {
  if (data.x.rows() == 0) throw Error("no rows to learn from");
  if (data.x.columns() == 0) throw Error("no feature columns to learn from");
  if (data.classes < 2 || data.classes > kMostClasses)
    throw Error("bad number of classes").expected("2 .. 32768").got(std::to_string(data.classes));
  const std::string rows = std::to_string(data.x.rows());
  if (data.y.size() != data.x.rows()) {
    throw Error("labels and rows differ in number").expected(rows + " labels").got(std::to_string(data.y.size()));
  }
  if (!data.weight.empty() && data.weight.size() != data.x.rows()) {
    throw Error("weights and rows differ in number")
        .expected(rows + " weights")
        .got(std::to_string(data.weight.size()));
  }
}

void check_features(const TrainingSet& data) {
  for (std::size_t row = 0; row < data.x.rows(); ++row) {
    const auto values = data.x.row(row);
    bool infinite = false;
    for (const double value : values) infinite |= std::fabs(value) > std::numeric_limits<double>::max();
    if (!infinite) continue;
    const auto at = std::find_if(values.begin(), values.end(), [](double value) { return std::isinf(value); });
    throw Error("infinite value in " + feature_name(data, static_cast<std::size_t>(at - values.begin())) + ", row " +
                std::to_string(row))
        .expected("a finite number, or missing");
  }
}

void check_labels(const TrainingSet& data) {
  if (data.labels.empty()) return;
  const std::size_t features = data.x.columns();
  if (data.labels.size() != features) {
    throw Error("numbers of labels and features differ")
        .expected(std::to_string(features))
        .got(std::to_string(data.labels.size()));
  }
  for (std::size_t feature = 0; feature < features; ++feature) {
    const auto most = static_cast<double>(data.labels[feature]);
    if (data.labels[feature] == 0) continue;
    for (std::size_t row = 0; row < data.x.rows(); ++row) {
      const double code = data.x(row, feature);
      if (std::isnan(code) || (code >= 0 && code < most && code == std::floor(code))) continue;
      throw Error("bad label code in " + feature_name(data, feature) + ", row " + std::to_string(row))
          .expected("a whole number below " + std::to_string(data.labels[feature]) + ", or missing")
          .got(std::to_string(code));
    }
  }
}

void check_weights(const TrainingSet& data) {
  double sum = 0;
  for (std::size_t row = 0; row < data.weight.size(); ++row) {
    const float weight = data.weight[row];
    if (!(weight >= 0 && weight <= std::numeric_limits<float>::max())) {
      throw Error("bad weight in row " + std::to_string(row))
          .expected("a finite number of at least 0")
          .got(std::to_string(weight));
    }
    sum += static_cast<double>(weight);
  }
  if (!data.weight.empty() && sum <= 0) throw Error("the weights sum to zero");
  constexpr double kMostWeight = 1e25;  // sums of derivatives stay within float32
  if (sum > kMostWeight) throw Error("the weights are too large").expected("a sum of at most 1e25");
}

// How many classes have weight.
std::size_t count_classes(const TrainingSet& data) {
  std::vector<char> seen(data.classes, 0);
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    const std::int32_t label = data.y[row];
    if (label < 0 || static_cast<std::size_t>(label) >= data.classes) {
      throw Error("label out of range in row " + std::to_string(row))
          .expected("0 .. " + std::to_string(data.classes - 1))
          .got(std::to_string(label));
    }
    if (weight_of(data, row) > 0) seen[static_cast<std::size_t>(label)] = 1;
  }
  return static_cast<std::size_t>(std::count(seen.begin(), seen.end(), 1));
}

void check_fresh_rows(const TrainingSet& data) {
  if (data.fresh == nullptr) return;
  if (data.fresh->rows() == 0) throw Error("a source of fresh rows gives none").expected("at least one for each tree");
  const std::int32_t label = data.fresh->label();
  if (label < 0 || static_cast<std::size_t>(label) >= data.classes) {
    throw Error("fresh rows have a label out of range")
        .expected("0 .. " + std::to_string(data.classes - 1))
        .got(std::to_string(label));
  }
  const float weight = data.fresh->weight();
  if (weight > 0 && weight <= 1e6F) return;
  throw Error("bad weight of fresh rows").expected("above 0, at most 1e6").got(std::to_string(weight));
}

}  // namespace

std::string feature_name(const TrainingSet& data, std::size_t feature) {
  return feature < data.names.size() ? "column '" + data.names[feature] + "'" : "feature " + std::to_string(feature);
}

std::vector<float> balanced_weights(const TrainingSet& data) {
  std::vector<double> of_class(data.classes, 0.0);
  double sum = 0;
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    const auto weight = static_cast<double>(weight_of(data, row));
    of_class[static_cast<std::size_t>(data.y[row])] += weight;
    sum += weight;
  }
  const auto present = static_cast<double>(std::ranges::count_if(of_class, [](double w) { return w > 0; }));
  std::vector<float> out;
  for (std::size_t row = 0; row < data.y.size(); ++row) {
    const double whole = of_class[static_cast<std::size_t>(data.y[row])];
    const auto weight = static_cast<double>(weight_of(data, row));
    out.push_back(whole > 0 ? static_cast<float>(weight * sum / (present * whole)) : 0.0f);
  }
  return out;
}

void check_training_set(const TrainingSet& data) {
  check_shapes(data);
  check_weights(data);
  if (count_classes(data) < 2) {
    throw Error("all rows belong to one class").expected("rows of at least two classes to tell apart");
  }
  check_features(data);
  check_labels(data);
  check_fresh_rows(data);
}

TrainingSet with_fresh_rows(const TrainingSet& data, LabelsAndWeights& storage) {
  if (data.fresh == nullptr) return data;
  TrainingSet out = data;
  const std::size_t rows = data.y.size() + data.fresh->rows();
  storage.y.assign(data.y.begin(), data.y.end());
  storage.y.resize(rows, data.fresh->label());
  out.y = storage.y;
  if (data.weight.empty() && data.fresh->weight() == 1) return out;
  for (std::size_t row = 0; row < data.y.size(); ++row) storage.weight.push_back(weight_of(data, row));
  storage.weight.resize(rows, data.fresh->weight());
  out.weight = storage.weight;
  return out;
}

void check_validation_set(const TrainingSet& validation, const TrainingSet& training) {
  check_shapes(validation);
  if (validation.x.columns() != training.x.columns()) {
    throw Error("validation rows have other features")
        .expected(std::to_string(training.x.columns()))
        .got(std::to_string(validation.x.columns()));
  }
  if (validation.classes != training.classes) {
    throw Error("validation rows have another number of classes")
        .expected(std::to_string(training.classes))
        .got(std::to_string(validation.classes));
  }
  check_weights(validation);
  count_classes(validation);
}

}  // namespace ballast::classifiers
