// `ballast toy`: the paper's network on points of a line or plane, with pictures
// (app/experiments/toy/toy_study.hpp).
#include "app/commands/options/data_options.hpp"
#include "app/commands/options/generator_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/experiments/toy/toy_figures.hpp"
#include "app/experiments/toy/toy_report.hpp"
#include "app/figures/figure.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {
namespace {

constexpr const char* kByDiffusion = "generator=diffusion";

ToyOptions read_toy_options(const Arguments& arguments, const Session& session) {
  ToyOptions options;
  options.points = point_set(arguments.positional(0)).name;
  options.schedule = arguments.choice("schedule");
  options.steps = arguments.whole("noising-steps");
  options.sampler = arguments.choice("sampler");
  options.rows = arguments.whole("points");
  options.batch = arguments.whole("batch");
  options.updates = arguments.whole("updates");
  options.generated = arguments.whole("generated");
  options.seed = session.seed;
  return options;
}

// What is written of a toy, and printed.
struct Contents {
  std::string points, summary, text;
  Pictures pictures;
};

Contents contents_of(const ToyResult& result) {
  return {toy_points_csv(result),
          toy_summary_json(result),
          toy_text(result),
          {{"noising.svg", [&] { return figures::svg(noising_figure(result)); }},
           {"denoising.svg", [&] { return figures::svg(denoising_figure(result)); }},
           {"score.svg", [&] { return figures::svg(score_figure(result)); }},
           {"loss.svg", [&] { return figures::svg(loss_figure(result)); }}}};
}

Contents contents_of(const ToyRivals& result) {
  return {toy_rivals_csv(result),
          toy_rivals_json(result),
          toy_rivals_text(result),
          {{"points.svg", [&] { return figures::svg(rivals_figure(result)); }}}};
}

// The results, then the pictures. Returns what was written.
std::string write_contents(const Contents& contents, files::OutputFolder& folder, Session& session) {
  files::write_atomically(folder.file("points.csv"), contents.points);
  files::write_atomically(folder.file("summary.json"), contents.summary);
  std::string names = "points.csv summary.json";
  for (const std::string& name : add_pictures(folder, contents.pictures, session)) names += " " + name;
  return names;
}

void write_and_show(const Contents& contents, const Stopwatch& watch, files::OutputFolder& folder, Session& session) {
  throw_if_interrupted();
  const std::string names = write_contents(contents, folder, session);
  session.observer.clear();
  if (session.json) return print(contents.summary);
  if (session.quiet) return;
  print(contents.text);
  tell_written(folder.path(), names + "\ntook " + duration_text(watch.seconds()), session);
}

void run_toy(const Arguments& arguments, Session& session) {
  const Stopwatch watch;
  const ToyOptions options = read_toy_options(arguments, session);
  const std::vector<std::string> generators = arguments.choices("generator");
  files::OutputFolder folder(arguments.text("out"), output_rule(arguments, {}));
  if (generators == std::vector<std::string>{"diffusion"}) {
    const ToyResult result = run_toy(options, session.pool, session.observer);
    write_and_show(contents_of(result), watch, folder, session);
  } else {
    const ToyRivals result = run_toy_rivals(options, generators, session.pool, session.observer);
    write_and_show(contents_of(result), watch, folder, session);
  }
}

}  // namespace

const Command& toy_command() {
  static const Command command{
      "toy",
      "watch diffusion work on points in the plane",
      "Trains the paper's small network on a point set of one or two dimensions and draws what happens. POINTS is "
      "two-diracs or uniform (on a line), two-moons, spiral or dinosaur (in the plane).\n\nWrites to DIR, as SVG that "
      "reads in print and on light and dark pages: noising.svg (the points dissolve, ten panels), denoising.svg (noise "
      "condenses, ten panels), score.svg (the learned score at three noise levels) and loss.svg (training, and what is "
      "left at each noise level beside the exact-score oracle); points.csv with the generated and the true points; and "
      "summary.json.\n\nThe generated points are judged by the root of the biased MMD^2 to fresh true points (largest "
      "on the paper's ladder of kernel widths), beside its median over 20 pairs of true samples: a ratio near 1 means "
      "that they cannot be told apart.\n\nThe paper's 200 steps leave g(T) = 0.364 of a point in X_T, while sampling "
      "starts from pure noise. Since all point sets have mean 0 and variance 1, the two still agree in mean and "
      "variance; --noising-steps 800 closes the rest of the gap at four times the sampling.\n\nWith --generator, "
      "others learn the same points at their defaults, each is judged as above, and DIR gets points.svg (true points "
      "and made ones side by side), points.csv and summary.json.",
      {"POINTS"},
      {{"out", "DIR", kRequired, "Folder to write."},
       force_option(),
       {"points", "N", 10'000U, "Points to learn from.", whole_range(kTimelineRows, 10'000'000)},
       {"generated", "N", 2000U, "Points to generate and judge.", whole_range(kTimelineRows, 1'000'000)},
       {"generator", "A,B", "diffusion", "Generators that learn the points.",
        Values::some_of(diffusion::generator_names)},
       {"noising-steps", "N", 200U, "Steps of the noising process.", whole_range(kTimelinePanels, 10'000),
        kByDiffusion},
       {"schedule", "KIND", "linear", "Of the noise: linear (the paper's) or cosine.", Values::one_of("linear,cosine"),
        kByDiffusion},
       {"sampler", "KIND", "ancestral", "How points are made; the paper's is ancestral.",
        Values::one_of(diffusion::sampler_names), kByDiffusion},
       {"updates", "N", 4000U, "Updates of the network.", whole_range(1, 100'000'000), kByDiffusion},
       {"batch", "N", 256U, "Points an update learns from, each at one random step.", whole_range(1, 65'536),
        kByDiffusion}},
      "ballast toy two-moons --out moons\nballast toy two-moons --generator diffusion,vae,gan,kde --out rivals\n"
      "ballast toy dinosaur --updates 12000 --out dinosaur",
      run_toy};
  return command;
}

}  // namespace ballast::app
