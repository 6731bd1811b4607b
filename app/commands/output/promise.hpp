// What a generator promises to the rows that it learned, in the summaries of commands.
#pragma once

#include "app/text/flat_json.hpp"
#include "diffusion/privacy/privacy_spent.hpp"

namespace ballast::app {

// "epsilon", "delta" and "secret_noise"; none if nothing is promised (null).
void add_promise(const diffusion::PrivacySpent* promise, JsonFields& fields);

}  // namespace ballast::app
