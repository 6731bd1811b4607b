// Files that are no JSON or UBJSON of XGBoost are refused by their name, with how to save the model instead.
#include "tests/app/foreign_model.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

BOOST_AUTO_TEST_SUITE(other_formats_test)

BOOST_AUTO_TEST_CASE(binary_files_are_named) {
  using namespace std::string_literals;
  const std::string parameters(136, '\0');
  const auto field = [](const std::string& name) {
    return std::string(1, static_cast<char>(name.size())) + std::string(7, '\0') + name;
  };
  refuses(parameters + field("binary:logistic") + field("gbtree"), {"old binary format", "before 3.1", "model.ubj"});
  refuses("binf" + parameters, {"old binary format"});
  refuses("\x80\x04\x95\x00\x01"s, {"Python pickle", "save_model('model.json')"});
  refuses("ccopy_reg\n_reconstructor\n", {"Python pickle"});
  refuses("\x1f\x8b\x08"s, {"compressed", "unpack"});
  refuses("PK\x03\x04"s, {"compressed"});
  refuses("CBM1\x01"s, {"CatBoost"});
  refuses(std::string("\x08\x08\x12\x0bskl2onnx"), {"ONNX"});
  refuses("\x89HDF\r\n\x1a\n"s, {"HDF5"});
  refuses("{\0\"\0"s, {"UTF-16", "iconv"});
  refuses(
      "\x89"
      "BLST\r\n",
      {"ballast itself", "no import"});
  refuses("", {"empty file", "model.json"});
  refuses(R"({"base_margin": [0.0], "made_by": {}})", {"export --to json", "--to xgboost-json"});
}

BOOST_AUTO_TEST_CASE(text_files_are_named) {
  refuses("booster[0]:\n0:[f0<0.5] yes=1,no=2,missing=1\n", {"text dump", "base score", "save_model('model.json')"});
  refuses("tree\nversion=v3\nnum_class=1\n", {"LightGBM", "XGBoost saved as JSON or UBJ"});
  refuses("<?xml version=\"1.0\"?><PMML/>", {"PMML"});
}

BOOST_AUTO_TEST_CASE(json_of_something_else_is_named) {
  refuses(R"([{"nodeid": 0, "leaf": 1}])", {"JSON dump of XGBoost", "base score"});
  refuses(R"(["  { \"nodeid\": 0, \"leaf\": 1}"])", {"JSON dump of XGBoost"});
  refuses(R"({"name": "tree", "num_class": 1, "tree_info": []})", {"LightGBM"});
  refuses(R"({"oblivious_trees": []})", {"CatBoost"});
  refuses(R"({"learner": {"gradient_booster": {"gbtree_train_param": {}}}})", {"configuration", "save_config"});
}

BOOST_AUTO_TEST_SUITE_END()
