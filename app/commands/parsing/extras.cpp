#include "app/commands/parsing/extras.hpp"

#include <new>

#include "engine/error.hpp"
#include "engine/files/atomic.hpp"
#include "engine/quoting.hpp"

namespace ballast::app {

bool try_extra(const std::string& name, Session& session, const std::function<void()>& work, const std::string& place) {
  std::string fault;
  try {
    work();
    return true;
  } catch (const Stopped&) {
    throw;
  } catch (const std::bad_alloc&) {
    fault = "out of memory";
  } catch (const std::exception& error) {
    fault = error.what();
  }
  session.incomplete = true;
  session.observer.clear();
  tell("ballast: " + name + " was not made: " + fault + (place.empty() ? "" : "; the rest is whole, in " + place) +
       "\n");
  return false;
}

std::optional<files::Displaced> put_in_place(files::OutputFolder& folder, Session& session) {
  std::optional<files::Displaced> out;
  try {
    folder.commit();
  } catch (const files::Displaced& displaced) {
    out = displaced;
  }
  session.written.push_back(folder.path());
  return out;
}

Error beside(const Error& error, const std::vector<std::string>& written) {
  std::string names;
  for (const std::string& name : written) names += (names.empty() ? "" : ", ") + one_line(name);
  return Error(error.what() + std::string("; whole and in place: ") + names);
}

std::vector<std::string> add_pictures(files::OutputFolder& folder, const Pictures& pictures, Session& session) {
  std::vector<std::string> written;
  const std::optional<files::Displaced> displaced = put_in_place(folder, session);
  folder.reopen();
  try {
    for (const auto& picture : pictures) {
      const std::string& name = picture.first;
      throw_if_interrupted();
      if (try_extra(
              name, session, [&] { files::write_atomically(folder.file(name), picture.second()); }, folder.path())) {
        written.push_back(name);
      }
    }
  } catch (const Stopped&) {
    throw StoppedLate{};
  }
  folder.commit();
  if (displaced) throw *displaced;
  return written;
}

}  // namespace ballast::app
