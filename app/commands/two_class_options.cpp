#include "app/commands/two_class_options.hpp"

#include <array>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

struct TwoClassOption {
  const char* name;
  const char* value = nullptr;  // if only this value is meant
};

constexpr std::array<TwoClassOption, 15> kOptions{{{"positive"},
                                                   {"threshold"},
                                                   {"base-rate"},
                                                   {"added"},
                                                   {"no-prior-correction"},
                                                   {"calibrate"},
                                                   {"choose"},
                                                   {"decide-on"},
                                                   {"cost-miss"},
                                                   {"cost-alarm"},
                                                   {"cost-column"},
                                                   {"scale-pos-weight"},
                                                   {"monotone"},
                                                   {"loss", "squared"},
                                                   {"metric", "pr-auc"}}};

}  // namespace

void refuse_two_class_options(const Arguments& arguments, const std::string& target, std::size_t classes) {
  for (const TwoClassOption& option : kOptions) {
    if (!arguments.given(option.name)) continue;
    if (option.value != nullptr && arguments.text(option.name) != option.value) continue;
    const std::string value = option.value != nullptr ? std::string(" ") + option.value : "";
    throw Error("--" + std::string(option.name) + value + " is for two classes, and '" + target + "' has " +
                std::to_string(classes))
        .hint("`ballast train --positive LABEL` makes two of them: LABEL, and all else");
  }
}

}  // namespace ballast::app
