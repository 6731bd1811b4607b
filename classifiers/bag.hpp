// Bags of models: the mean of several models of one kind is one model of that kind, since a forest is a mean of trees
// and boosting a sum of them. So a bag predicts, is saved, explained and exported as any other model.
#pragma once

#include <memory>
#include <span>

#include "classifiers/classifier.hpp"

namespace ballast::classifiers {

// Forests: all trees, so the mean of the members' probabilities. Boosting: all trees with their leaves divided by the
// number of members, so the mean of the members' margins: of log-odds, where the loss is cross-entropy.
// Requires: at least one member, all of one kind, of the same features, classes, loss and focusing, forests of as many
// trees each.
std::unique_ptr<Classifier> bag_of(std::span<const std::shared_ptr<const Classifier>> members);

}  // namespace ballast::classifiers
