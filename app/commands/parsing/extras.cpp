#include "app/commands/parsing/extras.hpp"

#include <new>

#include "engine/error.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {

bool try_extra(const std::string& name, Session& session, const std::function<void()>& work) {
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
  tell("ballast: " + name + " was not made: " + fault + "; the rest is whole\n");
  return false;
}

std::vector<std::string> add_pictures(files::OutputFolder& folder, const Pictures& pictures, Session& session) {
  std::vector<std::string> written;
  folder.reopen();
  try {
    for (const auto& picture : pictures) {
      const std::string& name = picture.first;
      throw_if_interrupted();
      if (try_extra(name, session, [&] { files::write_atomically(folder.file(name), picture.second()); })) {
        written.push_back(name);
      }
    }
  } catch (const Stopped&) {
    throw StoppedLate{};
  }
  folder.commit();
  return written;
}

}  // namespace ballast::app
