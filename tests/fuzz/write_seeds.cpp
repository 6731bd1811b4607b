// write_seeds FOLDER: valid files for each fuzzer to start from, in FOLDER/NAME.
#include <filesystem>
#include <fstream>

#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/ubjson.hpp"

using namespace ballast;

namespace {

void write(const std::filesystem::path& folder, const std::vector<std::string>& seeds) {
  std::filesystem::create_directories(folder);
  for (std::size_t i = 0; i < seeds.size(); ++i) std::ofstream(folder / ("seed_" + std::to_string(i))) << seeds[i];
}

std::vector<std::string> texts(const std::vector<fuzz::Bytes>& files) {
  std::vector<std::string> out;
  for (const fuzz::Bytes& file : files) out.push_back(fuzz::text_of(file));
  return out;
}

}  // namespace

int main(int, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  std::vector<std::string> json;
  for (const app::ClassifierFile& file : fuzz::seed_classifiers()) json.push_back(to_xgboost_json(file));
  for (std::size_t i = json.size(); i > 0; --i) json.push_back(fuzz::ubjson(nlohmann::json::parse(json[i - 1])));
  write(folder / "xgboost_json", json);
  write(folder / "model_archive", texts(fuzz::classifier_archives()));
  write(folder / "generator_archive", texts(fuzz::generator_archives()));
  write(folder / "csv", {fuzz::seed_csv(5), fuzz::seed_csv(30)});
}
