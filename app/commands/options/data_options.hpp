// Options that mean the same in every command that has them.
#pragma once

#include "app/commands/parsing/command.hpp"
#include "app/data/dataset.hpp"
#include "app/data/model_file.hpp"
#include "app/study/study.hpp"
#include "app/text/flat_json.hpp"

namespace ballast::app {

// --target, --positive, --drop, --categorical, --date. Where every label may be a class, --positive may be left out.
std::vector<OptionSpec> data_options(bool every_label = false);
DataRequest data_request(const Arguments& arguments, const std::string& path, bool every_label = false);

// --repeats, --test-fraction, --augment, ... of `run` and `demo`.
std::vector<OptionSpec> study_options(const char* repeats);
// --clusters, --noise-level, --sampler, ...: of the arms that use them.
std::vector<OptionSpec> augmentation_settings();
OptionSpec base_rate_option();
inline constexpr Range kRepeatsRange = whole_range(1, 1000);
inline constexpr Range kBaseRates = closed_range(1e-9, 1 - 1e-9);  // one in a thousand millions, of either class
inline constexpr Range kSyntheticRange = whole_range(1, 100'000'000);
inline constexpr Range kFreshWeightRange = closed_range(1e-6, 1e6);
inline constexpr Range kFreshDrawsRange = whole_range(0, 1e6);
OptionSpec fresh_draws_option(const char* read_with);
OptionSpec fresh_weight_option(const char* read_with);
OptionSpec choose_from_option(const char* read_with);
// Throws Error on a setting of arms that the study does not have.
void state_arms(const Arguments& arguments, const std::vector<Augmentation>& arms);
AugmentationSettings read_augmentation_settings(const Arguments& arguments);
StudyOptions read_study_options(const Arguments& arguments, const Session& session);

// a followed by b.
std::vector<OptionSpec> joined(std::vector<OptionSpec> a, const std::vector<OptionSpec>& b);

TargetColumn target_column(const Dataset& data);
Provenance provenance(std::size_t rows, std::size_t positives, std::uint64_t seed);
// "2,000 rows, 40 positive, and 500 added"; of more than two classes the rows alone. rows_json: the same as fields.
std::string rows_text(const Provenance& made_by, bool two_classes);
JsonFields rows_json(const Provenance& made_by, bool two_classes);

// Seconds since it was made.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace ballast::app
