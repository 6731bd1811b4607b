#include "app/commands/output/promise.hpp"

namespace ballast::app {

void add_promise(const diffusion::PrivacySpent* promise, JsonFields& fields) {
  if (promise == nullptr) return;
  fields.insert(fields.end(),
                {{"epsilon", promise->epsilon}, {"delta", promise->delta}, {"secret_noise", promise->secret_noise}});
}

}  // namespace ballast::app
