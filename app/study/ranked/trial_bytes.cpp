#include "app/study/ranked/trial_bytes.hpp"

#include <algorithm>

#include "engine/files/archive.hpp"

namespace ballast::app {
namespace {

constexpr const char* kTrials = "trials";
constexpr const char* kTimings = "timings";

files::ArchiveReader reader_of(const std::string& bytes, const char* kind) {
  files::ArchiveReader out = files::ArchiveReader::from_packed(bytes, "what a rank sent");
  out.require_kind(kind);
  return out;
}

// The fields of a result in one order, for both ways: `number` takes each double by reference, and counts and whether
// something optional is there as doubles too, in which they are exact.
template <class Number>
class Fields {
 public:
  explicit Fields(Number number) : number_(number) {}

  void all(RepeatResult& r) {
    one(r.plain);
    both(r.chosen);
    values(r.metrics);
    optional(r.at_base_rate, [&](MetricValues& v) { values(v); });
    optional(r.chosen_at_base_rate, [&](ChosenDecisions& v) { both(v); });
    values(r.probabilities);
    optional(r.probabilities_at_base_rate, [&](ProbabilityValues& v) { values(v); });
  }

 private:
  void count(std::size_t& value) {
    auto exact = static_cast<double>(value);
    number_(exact);
    value = static_cast<std::size_t>(exact);
  }
  void one(Decided& d) {
    number_(d.threshold);
    for (std::size_t* value : {&d.tp, &d.fp, &d.fn, &d.tn}) count(*value);
  }
  void both(ChosenDecisions& d) {
    one(d.f1);
    one(d.cost);
  }
  template <class Values>
  void values(Values& all) {
    for (double& value : all) number_(value);
  }
  template <class T, class Each>
  void optional(std::optional<T>& value, Each each) {
    std::size_t there = value.has_value() ? 1 : 0;
    count(there);
    if (there == 1 && !value) value.emplace();
    if (value) each(*value);
  }

  Number number_;
};

std::vector<double> numbers_of(RepeatResult result) {
  std::vector<double> out;
  Fields fields([&](double& value) { out.push_back(value); });
  fields.all(result);
  return out;
}

RepeatResult result_of(const std::vector<double>& numbers) {
  RepeatResult out;
  std::size_t at = 0;
  Fields fields([&](double& value) { value = numbers.at(at++); });
  fields.all(out);
  return out;
}

}  // namespace

std::string trial_bytes(const std::vector<Trial>& trials) {
  files::ArchiveWriter out(kTrials);
  out.integer("count", static_cast<std::int64_t>(trials.size()));
  for (std::size_t i = 0; i < trials.size(); ++i) {
    files::ArchiveWriter one = out.child(std::to_string(i));
    one.integer("arm", static_cast<std::int64_t>(trials[i].arm));
    one.array<std::uint64_t>("seed", std::span(&trials[i].judged.seed, 1));
    one.array<double>("judged", numbers_of(trials[i].judged));
    one.number("threshold", trials[i].threshold);
    one.array<float>("score", trials[i].score);
    if (trials[i].tried) save_tried(*trials[i].tried, one.child("tried"));
  }
  return out.packed();
}

std::vector<Trial> trials_of(const std::string& bytes) {
  const files::ArchiveReader in = reader_of(bytes, kTrials);
  std::vector<Trial> out(static_cast<std::size_t>(in.integer("count")));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const files::ArchiveReader one = in.child(std::to_string(i));
    out[i].arm = static_cast<std::size_t>(one.integer("arm"));
    out[i].judged = result_of(one.array<double>("judged"));
    out[i].judged.seed = one.array<std::uint64_t>("seed", 1)[0];
    out[i].threshold = one.number("threshold");
    out[i].score = one.array<float>("score");
    out[i].tried = load_tried(one.child("tried"));
  }
  return out;
}

std::string timing_bytes(const Timings& timings) {
  files::ArchiveWriter out(kTimings);
  std::vector<std::string> phases;
  std::vector<double> seconds;
  for (const auto& timing : timings) {
    phases.push_back(timing.first);
    seconds.push_back(timing.second);
  }
  out.texts("phases", phases);
  out.array<double>("seconds", seconds);
  return out.packed();
}

void add_timings(const std::string& bytes, Timings& timings) {
  const files::ArchiveReader in = reader_of(bytes, kTimings);
  const std::vector<std::string> phases = in.texts("phases");
  const std::vector<double> seconds = in.array<double>("seconds", phases.size());
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const auto known = std::ranges::find(timings, phases[i], &Timings::value_type::first);
    if (known == timings.end()) {
      timings.emplace_back(phases[i], seconds[i]);
    } else {
      known->second += seconds[i];
    }
  }
}

}  // namespace ballast::app
