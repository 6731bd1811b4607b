#include "app/commands/parsing/synonyms.hpp"

#include <algorithm>
#include <span>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

struct Synonym {
  std::string_view word, meaning;
};

// Taken as if the other had been typed, where a command has the other.
constexpr Synonym kAccepted[]{
    {"h", "help"},
    {"V", "version"},
    {"q", "quiet"},
    {"o", "out"},
    // Names of earlier versions.
    {"classifiers", "classifier"},
    {"predict", "parametrisation"},
    {"rows", "points"},
    {"rows", "row-numbers"},
    {"samplers", "curve-samplers"},
    {"schedules", "schedule"},
    {"steps", "noising-steps"},
    {"write", "data-out"},
};

// Words of other programs and of everyday speech. Of several meanings the first that a command has is offered.
constexpr Synonym kOptions[]{
    {"learning-rate", "eta"},
    {"lr", "learning-rate"},
    {"lr", "eta"},
    {"shrinkage", "eta"},
    {"eta", "learning-rate"},
    {"n-estimators", "rounds"},
    {"n-estimators", "trees"},
    {"num-trees", "trees"},
    {"n-trees", "trees"},
    {"ntree", "trees"},
    {"num-rounds", "rounds"},
    {"num-round", "rounds"},
    {"num-boost-round", "rounds"},
    {"nrounds", "rounds"},
    {"iterations", "rounds"},
    {"iterations", "updates"},
    {"epochs", "updates"},
    {"steps", "updates"},
    {"max-depth", "depth"},
    {"num-leaves", "max-leaves"},
    {"max-leaf-nodes", "max-leaves"},
    {"min-samples-leaf", "min-leaf"},
    {"min-data-in-leaf", "min-leaf"},
    {"mtry", "max-features"},
    {"min-child-samples", "min-leaf"},
    {"min-child-samples", "min-child-weight"},
    {"min-data-in-leaf", "min-child-weight"},
    {"min-samples-leaf", "min-child-weight"},
    {"min-sum-hessian", "min-child-weight"},
    {"reg-lambda", "lambda"},
    {"l2", "lambda"},
    {"l2-leaf-reg", "lambda"},
    {"lambda-l2", "lambda"},
    {"reg-alpha", "alpha"},
    {"l1", "alpha"},
    {"lambda-l1", "alpha"},
    {"min-split-loss", "gamma"},
    {"min-split-gain", "gamma"},
    {"min-gain-to-split", "gamma"},
    {"min-impurity-decrease", "gamma"},
    {"monotone-constraints", "monotone"},
    {"monotonic-cst", "monotone"},
    {"is-unbalance", "scale-pos-weight"},
    {"auto-class-weights", "scale-pos-weight"},
    {"max-iter", "rounds"},
    {"max-iter", "updates"},
    {"colsample-bytree", "colsample"},
    {"colsample-bynode", "colsample-node"},
    {"feature-fraction", "colsample"},
    {"bagging-fraction", "subsample"},
    {"max-bins", "max-bin"},
    {"pos-weight", "scale-pos-weight"},
    {"class-weights", "class-weight"},
    {"objective", "loss"},
    {"early-stopping-rounds", "early-stopping"},
    {"patience", "early-stopping"},
    {"eval-metric", "metric"},
    {"val-fraction", "validation-fraction"},
    {"validation-split", "validation-fraction"},
    {"test-size", "test-fraction"},
    {"test-split", "test-fraction"},
    {"random-state", "seed"},
    {"random-seed", "seed"},
    {"rng", "seed"},
    {"jobs", "threads"},
    {"n-jobs", "threads"},
    {"nthread", "threads"},
    {"num-threads", "threads"},
    {"workers", "threads"},
    {"cores", "threads"},
    {"j", "threads"},
    {"output", "out"},
    {"outfile", "out"},
    {"output-file", "out"},
    {"output-dir", "out"},
    {"out-file", "out"},
    {"out-dir", "out"},
    {"save", "out"},
    {"label", "target"},
    {"y", "target"},
    {"class", "target"},
    {"outcome", "target"},
    {"response", "target"},
    {"dependent", "target"},
    {"positive-class", "positive"},
    {"pos-label", "positive"},
    {"ignore", "drop"},
    {"exclude", "drop"},
    {"remove", "drop"},
    {"cat-features", "categorical"},
    {"categorical-features", "categorical"},
    {"categories", "categorical"},
    {"model", "classifier"},
    {"model", "generator"},
    {"algorithm", "classifier"},
    {"learner", "classifier"},
    {"method", "generator"},
    {"cutoff", "threshold"},
    {"prevalence", "base-rate"},
    {"prior", "base-rate"},
    {"cost-fn", "cost-miss"},
    {"cost-fp", "cost-alarm"},
    {"n", "rows"},
    {"count", "rows"},
    {"num-samples", "rows"},
    {"num-rows", "rows"},
    {"samples", "rows"},
    {"n-samples", "rows"},
    {"size", "rows"},
    {"runs", "repeats"},
    {"splits", "repeats"},
    {"folds", "repeats"},
    {"cv", "repeats"},
    {"cv", "folds"},
    {"resume", "continue"},
    {"budget", "budget-fits"},
    {"n-trials", "budget-fits"},
    {"n-iter", "budget-fits"},
    {"max-time", "budget-seconds"},
    {"timeout", "budget-seconds"},
    {"time-budget", "budget-seconds"},
    {"batch-size", "batch"},
    {"hidden-size", "hidden"},
    {"units", "hidden"},
    {"width", "hidden"},
    {"n-layers", "layers"},
    {"timesteps", "noising-steps"},
    {"num-timesteps", "noising-steps"},
    {"diffusion-steps", "noising-steps"},
    {"beta-schedule", "schedule"},
    {"format", "to"},
    {"overwrite", "force"},
    {"yes", "force"},
    {"f", "force"},
    {"silent", "quiet"},
    {"time-column", "time"},
    {"sep", "delimiter"},
    {"separator", "delimiter"},
    {"na-values", "missing"},
    {"null-values", "missing"},
    {"charset", "encoding"},
};

