#include "app/commands/options/split_options.hpp"

namespace ballast::app {

OptionSpec gap_option(const char* read_with) {
  return {"gap",
          "LENGTH",
          "",
          "Leave out what happened less than this before the rows that judge, as labels that come late would be: 7d, "
          "12h or the like where --time is a column of dates, else a number as in the column.",
          {},
          read_with};
}

OptionSpec group_option(const char* read_with) {
  return {
      "group",
      "NAME",
      "",
      "Rows of one value of this column, a customer's or a card's, stay on one side of every split. No learner sees "
      "the column.",
      {},
      read_with};
}

}  // namespace ballast::app
