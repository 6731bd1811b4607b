#include "app/commands/options/two_class_options.hpp"

#include <utility>

#include "engine/error.hpp"

namespace ballast::app {

void state_classes(const Arguments& arguments, const std::string& target, std::size_t classes, bool one_is_named) {
  const std::string has = target + " of " + std::to_string(classes) + " classes";
  const std::string hint = "`ballast train --positive LABEL` makes two of them: LABEL, and all else";
  const bool two = classes == 2 && one_is_named;
  arguments.state("two-classes", two, has, hint);
  if (two) return;
  for (const auto& [name, value] : {std::pair{"loss", "squared"}, {"loss", "focal"}, {"metric", "pr-auc"}}) {
    if (!arguments.has(name) || arguments.text(name) != value) continue;
    throw Error("--" + std::string(name) + " " + value + " is for two classes").got(has).hint(hint);
  }
}

}  // namespace ballast::app
