// XGBoost's JSON, both ways, and the hostile files an importer may meet: one clear error each.
#include "tests/app/foreign_model.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

BOOST_AUTO_TEST_SUITE(xgboost_json_test)

BOOST_AUTO_TEST_CASE(boosting_comes_back_as_it_went) {
  const ClassifierFile out = boosting(), back = read(to_xgboost_json(out));
  BOOST_TEST((trees_of(back) == trees_of(out)));
  BOOST_TEST((back.features == out.features));
  BOOST_TEST(back.target.column.name == "label");
  BOOST_TEST(back.target.positive == "yes");
  BOOST_TEST(dynamic_cast<const classifiers::Boosting&>(*back.model).base_margin()[0] == 0.0f);
}

// Every sum starts with base + the first leaf, here and there.
BOOST_AUTO_TEST_CASE(a_base_margin_goes_into_the_first_leaves) {
  const ClassifierFile back = read(to_xgboost_json(boosting(-2.5f)));
  BOOST_TEST(trees_of(back)[0].values[0] == -2.5f + 0.1f);
  BOOST_TEST(trees_of(back)[0].values[1] == -2.5f + -0.2f);
  BOOST_TEST((trees_of(back)[1].values == trees_of(boosting())[1].values));
}

// 20240115 and its neighbours are one float32.
BOOST_AUTO_TEST_CASE(a_split_that_float32_cannot_hold_is_refused_by_its_column) {
  DecisionTree tree = stump({0.1f, -0.2f});
  tree.nodes[0].threshold = 20240115.5;
  tree.nodes[0].exact = true;
  const ClassifierFile file =
      file_of(std::make_unique<classifiers::Boosting>(std::vector<DecisionTree>{tree}, std::vector<float>{0}, 2, 2));
  BOOST_CHECK_EXCEPTION(to_xgboost_json(file), Error, [](const Error& error) {
    const std::string text = error.what();
    return text.find("a split of 'size' needs float64, and XGBoost compares float32") != std::string::npos &&
           text.find("20240115.5") != std::string::npos;
  });
  BOOST_TEST(to_canonical_json(file).find("\"threshold\": 20240115.5}") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(more_classes_and_forests_come_back_too) {
  std::vector<DecisionTree> trees;
  for (int t = 0; t < 6; ++t) trees.push_back(stump({0.1f * static_cast<float>(t), -1.0f}));
  const ClassifierFile many =
      file_of(std::make_unique<classifiers::Boosting>(trees, std::vector<float>(3, 0.0f), 2, 3), {"x", "y", "z"});
  const ClassifierFile back = read(to_xgboost_json(many));
  BOOST_TEST((trees_of(back) == trees_of(many)));
  BOOST_TEST((back.classes == many.classes));
  const ClassifierFile forest = file_of(
      std::make_unique<classifiers::Forest>(
          std::vector<DecisionTree>{stump({0.2f, 0.3f, 0.5f, 1, 0, 0}, 3), stump({0.7f, 0.2f, 0.1f, 0, 0.5f, 0.5f}, 3)},
          2, 3),
      {"x", "y", "z"});
  BOOST_TEST((trees_of(read(to_xgboost_json(forest))) == trees_of(forest)));
  const ClassifierFile two = file_of(std::make_unique<classifiers::Forest>(
      std::vector<DecisionTree>{stump({0.2f, 1}), stump({0.7f, 0}), stump({0.1f, 0.3f})}, 2, 2));
  const Json written = Json::parse(to_xgboost_json(two));
  BOOST_TEST(written["learner"]["objective"]["name"] == "reg:squarederror");
  BOOST_TEST(read(to_xgboost_json(two)).model->kind() == "forest");
}

const classifiers::Boosting& boosted(const ClassifierFile& file) {
  return dynamic_cast<const classifiers::Boosting&>(*file.model);
}

BOOST_AUTO_TEST_CASE(boosting_of_squared_loss_comes_back_with_its_loss) {
  const ClassifierFile out = boosting(0, classifiers::Loss::squared), back = read(to_xgboost_json(out));
  BOOST_TEST((boosted(back).loss() == classifiers::Loss::squared));
  BOOST_TEST((trees_of(back) == trees_of(out)));
  const std::string text = to_xgboost_json(boosting(0.5f, classifiers::Loss::squared));
  const Json learner = Json::parse(text)["learner"];
  BOOST_TEST(learner["objective"]["name"] == "reg:squarederror");
  BOOST_TEST(learner["learner_model_param"]["base_score"] == "0E0");
  BOOST_TEST(boosted(read(text)).base_margin()[0] == 0.0f);
  BOOST_TEST(trees_of(read(text))[0].values[0] == 0.5f + 0.1f);
}

// Its base score is no probability and is taken as it is; predictions are.
BOOST_AUTO_TEST_CASE(a_foreign_model_of_squared_error_becomes_boosting_held_to_0_and_1) {
  Spoilt foreign;
  foreign.learner()["attributes"] = Json::object();
  foreign.learner()["objective"]["name"] = "reg:squarederror";
  foreign.learner()["learner_model_param"]["base_score"] = "1.25E0";
  ForeignNames names;
  names.as_probability = true;
  const ClassifierFile file = read(foreign.json.dump(), names);
  BOOST_TEST((boosted(file).loss() == classifiers::Loss::squared));
  BOOST_TEST(boosted(file).base_margin()[0] == 1.25f);
  numeric::ThreadPool pool(1);
  numeric::Matrix<double> x(1, 2);
  numeric::Matrix<float> margin(1, 1), probability(1, 2);
  boosted(file).predict_margin(x.view(), margin.view(), pool);
  boosted(file).predict(x.view(), probability.view(), pool);
  BOOST_TEST(margin(0, 0) == 1.25f + 0.1f + 0.3f);
  BOOST_TEST(probability(0, 1) == 1.0f);
  foreign.learner()["learner_model_param"]["num_target"] = "2";
  refuses(foreign.json.dump(), {"num_target"}, names);
}

BOOST_AUTO_TEST_CASE(names_are_taken_from_the_call_the_file_or_made_up) {
  Spoilt plain;
  plain.learner()["attributes"] = Json::object();
  BOOST_TEST(read(plain.json.dump()).features[1].name == "size");
  plain.learner()["feature_names"] = Json::array();
  BOOST_TEST(read(plain.json.dump()).features[1].name == "f1");
  const ClassifierFile named = read(plain.json.dump(), {{"a", "b"}, "Class", "fraud", {}});
  BOOST_TEST(named.features[1].name == "b");
  BOOST_TEST(named.target.column.name == "Class");
  BOOST_TEST(named.target.positive == "fraud");
  BOOST_TEST(read(plain.json.dump()).target.positive == "1");
}

// XGBoost numbers nodes as it likes, keeps those that pruning took out, and writes NaN where there is no number.
BOOST_AUTO_TEST_CASE(nodes_in_any_order_and_nodes_that_were_pruned_are_fine) {
  Spoilt other;
  Json& tree = other.tree();
  tree["left_children"] = {2, -1, -1, -1};
  tree["right_children"] = {1, -1, -1, -1};
  tree["split_indices"] = {1, 0, 0, 4294967295};
  tree["split_conditions"] = {0.5, 1e-9, 0.3, 7};
  tree["default_left"] = {true, false, false, false};
  for (const char* key : {"split_type", "loss_changes"}) tree[key] = {0, 0, 0, 0};
  tree["sum_hessian"] = {4, 1, 3, 0};
  tree["tree_param"]["num_nodes"] = "4";
  std::string text = other.json.dump();
  text.replace(text.find("\"base_weights\":[0.0"), 19, "\"base_weights\":[NaN");
  const DecisionTree tree_read = trees_of(read(text))[1];
  BOOST_TEST((tree_read.values == std::vector<float>{0.3f, 1e-9f}));
  BOOST_TEST(tree_read.nodes.size() == 3u);
}

BOOST_AUTO_TEST_CASE(trees_that_are_none_are_refused) {
  refuses_when([](Spoilt& s) { s.tree()["left_children"] = {0, -1, -1}; }, {"trees[1]", "child of two"});
  refuses_when([](Spoilt& s) { s.tree()["right_children"] = {1, -1, -1}; }, {"child of two"});
  refuses_when([](Spoilt& s) { s.tree()["left_children"] = {3, -1, -1}; }, {"left_children", "-1 to 2", "'3'"});
  refuses_when([](Spoilt& s) { s.tree()["left_children"] = {-2, -1, -1}; }, {"left_children", "'-2'"});
  refuses_when([](Spoilt& s) { s.tree()["right_children"] = {-1, -1, -1}; }, {"node 0", "one child"});
  refuses_when([](Spoilt& s) { s.tree()["split_indices"] = {2, 0, 0}; }, {"node 0", "beyond num_feature"});
  refuses_when([](Spoilt& s) { s.tree()["split_indices"] = {-1, 0, 0}; }, {"split_indices", "'-1'"});
  refuses_when([](Spoilt& s) { s.tree()["split_conditions"] = {0.5, 1}; }, {"split_conditions", "wrong length"});
  refuses_when([](Spoilt& s) { s.tree()["split_conditions"] = {nullptr, 1, 1}; }, {"without a threshold"});
  refuses_when([](Spoilt& s) { s.tree()["split_conditions"] = {0.5, nullptr, 1}; }, {"without a value"});
  refuses_when([](Spoilt& s) { s.tree()["split_conditions"] = {0.5, 1e39, 1}; }, {"element 1", "float32"});
  refuses_when([](Spoilt& s) { s.tree()["split_conditions"] = {"x", 1, 1}; }, {"element 0", "\"x\""});
  refuses_when([](Spoilt& s) { s.tree()["sum_hessian"] = {4, -3, 1}; }, {"node 1", "sum_hessian"});
  refuses_when([](Spoilt& s) { s.tree()["sum_hessian"] = {4, 3e38, 3e38}; }, {"trees[1]", "adds up beyond float32"});
  refuses_when([](Spoilt& s) { s.tree()["split_type"] = {2, 0, 0}; }, {"split_type", "'2'"});
  refuses_when([](Spoilt& s) { s.tree()["left_children"] = Json::array(); }, {"num_nodes"});
  refuses_when([](Spoilt& s) { s.tree()["left_children"] = 7; }, {"left_children", "not an array"});
  refuses_when([](Spoilt& s) { s.tree().erase("default_left"); }, {"trees[1]", "lacks 'default_left'"});
  refuses_when([](Spoilt& s) { s.tree() = "tree"; }, {"trees[1]", "not an object"});
}

BOOST_AUTO_TEST_CASE(sizes_that_cannot_be_are_refused) {
  const auto parameter = [](const char* name, const char* value) {
    return [=](Spoilt& s) { s.learner()["learner_model_param"][name] = value; };
  };
  refuses_when(parameter("num_feature", "4000000000"), {"num_feature", "'4000000000'"});
  refuses_when(parameter("num_feature", "0"), {"num_feature"});
  refuses_when(parameter("num_feature", "-2"), {"num_feature", "'-2'"});
  refuses_when(parameter("num_feature", "3"), {"differ"});
  refuses_when(parameter("num_class", "99999999999999999999"), {"num_class"});
  refuses_when(parameter("num_target", "2"), {"num_target"});
  refuses_when(parameter("base_score", "1.5"), {"base_score", "probability"});
  refuses_when(parameter("base_score", "nan"), {"base_score"});
  refuses_when(parameter("base_score", "1e-39"), {"base_score", "probability"});  // its log-odds are not finite
  refuses_when([](Spoilt& s) { s.model()["gbtree_model_param"]["num_trees"] = "9"; }, {"num_trees", "'9'"});
  refuses_when([](Spoilt& s) { s.tree()["tree_param"]["num_nodes"] = "900000000000"; }, {"num_nodes"});
  refuses_when([](Spoilt& s) { s.model()["trees"] = Json::array(); }, {"no trees"});
  refuses_when([](Spoilt& s) { s.model()["tree_info"] = {0, 1}; }, {"tree_info", "element 1"});
}

// Each leaf is a float32; what two of them add up to is none.
BOOST_AUTO_TEST_CASE(leaves_that_may_add_up_beyond_float32_are_refused) {
  refuses_when(
      [](Spoilt& s) {
        for (Json& tree : s.model()["trees"]) tree["split_conditions"] = {0.5, 3e38, 1};
      },
      {"overflow float32"});
}

// A search for the feature of every split among those of all others would take minutes here.
BOOST_AUTO_TEST_CASE(a_model_of_many_columns_is_read_in_time) {
  Spoilt wide;
  wide.learner()["attributes"] = Json::object();
  wide.learner()["feature_names"] = Json::array();
  wide.learner()["learner_model_param"]["num_feature"] = "1000000";
  const Json tree = wide.tree();
  Json &trees = wide.model()["trees"], &info = wide.model()["tree_info"];
  for (int t = 2; t < 3000; ++t) {
    trees.push_back(tree);
    trees.back()["split_indices"] = {300 * t, 0, 0};
    info.push_back(0);
  }
  wide.model()["gbtree_model_param"]["num_trees"] = "3000";
  BOOST_TEST(read(wide.json.dump()).features.back().name == "f999999");
}

BOOST_AUTO_TEST_CASE(models_of_another_kind_are_refused_by_name) {
  refuses_when([](Spoilt& s) { s.learner()["gradient_booster"]["name"] = "gblinear"; },
               {"gbtree or dart", "'gblinear'"});
  refuses_when([](Spoilt& s) { s.learner()["gradient_booster"]["name"] = "dart"; }, {"lacks 'gbtree'"});
  refuses_when([](Spoilt& s) { s.learner()["objective"]["name"] = "rank:ndcg"; }, {"rank:ndcg", "binary:logistic"});
  refuses_when([](Spoilt& s) { s.learner()["objective"]["name"] = "reg:absoluteerror"; },
               {"reg:absoluteerror", "multi:softprob or multi:softmax"});
  refuses_when([](Spoilt& s) { s.json = Json::array(); }, {"not an object"});
  refuses_when([](Spoilt& s) { s.json = {{"tree", 1}}; }, {"lacks 'learner'"});
}

BOOST_AUTO_TEST_CASE(names_that_do_not_fit_are_refused) {
  const auto none = [](Spoilt&) {};
  refuses_when(none, {"--features", "'1'"}, {{"a"}, {}, {}, {}});
  refuses_when(none, {"twice"}, {{"a", "a"}, {}, {}, {}});
  refuses_when(none, {"--classes is for more than two classes"}, {{}, {}, {}, {"a", "b"}});
  refuses_when(none, {"target", "--target"}, {{}, "size", {}, {}});
  refuses_when([](Spoilt& s) { s.learner()["feature_names"] = {"a"}; }, {"feature_names"});
  refuses_when([](Spoilt& s) { s.learner()["feature_names"] = {"a", 3}; }, {"feature_names[1]", "not a text"});
  refuses_when([](Spoilt& s) { s.learner()["attributes"]["ballast"] = "{"; }, {"no JSON"});
}

BOOST_AUTO_TEST_CASE(text_that_is_no_json_is_refused_with_its_place) {
  const std::string good = to_xgboost_json(boosting());
  refuses(good.substr(0, good.size() / 2), {"m.json:1:", "no JSON"});
  refuses("{\"a\": 1,\n \"b\": nope}", {"m.json:2"});
  refuses("{\"a\": \"\xff\"}", {"no JSON"});
  refuses("{\"a\": 1e999}", {"no JSON"});
  refuses(R"({"learner": 1, "learner": 2})", {"twice", "'learner'"});
  refuses(std::string(100000, '['), {"nested too deep", "64"});
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "{\"a\":";
  refuses(deep, {"nested too deep"});
}

// Old archives may hold them: two names that are replaced by marks could become one.
BOOST_AUTO_TEST_CASE(names_and_labels_that_are_no_utf8_do_not_go_out_as_json) {
  const auto refused = [](const Error& error) {
    return std::string(error.what()).find("is no UTF-8, which JSON is written in; got 'caf\xe9'") != std::string::npos;
  };
  for (const int place : {0, 1, 2, 3}) {
    ClassifierFile file = boosting();
    if (place == 0) file.features[1].name = "caf\xe9";
    if (place == 1) file.features[0].labels[1] = "caf\xe9";
    if (place == 2) file.target.positive = "caf\xe9";
    if (place == 3) file.target.column.name = "caf\xe9";
    BOOST_CHECK_EXCEPTION(to_xgboost_json(file), Error, refused);
    BOOST_CHECK_EXCEPTION(to_canonical_json(file), Error, refused);
  }
}

BOOST_AUTO_TEST_SUITE_END()
