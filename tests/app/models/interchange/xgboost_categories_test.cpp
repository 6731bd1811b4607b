// Splits by category in XGBoost's JSON: what goes right there, missing values, and lists that cannot be.
#include "tests/app/foreign_model.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// Three labels of `colour`: one of them goes left, or, of a column of numbers, two codes.
ClassifierFile by_label(bool missing_left, std::initializer_list<std::size_t> left = {1}) {
  DecisionTree tree = stump({0.1f, -0.2f});
  tree.nodes[0].feature = 0;
  tree.nodes[0].threshold = 0;
  tree.nodes[0].by_label = true;
  tree.nodes[0].missing_left = missing_left;
  tree.sets.emplace_back();
  for (const std::size_t code : left) tree.sets[0].insert(code);
  ClassifierFile file =
      file_of(std::make_unique<classifiers::Boosting>(std::vector{tree}, std::vector<float>{0.0f}, 2, 2));
  file.features[0].labels.insert(file.features[0].labels.begin() + 1, "green");
  return file;
}

float margin(const ClassifierFile& file, float x) {
  const DecisionTree& tree = trees_of(file)[0];
  return tree.values[leaf_of(tree, std::vector<double>{x, 0}).value];
}

// A split on feature 1 as XGBoost 1.7.4 writes it: categories 3 and 5 go right.
struct Categories : Spoilt {
  Categories() {
    tree()["split_type"] = {1, 0, 0};
    tree()["split_conditions"] = {nullptr, 1, 2};  // NaN in the file
    lists({3, 5}, {0}, {0}, {2});
  }
  void lists(const Json& categories, const Json& nodes, const Json& segments, const Json& sizes) {
    tree()["categories"] = categories;
    tree()["categories_nodes"] = nodes;
    tree()["categories_segments"] = segments;
    tree()["categories_sizes"] = sizes;
  }
};

