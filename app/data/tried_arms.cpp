#include "app/data/tried_arms.hpp"

#include "engine/error.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMostFits = std::size_t{1} << 40;

}  // namespace

void save_tried(const TriedArms& tried, files::ArchiveWriter out) {
  std::vector<std::string> arms;
  std::vector<std::uint64_t> rows;
  std::vector<double> figures;  // four of each arm
  for (const TriedArm& arm : tried.arms) {
    arms.push_back(arm.arm);
    rows.push_back(arm.rows);
    figures.insert(figures.end(), {arm.pr_auc, arm.error.value_or(0), arm.from_none, arm.from_none_error.value_or(0)});
  }
  out.texts("arms", arms);
  out.array<std::uint64_t>("rows", rows);
  out.array<double>("figures", figures);
  out.integer("best", static_cast<std::int64_t>(tried.best));
  out.integer("chosen", static_cast<std::int64_t>(tried.chosen));
  out.integer("fits", static_cast<std::int64_t>(tried.fits));
}

std::optional<TriedArms> load_tried(const files::ArchiveReader& in) {
  if (!in.has("chosen")) return std::nullopt;
  const std::vector<std::string> arms = in.texts("arms");
  if (arms.empty()) throw Error("damaged file: it chose among no arms").in(in.path());
  const auto rows = in.array<std::uint64_t>("rows", arms.size());
  const auto figures = in.array<double>("figures", 4 * arms.size());
  TriedArms out{
      {}, in.size("best", 0, arms.size() - 1), in.size("chosen", 0, arms.size() - 1), in.size("fits", 0, kMostFits)};
  for (std::size_t i = 0; i < arms.size(); ++i) {
    const std::span<const double> of = std::span(figures).subspan(4 * i, 4);
    out.arms.push_back({arms[i], rows[i], of[0], of[1], of[2], of[3]});
  }
  return out;
}

}  // namespace ballast::app
