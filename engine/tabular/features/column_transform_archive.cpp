// A ColumnTransform on disk. Entries that files of earlier versions lack stand there only where they say something, so
// that equal models keep equal bytes.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "engine/error.hpp"
#include "engine/tabular/features/column_transform.hpp"

namespace ballast::tabular {

namespace {

bool are_finite(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
}

bool is_code(double value, const ColumnSchema& schema) {
  return value >= 0 && value < static_cast<double>(schema.labels.size()) && std::trunc(value) == value;
}

bool are_distinct_codes(std::vector<double> codes, const ColumnSchema& schema) {
  std::ranges::sort(codes);
  return ascends_strictly(codes) && std::ranges::all_of(codes, [&](double code) { return is_code(code, schema); });
}

}  // namespace

void ColumnTransform::save(files::ArchiveWriter out, const ColumnSchema& schema) const {
  const bool text = role_ == Role::one_hot || role_ == Role::coded;
  const bool all_labels = role_ == Role::one_hot && codes_.size() == schema.labels.size();
  out.integer("role", static_cast<std::int64_t>(role_));
  out.integer("indicator", indicator_);
  out.number("fill", fill_);
  out.number("mean", mean_);
  out.number("sd", sd_);
  out.array<double>("values", !text ? numbers_.values : all_labels ? std::vector<double>() : codes_);
  out.array<double>("scores", numbers_.scores);
  if (!edges_.empty()) out.array<double>("edges", edges_);
  if (!numbers_.low.empty()) out.array<double>("low", numbers_.low);
  if (!numbers_.high.empty()) out.array<double>("high", numbers_.high);
  if (border_) out.number("border", *border_);
  if (!offsets_.empty()) out.array<double>("offsets", offsets_);
  if (!decimals_.is_free()) save_decimals(decimals_, out.child("decimals"));
}

bool ColumnTransform::is_valid(const ColumnSchema& schema) const {
  const bool missing_fill = is_missing(fill_) && role_ == Role::constant && !indicator_;
  const bool held = schema.is_text() ? is_code(fill_, schema) : std::isfinite(fill_);
  if (!missing_fill && !held) return false;
  if (!ascends_strictly(numbers_.values) || !ascends_strictly(edges_) || !are_finite(offsets_)) return false;
  if (border_ && !(indicator_ && std::isfinite(*border_))) return false;
  const bool numbers = role_ == Role::ranked || role_ == Role::scaled;
  const std::size_t places = role_ == Role::coded ? codes_.size() : numbers_.values.size();
  if (!edges_.empty() && !((numbers || role_ == Role::coded) && edges_.size() + 1 == places)) return false;
  if (!offsets_.empty() && !(role_ == Role::one_hot && offsets_.size() == codes_.size())) return false;
  return is_valid_role(schema);
}

bool ColumnTransform::is_valid_role(const ColumnSchema& schema) const {
  switch (role_) {
    case Role::constant:
      return true;
    case Role::coded:
      return schema.is_text() && codes_.size() > 1 && are_distinct_codes(codes_, schema) && !edges_.empty();
    case Role::one_hot:
      return schema.labels.size() > 2 && are_distinct_codes(codes_, schema);
    case Role::sign:
      return numbers_.values.size() == 2 &&
             (!schema.is_text() || (numbers_.values == std::vector<double>{0, 1} && schema.labels.size() == 2));
    case Role::ranked:
      return !schema.is_text() && numbers_.is_valid();
    case Role::scaled:
      return !schema.is_text() && std::isfinite(mean_) && std::isfinite(sd_) && sd_ > 0;
  }
  return false;
}

ColumnTransform ColumnTransform::load(const files::ArchiveReader& in, const ColumnSchema& schema) {
  ColumnTransform out;
  out.kind_ = schema.kind;
  if (schema.kind == ColumnKind::date) out.dates_.emplace(schema.format);
  out.role_ = static_cast<Role>(in.size("role", 0, static_cast<std::size_t>(Role::coded)));
  out.indicator_ = in.size("indicator", 0, 1) == 1;
  out.fill_ = in.number("fill");
  out.mean_ = in.number("mean");
  out.sd_ = in.number("sd");
  const bool text = out.role_ == Role::one_hot || out.role_ == Role::coded;
  (text ? out.codes_ : out.numbers_.values) = in.array<double>("values");
  if (out.role_ == Role::one_hot && out.codes_.empty()) {
    out.codes_.resize(schema.labels.size());
    std::iota(out.codes_.begin(), out.codes_.end(), 0.0);
  }
  out.numbers_.scores = in.array<double>("scores");
  if (in.has("edges")) out.edges_ = in.array<double>("edges");
  if (in.has("low")) out.numbers_.low = in.array<double>("low");
  if (in.has("high")) out.numbers_.high = in.array<double>("high");
  if (in.has("border")) out.border_ = in.number("border");
  if (in.has("offsets")) out.offsets_ = in.array<double>("offsets");
  if (in.has("decimals/places")) out.decimals_ = load_decimals(in.child("decimals"));
  if (!out.is_valid(schema)) {
    throw Error("the file's transform of column '" + schema.name + "' is malformed").in(in.path());
  }
  out.find_places();
  return out;
}

}  // namespace ballast::tabular
