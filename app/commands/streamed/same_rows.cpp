#include "app/commands/streamed/same_rows.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "app/commands/streamed/streamed_source.hpp"
#include "app/data/dataset_digest.hpp"
#include "app/data/streamed/row_ranges.hpp"
#include "engine/ranks/agreement.hpp"

namespace ballast::app {

void require_same_rows(const Dataset& data, const DecisionRequest& request, const Arguments& arguments,
                       Session& session) {
  if (session.ranks.is_alone()) return;
  ranks::Facts facts{{"data", "SHA-256 " + dataset_digest(data)}};
  std::vector<std::string> others = request.added;
  if (!request.added_from.empty()) others.push_back(request.added_from);
  if (!request.decide_on.empty()) others.push_back(request.decide_on);
  if (arguments.given("continue")) others.push_back(arguments.text("continue"));
  std::ranges::sort(others);
  others.erase(std::unique(others.begin(), others.end()), others.end());  // one file may be named twice
  for (const std::string& path : others) {
    facts.emplace_back("file " + path, "SHA-256 " + digest_of(path, session.observer));
  }
  require_same(session.ranks, facts, session.observer);
}

void require_same_files(const std::string& command, const Arguments& arguments, Session& session) {
  if (session.ranks.is_alone()) return;
  const std::string& data = arguments.positional(1);
  std::error_code code;
  if (!std::filesystem::is_regular_file(data, code)) {
    throw Error("over ranks `" + command + "` reads a file").in(data).hint("what is in a pipe reaches one rank alone");
  }
  require_same(
      session.ranks,
      {{"model", "SHA-256 " + digest_of(arguments.positional(0), session.observer)}, {"data", sampled_digest(data)}},
      session.observer);
}

}  // namespace ballast::app
