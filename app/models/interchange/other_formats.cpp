#include "app/models/interchange/other_formats.hpp"

#include <algorithm>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

constexpr const char* kSave = "in Python, model.save_model('model.json') (or 'model.ubj') writes what can be read";
constexpr const char* kXgboostOnly =
    "only models that XGBoost saved as JSON or UBJ (model.save_model('model.json')) can be read";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const char* hint) {
  throw Error(what).in(path).expected("a model that XGBoost saved as JSON or UBJ").hint(hint);
}

// XGBoost before 3.1: the name of the booster, after its length in 8 bytes, among the parameters in front.
bool is_xgboost_binary(std::string_view bytes) {
  if (bytes.starts_with("binf") || bytes.starts_with("bs64")) return true;
  const std::string_view front = bytes.substr(0, 1024);
  const auto has = [&](std::string_view name) {
    const std::string field = std::string(1, static_cast<char>(name.size())) + std::string(7, '\0') + std::string(name);
    return front.find(field) != std::string_view::npos;
  };
  return has("gbtree") || has("gblinear") || has("dart");
}

// Protocol 2 and later begin with their number; older ones are text.
bool is_pickle(std::string_view bytes) {
  return (bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5) ||
         bytes.starts_with("ccopy_reg\n") || bytes.starts_with("cxgboost");
}

// A protocol buffer, whose first fields are a version and the program that wrote it: skl2onnx, onnxmltools.
bool is_onnx(std::string_view bytes) {
  return bytes.starts_with('\x08') && bytes.substr(0, 256).find("onnx") != std::string_view::npos;
}

bool is_utf16(std::string_view bytes) {
  using namespace std::string_view_literals;
  return bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff") || bytes.starts_with("{\0"sv) ||
         bytes.starts_with("\0{"sv);
}

bool is_compressed(std::string_view bytes) {
  using namespace std::string_view_literals;
  return std::ranges::any_of(std::array{"\x1f\x8b"sv, "PK\x03\x04"sv, "BZh"sv,
                                        "\xfd"
                                        "7zXZ"sv,
                                        "\x28\xb5\x2f\xfd"sv},
                             [&](std::string_view magic) { return bytes.starts_with(magic); });
}

}  // namespace

void refuse_other_formats(std::string_view bytes, const std::string& path) {
  if (bytes.empty()) refuse(path, "an empty file", kSave);
  if (bytes.starts_with("\x89"
                        "BLST")) {
    throw Error("a file of ballast itself")
        .in(path)
        .hint("it needs no import: `ballast predict` and the others read it");
  }
  if (is_compressed(bytes)) refuse(path, "a compressed file (gzip, zip, bzip2, xz or zstd)", "unpack it first");
  if (is_pickle(bytes)) {
    refuse(path, "a Python pickle (or joblib), which only the program that wrote it reads safely",
           "load it there and save the model: model.save_model('model.json') (or 'model.ubj')");
  }
  if (bytes.starts_with("booster[0]") || bytes.starts_with("0:[") || bytes.starts_with("digraph")) {
    refuse(path, "a text dump of XGBoost's trees, which leaves out the objective and the base score", kSave);
  }
  if (bytes.starts_with("tree\n") || bytes.starts_with("tree\r\n")) {
    refuse(path, "a text model of LightGBM", kXgboostOnly);
  }
  if (bytes.starts_with("CBM1")) refuse(path, "a model of CatBoost", kXgboostOnly);
  if (bytes.starts_with("\x89HDF")) refuse(path, "an HDF5 file (Keras?)", kXgboostOnly);
  if (is_onnx(bytes)) refuse(path, "a model in ONNX", kXgboostOnly);
  if (is_utf16(bytes)) refuse(path, "text in UTF-16", "`iconv -f utf-16 -t utf-8` writes it as UTF-8");
  if (bytes.starts_with("<?xml") || bytes.starts_with("<PMML")) refuse(path, "XML (PMML?)", kXgboostOnly);
  if (is_xgboost_binary(bytes)) {
    refuse(path, "a model in XGBoost's old binary format, which it gave up in 3.1",
           "load it with XGBoost before 3.1, then booster.save_model('model.json') (or 'model.ubj')");
  }
}

void refuse_other_json(const nlohmann::json& json, const std::string& path) {
  const auto has = [](const nlohmann::json& object, const char* key) {
    return object.is_object() && object.contains(key);
  };
  const auto is_dump = [&](const nlohmann::json& tree) {  // as an object, or the text of one
    return has(tree, "nodeid") || (tree.is_string() && tree.get_ref<const std::string&>().find("\"nodeid\"") < 20) ||
           (tree.is_string() && tree.get_ref<const std::string&>().starts_with("0:["));
  };
  if (json.is_array() && !json.empty() && is_dump(json[0])) {
    refuse(path, "a JSON dump of XGBoost's trees, which leaves out the objective and the base score", kSave);
  }
  if (has(json, "tree_info") && has(json, "num_class")) refuse(path, "a JSON dump of LightGBM", kXgboostOnly);
  if (has(json, "base_margin") && has(json, "made_by")) {
    refuse(path, "what `ballast export --to json` wrote, for reading",
           "`ballast export --to xgboost-json` writes what can be imported");
  }
  if (has(json, "oblivious_trees")) refuse(path, "a model of CatBoost", kXgboostOnly);
  if (has(json, "learner") && has(json["learner"], "gradient_booster") &&
      has(json["learner"]["gradient_booster"], "gbtree_train_param")) {
    refuse(path, "the configuration of an XGBoost model (save_config), without its trees", kSave);
  }
}

}  // namespace ballast::app