void refuses_lists(const Json& categories, const Json& nodes, const Json& segments, const Json& sizes,
                   const std::vector<std::string>& fragments) {
  Categories spoilt;
  spoilt.lists(categories, nodes, segments, sizes);
  refuses(spoilt.json.dump(), fragments);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(xgboost_categories_test)

BOOST_AUTO_TEST_CASE(listed_categories_go_right_and_all_others_left) {
  for (const bool missing_left : {true, false}) {
    Categories spoilt;
    spoilt.tree()["default_left"] = {missing_left, 0, 0};
    const DecisionTree tree = trees_of(read(spoilt.json.dump()))[1];
    const auto left = [&](float x) { return goes_left(tree, tree.nodes[0], x); };
    for (const float code : {3.0f, 3.5f, 5.0f}) BOOST_TEST(!left(code));
    for (const float code : {0.0f, 2.0f, 4.0f, 31.0f, 32.0f, 200.0f, 254.0f}) BOOST_TEST(left(code));
    for (const float other : {kMissing, -1.0f, 255.0f, 1e9f}) BOOST_TEST(left(other) == missing_left);
  }
}

BOOST_AUTO_TEST_CASE(missing_values_go_left_in_the_file_and_labels_keep_their_sides) {
  for (const bool missing_left : {true, false}) {
    const ClassifierFile out = by_label(missing_left), back = read(to_xgboost_json(out));
    const Json tree = Json::parse(to_xgboost_json(out))["learner"]["gradient_booster"]["model"]["trees"][0];
    BOOST_TEST(tree["default_left"] == Json({1, 0, 0}));
    BOOST_TEST(tree["categories"] == (missing_left ? Json({0, 2}) : Json({1})));
    BOOST_TEST(tree["left_children"][0] == (missing_left ? 1 : 2));
    for (const float x : {0.0f, 1.0f, 2.0f, kMissing}) BOOST_TEST(margin(back, x) == margin(out, x));
    BOOST_TEST((back.features == out.features));
  }
}

BOOST_AUTO_TEST_CASE(a_column_split_by_labels_is_of_type_c) {
  const Json learner = Json::parse(to_xgboost_json(by_label(true)))["learner"];
  BOOST_TEST(learner["feature_types"] == Json({"c", "float"}));
}

BOOST_AUTO_TEST_CASE(a_foreign_column_of_categories_holds_codes) {
  const ClassifierFile file = read(Categories().json.dump());
  BOOST_TEST((file.features[1].kind == tabular::ColumnKind::numeric));
  const Json tree = Json::parse(to_canonical_json(file))["trees"][1];
  const std::vector<std::string> codes = tree[0]["labels_left"];
  BOOST_TEST(codes.size() == 253u);
  BOOST_TEST(std::ranges::count(codes, "5") == 0);
  BOOST_TEST(std::ranges::count(codes, "254") == 1);
}

BOOST_AUTO_TEST_CASE(a_split_that_parts_no_label_from_missing_values_is_not_written) {
  BOOST_CHECK_EXCEPTION(to_xgboost_json(by_label(true, {0, 1, 2})), Error, [](const Error& error) {
    return std::string(error.what()).find("'colour' sends every label") != std::string::npos;
  });
  BOOST_CHECK_NO_THROW(to_xgboost_json(by_label(false, {0, 1, 2})));
}

BOOST_AUTO_TEST_CASE(lists_that_cannot_be_are_refused) {
  const std::vector<std::string> order{"trees[1].categories", "list 1 does not follow"};
  refuses_lists({3, 5, 7}, {0, 1}, {0, 1}, {2, 1}, order);  // overlap
  refuses_lists({3, 5, 7}, {0, 1}, {0, 2}, {1, 1}, order);  // a gap
  refuses_lists({3, 5}, {0, 1}, {0, 1}, {1, 2}, order);     // beyond the end
  refuses_lists({3, 5}, {0}, {0}, {1}, {"belong to no list"});
  refuses_lists({3, 5}, {0}, {0}, {2000000000}, {"categories_sizes", "1 to 2", "'2000000000'"});
  refuses_lists({3, 5}, {0}, {0}, {0}, {"categories_sizes", "'0'"});
  refuses_lists({3, 5}, {0}, {-1}, {2}, {"categories_segments", "'-1'"});
  refuses_lists({3, 5}, {0}, {0, 1}, {2}, {"categories_segments", "wrong length"});
  refuses_lists({3, 5}, {3}, {0}, {2}, {"categories_nodes", "0 to 2", "'3'"});
  refuses_lists({3, 5}, {0, 0}, {0, 1}, {1, 1}, {"node 0 has two lists"});
  refuses_lists({3, 5}, {1}, {0}, {2}, {"node 0", "no list"});
  refuses_lists({3, 3}, {0}, {0}, {2}, {"category 3 occurs twice"});
  refuses_lists({3, 255}, {0}, {0}, {2}, {"categories", "0 to 254", "'255'"});
  refuses_lists({3, -1}, {0}, {0}, {2}, {"'-1'"});
  refuses_lists({3, 4.5}, {0}, {0}, {2}, {"'4.5'"});
  refuses_lists({3, "red"}, {0}, {0}, {2}, {"\"red\""});
  refuses_lists(7, {0}, {0}, {2}, {"categories", "not an array"});
}

BOOST_AUTO_TEST_CASE(splits_by_category_without_lists_are_refused) {
  for (const char* key : {"categories", "categories_nodes", "categories_segments", "categories_sizes"}) {
    Categories spoilt;
    spoilt.tree().erase(key);
    refuses(spoilt.json.dump(), {"trees[1]", std::string("lacks '") + key});
  }
}

// Pruning makes a leaf of a split and keeps its list.
BOOST_AUTO_TEST_CASE(lists_of_leaves_are_passed_over) {
  Categories spoilt;
  spoilt.lists({3, 5, 1}, {0, 1}, {0, 2}, {2, 1});
  spoilt.tree()["split_type"] = {1, 1, 0};
  BOOST_TEST(trees_of(read(spoilt.json.dump()))[1].sets.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
