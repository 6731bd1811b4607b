#include "app/models/interchange/xgboost_categories.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "app/models/interchange/number_text.hpp"
#include "classifiers/bins/binning.hpp"

namespace ballast::app {
namespace {

// Bytes are written as signed ones.
std::vector<std::string> text_labels(const JsonNode& entry) {
  const JsonNode values = entry.at("values"), offsets = entry.at("offsets");
  std::string bytes;
  for (const std::int64_t byte : values.wholes(values.length(), -128, 255)) bytes += static_cast<char>(byte);
  std::vector<std::string> out;
  std::size_t from = 0;
  bool first = true;
  for (const std::int64_t offset : offsets.wholes(offsets.length(), 0, static_cast<std::int64_t>(values.length()))) {
    const auto to = static_cast<std::size_t>(offset);
    if (to < from || (first && to != 0)) throw offsets.fault("do not ascend from 0");
    if (!first) out.push_back(bytes.substr(from, to - from));
    from = to;
    first = false;
  }
  return out;
}

// UBJSON has no unsigned numbers beyond a byte: XGBoost writes their bits as signed ones.
std::vector<std::string> number_labels(const JsonNode& entry) {
  enum Kind : std::size_t { i8 = 9, u8, i16, u16, i32, u32, i64, u64 };
  const std::size_t kind = entry.at("type").size(i8, u64);
  const JsonNode values = entry.at("values");
  std::vector<std::string> out;
  for (std::int64_t value : values.wholes(values.length(), std::numeric_limits<std::int64_t>::min(),
                                          std::numeric_limits<std::int64_t>::max())) {
    if (value < 0 && kind == u16) value += std::int64_t{1} << 16;
    if (value < 0 && kind == u32) value += std::int64_t{1} << 32;
    out.push_back(kind == u64 ? std::to_string(static_cast<std::uint64_t>(value)) : std::to_string(value));
  }
  return out;
}

void check(const std::vector<std::string>& labels, const JsonNode& entry) {
  if (labels.size() > classifiers::kMaxBins) {
    throw entry.fault("too many categories")
        .expected("at most " + std::to_string(classifiers::kMaxBins))
        .got(std::to_string(labels.size()));
  }
  for (const std::string& label : labels) {
    if (label.empty() || !is_utf8(label)) throw entry.fault("a category that is empty or no UTF-8").got(label);
  }
  if (std::set<std::string>(labels.begin(), labels.end()).size() != labels.size()) {
    throw entry.fault("a category occurs twice");
  }
}

}  // namespace

std::vector<std::vector<std::string>> read_categories(const JsonNode& model, std::size_t features) {
  std::vector<std::vector<std::string>> out(features);
  if (!model.has("cats") || model.at("cats").at("enc").length() == 0) return out;
  const JsonNode all = model.at("cats").at("enc");
  if (all.length() != features) throw all.fault("not one entry for each feature").expected(std::to_string(features));
  std::size_t feature = 0;
  for (const JsonNode& entry : all.elements()) {
    std::vector<std::string>& labels = out[feature++];
    labels = entry.has("offsets") ? text_labels(entry) : number_labels(entry);
    check(labels, entry);
  }
  return out;
}

FeatureCodes sort_categories(std::vector<std::vector<std::string>>& labels) {
  FeatureCodes codes(labels.size());
  for (std::size_t f = 0; f < labels.size(); ++f) {
    const std::vector<std::string> before = labels[f];
    std::ranges::sort(labels[f]);
    for (const std::string& label : before) {
      codes[f].push_back(static_cast<std::size_t>(std::ranges::lower_bound(labels[f], label) - labels[f].begin()));
    }
  }
  return codes;
}

}  // namespace ballast::app
