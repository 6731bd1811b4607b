#include "app/study/arm_choice.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "app/study/statistics.hpp"
#include "app/study/study.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

std::string joined_words(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out.append(between);
    out.append(word);
  }
  return out;
}

std::string with_error(double value, const std::optional<double>& error, bool sign) {
  std::string out = fixed(value, 4, sign);
  if (error) out.append(" ± ").append(fixed(*error, 4));
  return out;
}

std::string counted(const std::vector<TriedArms>& choices) {
  std::map<std::string, std::size_t> times;
  for (const TriedArms& choice : choices) ++times[chosen_text(choice)];
  std::vector<std::string> words;
  for (const auto& [arm, count] : times) {
    words.push_back(arm + " " + (count == 1 ? "once" : std::to_string(count) + " times"));
  }
  return joined_words(words, ", ");
}

std::string mark(const TriedArms& tried, std::size_t arm) {
  if (arm == tried.chosen) return " <- chosen";
  return arm == tried.best ? " (best mean)" : "";
}

}  // namespace

TriedArms choose_arm(std::vector<Candidate> candidates, double test_to_train) {
  std::vector<std::vector<double>> by_fold;
  for (Candidate& candidate : candidates) by_fold.push_back(std::move(candidate.pr_auc));
  TriedArms out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    TriedArm& arm = out.arms.emplace_back(std::move(candidates[i].arm));
    const MeanError own = mean_error(by_fold[i], test_to_train);
    const MeanError gain = mean_error(differences(by_fold[i], by_fold[0]), test_to_train);
    arm.pr_auc = own.mean;
    arm.error = own.error;
    arm.from_none = gain.mean;
    arm.from_none_error = gain.error;
  }
  out.best = static_cast<std::size_t>(std::ranges::max_element(out.arms, {}, &TriedArm::pr_auc) - out.arms.begin());
  out.chosen = one_standard_error_choice(by_fold, test_to_train);
  return out;
}

std::string chosen_text(const TriedArms& tried) {
  const TriedArm& chosen = tried.arms[tried.chosen];
  std::string out = chosen.arm;
  if (chosen.rows > 0) out.append(" with ").append(with_commas(chosen.rows)).append(" rows");
  return out;
}

std::string tried_arms_text(const TriedArms& tried) {
  std::vector<std::vector<std::string>> rows{{"arm", "rows", "PR-AUC", "from " + tried.arms[0].arm}};
  for (std::size_t i = 0; i < tried.arms.size(); ++i) {
    const TriedArm& arm = tried.arms[i];
    const std::string added = arm.rows > 0 ? with_commas(arm.rows) : "-";
    const std::string gain = i == 0 ? "" : with_error(arm.from_none, arm.from_none_error, true);
    rows.push_back({arm.arm + mark(tried, i), added, with_error(arm.pr_auc, arm.error, false), gain});
  }
  return aligned(rows, 1);
}

JsonFields tried_arms_json(const TriedArms& tried) {
  NamedNumbers mean, error, from_none, from_none_error;
  for (const TriedArm& arm : tried.arms) {
    std::string name = arm.arm;
    if (arm.rows > 0) name.append(" ").append(std::to_string(arm.rows));
    mean.emplace_back(name, arm.pr_auc);
    error.emplace_back(name, arm.error.value_or(0));
    from_none.emplace_back(name, arm.from_none);
    from_none_error.emplace_back(name, arm.from_none_error.value_or(0));
  }
  const TriedArm& chosen = tried.arms[tried.chosen];
  return {{"arm", chosen.arm},
          {"arm_rows", std::uint64_t{chosen.rows}},
          {"fits", std::uint64_t{tried.fits}},
          {"tried_pr_auc", mean},
          {"tried_pr_auc_error", error},
          {"tried_from_none", from_none},
          {"tried_from_none_error", from_none_error}};
}

std::string choices_text(const StudyResult& result) {
  std::vector<std::string> words;
  for (const Arm& arm : result.arms) {
    if (!arm.choices.empty()) words.push_back(arm.classifier + ": " + counted(arm.choices));
  }
  return words.empty() ? "" : "auto chose: " + joined_words(words, "; ");
}

}  // namespace ballast::app
