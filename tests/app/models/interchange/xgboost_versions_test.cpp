// What versions of XGBoost write otherwise: base scores as lists, dart's weights, rounds after the best, two classes by
// softmax, labels of categories; and regression, which is no classifier.
#include "tests/app/foreign_model.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

const classifiers::Boosting& boosted(const ClassifierFile& file) {
  return dynamic_cast<const classifiers::Boosting&>(*file.model);
}

// Two trees that no export of ours wrote.
struct Foreign : Spoilt {
  Foreign() { attributes() = Json::object(); }
  Json& attributes() { return learner()["attributes"]; }
  Json& parameters() { return learner()["learner_model_param"]; }
  // As many trees again, and what they are counted by.
  void trees(std::size_t count, std::vector<std::size_t> groups) {
    const Json one = tree();
    model()["trees"] = Json::array();
    for (std::size_t t = 0; t < count; ++t) {
      model()["trees"].push_back(one);
      const double leaf = 0.25 * static_cast<double>(t + 1);
      model()["trees"].back()["split_conditions"] = {0.5, leaf, -leaf};
    }
    model()["tree_info"] = groups;
    model()["gbtree_model_param"]["num_trees"] = std::to_string(count);
  }
  void classes(std::size_t count) {
    learner()["objective"] = {{"name", "multi:softprob"}};
    parameters()["num_class"] = std::to_string(count);
  }
  ClassifierFile read(const ForeignNames& names = {}) const { return testing::read(json.dump(), names); }
};

template <class Spoil>
void refuses_foreign(Spoil&& spoil, const std::vector<std::string>& fragments, const ForeignNames& names = {}) {
  Foreign foreign;
  spoil(foreign);
  refuses(foreign.json.dump(), fragments, names);
}

