#include "app/commands/streamed/train_streamed.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/decision_options.hpp"
#include "app/commands/options/learner_options.hpp"
#include "app/commands/options/two_class_options.hpp"
#include "app/commands/output/train_output.hpp"
#include "app/commands/streamed/code_cache.hpp"
#include "app/commands/streamed/memory_plan.hpp"
#include "app/commands/streamed/streamed_result.hpp"
#include "app/commands/streamed/streamed_source.hpp"
#include "app/data/streamed/streamed_set.hpp"
#include "app/data/streamed/written_codes.hpp"
#include "app/version.hpp"
#include "classifiers/boosting/streamed_boosting.hpp"
#include "engine/files/checksum.hpp"
#include "engine/tabular/csv/spool/spooled_csv.hpp"

namespace ballast::app {
namespace {

using classifiers::CodeFile;

struct Request {
  const Arguments& arguments;
  DataRequest data;
  classifiers::BoostingOptions options;
  std::size_t budget;
};

// Names the data, how they are read, and how they are binned.
std::string key_of(const Request& request, Observer& observer) {
  std::string text = std::string(kVersion) + "\n" + digest_of(request.data.path, observer) + "\nbins " +
                     std::to_string(request.options.max_bin) + "\n";
  for (const char* name : {"target", "positive", "drop", "categorical", "date", "delimiter", "decimal", "encoding",
                           "missing", "skip-lines", "no-header"}) {
    const Arguments& arguments = request.arguments;
    if (arguments.has(name) && arguments.given(name))
      text += std::string(name) + " " + arguments.text_or(name, "") + "\n";
  }
  return files::to_hex(files::sha256(std::as_bytes(std::span(text))));
}

MemoryPlan plan_of(const Request& request, const StreamedSet& set, std::size_t reading, Session& session) {
  const std::size_t groups = set.class_count() == 2 ? 1 : set.class_count();
  return plan_memory(request.budget, {set.rows(), set.features.size(), groups, reading}, request.options,
                     session.pool.threads());
}

void state_plan(const Request& request, const MemoryPlan& plan, Session& session) {
  session.observer.note("needs " + memory_text(plan.needs) + ", has " + memory_text(request.budget));
}

struct Prepared {
  StreamedSet set;
  std::unique_ptr<CodeFile> codes;
  MemoryPlan plan;
  double bin_seconds = 0;
};

Prepared make_codes(const Request& request, const CodeCache& cache, const std::string& key, Session& session) {
  const Stopwatch watch;
  Prepared out;
  {
    const std::string folder = std::filesystem::path(cache.path()).parent_path().string();
    const StreamedSource source = open_streamed(request.data, folder, session.pool, session.observer);
    out.set = read_streamed_set(*source.blocks, request.data, source.format, session.observer);
    state_classes(request.arguments, request.data.target.column, out.set.class_count());
    out.plan = plan_of(request, out.set, source.spool ? tabular::SpooledCsv::kBytes : 0, session);
    state_plan(request, out.plan, session);
    note_columns(*source.blocks, out.set, request.data, session.observer);
    const classifiers::BinnedFeatures features =
        find_features(*source.blocks, out.set, request.options.max_bin - 1, out.plan.columns_at_once, session.observer);
    write_codes(*source.blocks, out.set, features, out.plan.block_rows, key, cache.path(), session.pool,
                session.observer);
  }
  out.codes = std::make_unique<CodeFile>(cache.path());
  out.bin_seconds = watch.seconds();
  return out;
}

Prepared take_codes(const Request& request, std::unique_ptr<CodeFile> file, Session& session) {
  Prepared out{load_streamed_set(file->description().child("data")), std::move(file), {}, 0};
  out.set.y = out.codes->labels();
  state_classes(request.arguments, request.data.target.column, out.set.class_count());
  out.plan = plan_of(request, out.set, 0, session);
  state_plan(request, out.plan, session);
  return out;
}

// With the blocks that the file has, which another budget may have cut.
std::size_t room_for(const Prepared& prepared) {
  const classifiers::CodeShape& shape = prepared.codes->shape();
  const std::size_t planned = 2 * prepared.plan.block_rows * shape.row_bytes();
  const std::size_t buffers = 2 * shape.block_rows * shape.row_bytes();
  return buffers > planned ? prepared.plan.room - std::min(prepared.plan.room, buffers - planned) : prepared.plan.room;
}

TrainedModel boost_streamed(const Request& request, const Prepared& prepared, Session& session) {
  const StreamedSet& set = prepared.set;
  LearnerOptions options;
  options.boosting = request.options;
  options.boosting.monotone = read_monotone(request.arguments, set.features);
  const StreamedTraining training(set, set.y);
  TrainedModel out;
  classifiers::BoostingReport report;
  out.model = std::make_unique<classifiers::Boosting>(train_boosting(
      *prepared.codes, training.data, options.boosting, room_for(prepared), session.pool, session.observer, &report));
  out.bin_seconds = prepared.bin_seconds;
  out.fit_seconds = report.grow_seconds;
  if (set.classes.empty()) out.learned_share = learned_share("boosting", training.data, options);
  return out;
}

}  // namespace

std::vector<OptionSpec> streamed_options() {
  return {{"memory",
           "SIZE",
           "",
           "Learn from more rows than memory holds: keep to this much of it, such as 2G, and stream the rest from the "
           "disk. The model has the same bytes. Says before it starts what is needed.",
           {},
           "classifier=boosting",
           kReadInBlocks},
          {"cache",
           "DIR",
           "",
           "Keep the codes of the rows here, for the next training on the same data and bins; without it they are "
           "removed at the end.",
           {},
           "memory"}};
}

void train_streamed(const Arguments& arguments, Session& session) {
  LearnerOptions options = read_learner_options(arguments, true);
  options.set_seed(session.seed);
  options.boosting.validate();
  const DecisionRequest decision = read_decision_request(arguments);
  const std::size_t budget = parse_memory(arguments.text("memory"));
  TrainOutputs outputs(arguments, decision, session);
  const Request request{arguments, data_request(arguments, arguments.positional(0), true), options.boosting, budget};
  const CodeCache cache(arguments.text_or("cache", ""), request.data.path, outputs.model());
  const std::string key = cache.is_kept() ? key_of(request, session.observer) : "";
  const Stopwatch watch;
  std::unique_ptr<CodeFile> kept = cache.find(key, session.observer);
  const double load_seconds = kept ? watch.seconds() : 0;
  const Prepared prepared =
      kept ? take_codes(request, std::move(kept), session) : make_codes(request, cache, key, session);
  const TrainedModel trained = boost_streamed(request, prepared, session);
  write_trained(prepared.set, trained, decision, outputs, load_seconds, session);
}

}  // namespace ballast::app
