// StudyTasks: what a study spends its time on, counted before it begins, so that one bar shows the whole: a generator
// or a classifier that is trained is a task.
#pragma once

#include <string>

#include "app/study/study.hpp"
#include "engine/stage.hpp"

namespace ballast::app {

class StudyTasks {
 public:
  // Borrows both.
  StudyTasks(const StudyOptions& options, Observer& observer);

  // The tasks of the arms of an augmentation in one repeat.
  std::size_t of(const Augmentation& augmentation) const;
  // Repeat number `repeat`, from 0, begins, or goes on where so many of its tasks are done.
  void begin(std::size_t repeat, std::size_t done = 0);
  // The next task as a stage of the study: "repeat 3 of 20, smote: ".
  Stage next(const std::string& what);

 private:
  const StudyOptions& options_;
  Observer& observer_;
  std::size_t of_a_repeat_ = 0, repeat_ = 0, done_ = 0;
};

}  // namespace ballast::app