std::vector<float> leaves(const ClassifierFile& file) {
  std::vector<float> out;
  for (const DecisionTree& tree : trees_of(file)) out.push_back(tree.values[0]);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(xgboost_versions_test)

BOOST_AUTO_TEST_CASE(a_base_score_is_one_number_or_a_list) {
  Foreign foreign;
  foreign.parameters()["base_score"] = "2E-1";
  const float margin = boosted(foreign.read()).base_margin()[0];
  BOOST_TEST(margin == -std::log(1.0f / 0.2f - 1.0f));
  foreign.parameters()["base_score"] = "[2E-1]";
  BOOST_TEST(boosted(foreign.read()).base_margin()[0] == margin);
  foreign.classes(3);
  foreign.trees(3, {0, 1, 2});
  foreign.parameters()["base_score"] = "[1E-1,-2E0,3E0]";
  BOOST_TEST((boosted(foreign.read()).base_margin() == std::vector<float>{0.1f, -2.0f, 3.0f}));
  foreign.parameters()["base_score"] = "5E-1";
  BOOST_TEST((boosted(foreign.read()).base_margin() == std::vector<float>(3, 0.5f)));
  for (const auto& [score, fragment] : {std::pair{"[1E-1,2E0]", "not one base score for each class"},
                                        {"[1,2,3,4]", "more than 3 numbers"},
                                        {"[]", "not a number"},
                                        {"[1E-1", "not a number"},
                                        {"[1,,2]", "not a number"},
                                        {"[nan,1,1]", "not a number"}}) {
    foreign.parameters()["base_score"] = score;
    refuses(foreign.json.dump(), {"learner.learner_model_param.base_score", fragment});
  }
  refuses_foreign([](Foreign& f) { f.parameters()["base_score"] = "[1E-1,2E-1]"; }, {"more than 1 numbers"});
}

BOOST_AUTO_TEST_CASE(the_weights_of_dart_are_multiplied_into_the_leaves_wherever_they_stand) {
  Foreign plain;
  plain.trees(3, {0, 0, 0});
  const Json model = plain.model();
  Foreign newer = plain, older = plain;
  newer.model()["weight_drop"] = {0.5, 2.0};  // those without a weight count whole
  older.learner()["gradient_booster"] = {
      {"name", "dart"}, {"gbtree", {{"name", "gbtree"}, {"model", model}}}, {"weight_drop", {0.5, 2.0, 1.0}}};
  for (const Foreign& foreign : {newer, older}) {
    BOOST_TEST((leaves(foreign.read()) == std::vector<float>{0.125f, 1.0f, 0.75f}));
  }
  newer.model()["weight_drop"] = {1, 1, 1, 1};
  refuses(newer.json.dump(), {"weight_drop", "more weights than trees"});
  newer.model()["weight_drop"] = {1, nullptr, 1};
  refuses(newer.json.dump(), {"weight_drop", "no number"});
  newer.model()["weight_drop"] = {3e38, 3e38, 3e38};
  newer.model()["trees"][1]["split_conditions"] = {0.5, 10, 1};
  refuses(newer.json.dump(), {"trees[1]", "beyond float32"});
  older.learner()["gradient_booster"].erase("weight_drop");
  refuses(older.json.dump(), {"lacks 'weight_drop'"});
}

BOOST_AUTO_TEST_CASE(rounds_after_the_best_are_left_out_and_said) {
  Foreign foreign;
  foreign.trees(6, std::vector<std::size_t>(6, 0));
  foreign.attributes()["best_iteration"] = "1";
  foreign.json["version"] = {1, 7, 4};
  BOOST_TEST((leaves(foreign.read()) == std::vector<float>{0.25f, 0.5f}));
  BOOST_TEST(foreign.read().made_by.imported == "XGBoost 1.7.4, rounds 1 to 2 of 6 (best_iteration)");
  foreign.attributes()["scikit_learn"] = R"({"missing": NaN, "n_estimators": 6})";
  BOOST_TEST(foreign.read().made_by.format.missing_of.empty());
  foreign.attributes()["scikit_learn"] = R"({"missing": -999.0, "n_estimators": 6})";
  const ClassifierFile wrapped = foreign.read();
  BOOST_TEST(wrapped.made_by.imported.ends_with(", -999.0 is missing"), wrapped.made_by.imported);
  BOOST_TEST(wrapped.made_by.format.missing_of.at(wrapped.features[0].name).back() == "-999.0");
  foreign.attributes().erase("scikit_learn");
  ForeignNames all;
  all.all_rounds = true;
  BOOST_TEST(trees_of(foreign.read(all)).size() == 6u);
  BOOST_TEST(foreign.read(all).made_by.imported == "XGBoost 1.7.4");
  foreign.attributes()["best_iteration"] = "99";
  BOOST_TEST(trees_of(foreign.read()).size() == 6u);
  foreign.attributes()["best_iteration"] = "-1";
  refuses(foreign.json.dump(), {"best_iteration", "'-1'"});
}

// Three trees a round and class, in the order of XGBoost; the newer file says where rounds end.
BOOST_AUTO_TEST_CASE(a_round_may_hold_several_trees_of_each_class) {
  Foreign foreign;
  foreign.classes(3);
  std::vector<std::size_t> groups;
  for (std::size_t t = 0; t < 18; ++t) groups.push_back(t % 9 / 3);
  foreign.trees(18, groups);
  foreign.attributes() = {{"best_iteration", "0"}, {"best_ntree_limit", "3"}};
  foreign.model()["gbtree_model_param"]["num_parallel_tree"] = "3";
  BOOST_TEST(trees_of(foreign.read()).size() == 9u);
  foreign.model()["gbtree_model_param"].erase("num_parallel_tree");  // before 1.6
  BOOST_TEST(trees_of(foreign.read()).size() == 9u);
  foreign.model()["iteration_indptr"] = {0, 6, 18};
  refuses(foreign.json.dump(), {"unequal numbers of trees"});
  foreign.model()["iteration_indptr"] = {0, 9, 18};
  BOOST_TEST(trees_of(foreign.read()).size() == 9u);
  for (const Json& rounds : {Json{0, 9}, Json{1, 18}, Json{18}, Json::array()}) {
    foreign.model()["iteration_indptr"] = rounds;
    refuses(foreign.json.dump(), {"iteration_indptr", "does not run from 0"});
  }
  foreign.model()["iteration_indptr"] = {0, 12, 9, 18};
  refuses(foreign.json.dump(), {"iteration_indptr", "end before they start"});
}

BOOST_AUTO_TEST_CASE(softmax_of_two_classes_is_one_margin) {
  Foreign foreign;
  foreign.classes(2);
  foreign.trees(4, {0, 1, 0, 1});
  foreign.parameters()["base_score"] = "[1E0,3E0]";
  const ClassifierFile file = foreign.read();
  BOOST_TEST(file.model->classes() == 2u);
  BOOST_TEST(file.target.positive == "1");
  BOOST_TEST((boosted(file).base_margin() == std::vector<float>{2.0f}));
  BOOST_TEST((leaves(file) == std::vector<float>{0.5f, -0.25f, 1.0f, -0.75f}));
  refuses_foreign([](Foreign& f) { f.classes(1); }, {"num_class", "'1'"});
}

BOOST_AUTO_TEST_CASE(a_regression_is_refused_unless_its_target_was_0_and_1) {
  Foreign foreign;
  foreign.learner()["objective"]["name"] = "reg:squarederror";
  refuses(foreign.json.dump(), {"learner.objective", "a regression (reg:squarederror)", "--as-probability"});
  ForeignNames held;
  held.as_probability = true;
  BOOST_TEST((boosted(foreign.read(held)).loss() == classifiers::Loss::squared));
  refuses_foreign([](Foreign&) {}, {"--as-probability", "'binary:logistic'"}, held);
  refuses(to_xgboost_json(boosting(0, classifiers::Loss::squared)), {"--as-probability"}, held);
  refuses_foreign([](Foreign& f) { f.learner()["objective"]["name"] = "count:poisson"; },
                  {"an objective that gives no probabilities of classes", "'count:poisson'"});
  refuses_foreign([](Foreign& f) { f.parameters()["num_target"] = "2"; }, {"several targets", "expected one target"});
}

BOOST_AUTO_TEST_CASE(raw_margins_are_those_of_the_logistic_objective_and_start_at_the_base_score) {
  Foreign logistic, raw;
  raw.learner()["objective"]["name"] = "binary:logitraw";
  raw.parameters()["base_score"] = "5E-1";
  BOOST_TEST(boosted(raw.read()).base_margin()[0] == 0.5F);
  BOOST_TEST((leaves(raw.read()) == leaves(logistic.read())));
}

BOOST_AUTO_TEST_CASE(names_lose_the_blanks_around_them_where_they_stay_different) {
  Foreign foreign;
  foreign.learner()["feature_names"] = {"colour", " size "};
  BOOST_TEST(foreign.read().features[1].name == "size");
  foreign.learner()["feature_names"] = {"size", " size"};
  BOOST_TEST(foreign.read().features[1].name == " size");
}

BOOST_AUTO_TEST_CASE(columns_of_bool_are_zero_and_one) {
  Foreign foreign;
  foreign.learner()["feature_types"] = {"int", "i"};
  BOOST_TEST((foreign.read().made_by.format.zero_one == std::set<std::string>{"size"}));
}

BOOST_AUTO_TEST_CASE(parts_of_dates_come_back) {
  ClassifierFile file = boosting();
  file.features[0] = {"when (day)", tabular::ColumnKind::date, {}, "%d.%m.%Y"};
  const ClassifierFile back = read(to_xgboost_json(file));
  BOOST_TEST((back.features == file.features));
  Json json = Json::parse(to_xgboost_json(file));
  Json& ours = json["learner"]["attributes"]["ballast"];
  const std::string text = ours.get<std::string>();
  std::string spoilt = text;
  spoilt.replace(spoilt.find("%d.%m.%Y"), 8, "nonsense");
  ours = spoilt;
  refuses(json.dump(), {"'when (day)' is no part of a date"});
}

BOOST_AUTO_TEST_CASE(leaves_of_several_outputs_are_refused_by_name) {
  refuses_foreign([](Foreign& f) { f.tree()["tree_param"]["size_leaf_vector"] = "3"; },
                  {"trees[1]", "multi_output_tree"});
}

namespace {

// Categories 1 and 2 of feature 0 go right: "blue" and "Z" of green, blue, Z; "\xc3\xa4" is "ä".
struct WithCategories : Foreign {
  WithCategories() {
    model()["trees"] = {tree()};
    model()["tree_info"] = {0};
    model()["gbtree_model_param"]["num_trees"] = "1";
    Json& one = model()["trees"][0];
    one["split_indices"] = {0, 0, 0};
    one["split_type"] = {1, 0, 0};
    one["split_conditions"] = {nullptr, 1, 2};
    one["categories"] = {1, 2};
    one["categories_nodes"] = {0};
    one["categories_segments"] = {0};
    one["categories_sizes"] = {2};
    texts({"gr\xc3\xa4n", "blue", "Z"});
  }
  Json& first() { return model()["cats"]["enc"][0]; }
  void texts(const std::vector<std::string>& labels) {
    Json values = Json::array(), offsets = {0};
    for (const std::string& label : labels) {
      for (const char c : label) values.push_back(static_cast<int>(static_cast<signed char>(c)));
      offsets.push_back(values.size());
    }
    model()["cats"] = {
        {"enc", {{{"offsets", offsets}, {"values", values}}, {{"offsets", Json::array()}, {"values", Json::array()}}}},
        {"feature_segments", {0, labels.size(), labels.size()}},
        {"sorted_idx", Json::array()}};
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(categories_have_the_labels_of_the_file) {
  const ClassifierFile file = WithCategories().read();
  BOOST_TEST((file.features[0].labels == std::vector<std::string>{"Z", "blue", "gr\xc3\xa4n"}));
  BOOST_TEST((file.features[0].kind == tabular::ColumnKind::categorical));
  BOOST_TEST(file.features[1].labels.empty());
  const classifiers::CodeSet& left = trees_of(file)[0].sets[0];
  BOOST_TEST(!left.contains(0));
  BOOST_TEST(!left.contains(1));
  BOOST_TEST(left.contains(2));
}

BOOST_AUTO_TEST_CASE(categories_may_be_whole_numbers) {
  WithCategories foreign;
  foreign.first() = {{"type", 13}, {"values", {100, -7, 12}}};
  BOOST_TEST((foreign.read().features[0].labels == std::vector<std::string>{"-7", "100", "12"}));
  foreign.first() = {{"type", 12}, {"values", {1, 2, -1}}};  // 16 bits without a sign, as UBJSON writes them
  BOOST_TEST((foreign.read().features[0].labels == std::vector<std::string>{"1", "2", "65535"}));
  foreign.first() = {{"type", 16}, {"values", {1, 2, -1}}};
  BOOST_TEST(foreign.read().features[0].labels[2] == "2");
  BOOST_TEST(foreign.read().features[0].labels[1] == "18446744073709551615");
}

BOOST_AUTO_TEST_CASE(categories_that_cannot_be_are_refused) {
  const auto refuses_categories = [](auto&& spoil, const std::vector<std::string>& fragments) {
    WithCategories foreign;
    spoil(foreign);
    refuses(foreign.json.dump(), fragments);
  };
  refuses_categories([](WithCategories& f) { f.texts({"a", "b"}); }, {"trees[0]", "does not have"});
  refuses_categories([](WithCategories& f) { f.texts({"a", "b", "a"}); }, {"enc[0]", "occurs twice"});
  refuses_categories([](WithCategories& f) { f.texts({"a", "", "c"}); }, {"enc[0]", "empty or no UTF-8"});
  refuses_categories([](WithCategories& f) { f.texts({"a", "\xff", "c"}); }, {"enc[0]", "empty or no UTF-8"});
  refuses_categories([](WithCategories& f) { f.first()["offsets"] = {1, 2, 3}; }, {"offsets", "ascend from 0"});
  refuses_categories([](WithCategories& f) { f.first()["offsets"] = {0, 3, 2}; }, {"offsets", "ascend from 0"});
  refuses_categories([](WithCategories& f) { f.first()["offsets"] = {0, 300}; }, {"offsets", "element 1"});
  refuses_categories([](WithCategories& f) { f.first()["values"][0] = 300; }, {"values", "element 0"});
  refuses_categories([](WithCategories& f) { f.first() = {{"type", 7}, {"values", {1.5}}}; }, {"type", "'7'"});
  refuses_categories([](WithCategories& f) { f.model()["cats"]["enc"].erase(1); }, {"enc", "one entry for each"});
  refuses_categories(
      [](WithCategories& f) {
        f.model()["trees"][0]["split_type"] = {0, 0, 0};
        f.model()["trees"][0]["split_conditions"] = {0.5, 1, 2};
      },
      {"splits labels by a threshold"});
  refuses_categories(
      [](WithCategories& f) {
        std::vector<std::string> many;
        for (int i = 0; i < 256; ++i) many.push_back(std::to_string(i));
        f.texts(many);
      },
      {"enc[0]", "too many categories", "'256'"});
}

BOOST_AUTO_TEST_CASE(what_the_model_learned_from_comes_back_with_our_own_exports_alone) {
  ClassifierFile out = boosting();
  out.made_by = {.version = "1", .seed = 42, .rows = 1000, .positives = 7};
  const ClassifierFile back = read(to_xgboost_json(out));
  BOOST_TEST(back.made_by.rows == 1000u);
  BOOST_TEST(back.made_by.positives == 7u);
  BOOST_TEST(back.made_by.seed == 42u);
  BOOST_TEST(back.made_by.imported == "");
  BOOST_TEST(Foreign().read().made_by.imported == "XGBoost 1.7.4");
}

BOOST_AUTO_TEST_SUITE_END()
