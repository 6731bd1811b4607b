#include "classifiers/codes/feature_part.hpp"

#include <cstdint>
#include <cstring>

namespace ballast::classifiers {
namespace {

template <class T>
void put(const std::vector<T>& values, std::string& out) {
  const std::uint64_t count = values.size();
  out.append(reinterpret_cast<const char*>(&count), sizeof count);
  out.append(reinterpret_cast<const char*>(values.data()), count * sizeof(T));
}

template <class T>
std::vector<T> take(const char*& at) {
  std::uint64_t count = 0;
  std::memcpy(&count, at, sizeof count);
  at += sizeof count;
  std::vector<T> out(count);
  if (count != 0) std::memcpy(out.data(), at, count * sizeof(T));
  at += count * sizeof(T);
  return out;
}

}  // namespace

FeaturePart::FeaturePart(const std::string& bytes) {
  const char* at = bytes.data();
  values_ = take<CountedValue>(at);
  rare_values_ = take<double>(at);
  added_ = take<double>(at);
}

std::string FeaturePart::bytes() const {
  std::string out;
  put(values_, out);
  put(rare_values_, out);
  put(added_, out);
  return out;
}

void FeaturePart::join(const FeaturePart& next) {
  values_ = joined(values_, next.values_);
  rare_values_.insert(rare_values_.end(), next.rare_values_.begin(), next.rare_values_.end());
  added_.insert(added_.end(), next.added_.begin(), next.added_.end());
}

FeatureBins FeaturePart::bins(std::size_t max_bins) const {
  SortedValues values;
  const std::span<ValueGroup> groups = values.groups(values_, max_bins);
  if (groups.size() > max_bins) add_weight({std::vector<std::uint32_t>(added_.size()), added_}, rare_values_, groups);
  return cut_bins(groups, max_bins);
}

}  // namespace ballast::classifiers