constexpr Synonym kCommands[]{
    {"generate", "sample"},  {"synthesize", "sample"}, {"synthesise", "sample"}, {"eval", "evaluate"},
    {"test", "evaluate"},    {"judge", "evaluate"},    {"metrics", "evaluate"},  {"fill", "impute"},
    {"infer", "predict"},    {"learn", "fit"},         {"study", "run"},         {"benchmark", "run"},
    {"compare", "run"},      {"show", "inspect"},      {"info", "inspect"},      {"describe", "inspect"},
    {"convert", "export"},   {"dump", "export"},       {"load", "import"},       {"shap", "explain"},
    {"why", "explain"},      {"example", "demo"},      {"tutorial", "demo"},     {"toys", "toy"},
    {"search", "tune"},      {"optimise", "tune"},     {"optimize", "tune"},     {"hpo", "tune"},
    {"synth", "sample"},     {"simulate", "sample"},   {"oversample", "sample"}, {"augment", "run"},
    {"classify", "predict"}, {"apply", "predict"},     {"validate", "evaluate"}, {"experiment", "run"},
    {"model", "train"},      {"privacy", "compare"},   {"quality", "compare"},   {"clean", "impute"},
};

std::string canonical(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string meant(std::string_view word, const std::vector<std::string>& names, std::span<const Synonym> synonyms) {
  std::string wanted = canonical(word);
  if (std::ranges::find(names, wanted) != names.end()) return wanted;
  for (const Synonym& synonym : synonyms) {
    if (synonym.word != wanted) continue;
    const auto known = std::ranges::find(names, synonym.meaning);
    if (known != names.end()) return *known;
  }
  return std::string(nearest_name(wanted, names));
}

}  // namespace

std::string_view accepted_option(std::string_view word, const std::vector<OptionSpec>& options) {
  for (const Synonym& synonym : kAccepted) {
    if (synonym.word != word) continue;
    for (const OptionSpec& option : options) {
      if (option.name == synonym.meaning) return option.name;
    }
  }
  return {};
}

std::string meant_option(std::string_view word, const std::vector<std::string>& names) {
  return meant(word, names, kOptions);
}

std::string meant_command(std::string_view word, const std::vector<std::string>& names) {
  return meant(word, names, kCommands);
}

}  // namespace ballast::app
