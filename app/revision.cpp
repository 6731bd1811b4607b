#include "app/revision.hpp"

namespace ballast::app {

const char* revision() noexcept {
#ifdef BALLAST_REVISION
  return " (" BALLAST_REVISION ")";
#else
  return "";
#endif
}

}  // namespace ballast::app
