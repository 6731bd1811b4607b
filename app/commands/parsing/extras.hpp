// What a finished study can do without: its report and pictures. They are made after the results are in place, and what
// goes wrong with them is said, but loses nothing: the program then ends with status 3.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/study/study.hpp"
#include "engine/files/output.hpp"

namespace ballast::app {

// Thrown where an interrupt comes after the results.
struct StoppedLate : Stopped {
  const char* what() const noexcept override { return "interrupted; the results are written, not all beside them"; }
};

// Runs `work`. What it throws becomes a warning that `name` was not made, and marks the session incomplete; false then.
// place: the folder in which all else is in place already, if it is. Stopped passes.
bool try_extra(const std::string& name, Session& session, const std::function<void()>& work,
               const std::string& place = "");

// Commits a folder of results. Where its place was taken meanwhile it goes on under another name; what is returned then
// is to be thrown once all that joins it is there.
std::optional<files::Displaced> put_in_place(files::OutputFolder& folder, Session& session);

// The error, and that these outputs are in place all the same.
Error beside(const Error& error, const std::vector<std::string>& written);

using Pictures = std::vector<std::pair<std::string, std::function<std::string()>>>;  // file name, and what draws it

// Commits a folder and adds those that can be drawn; returns their names. Throws StoppedLate, Displaced.
std::vector<std::string> add_pictures(files::OutputFolder& folder, const Pictures& pictures, Session& session);

}  // namespace ballast::app
