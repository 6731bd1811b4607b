// The revision that this program was built from, beside kVersion.
#pragma once

namespace ballast::app {

// " (0123456789)", with a "+" where files had been changed; "" when it was not built from a checkout.
const char* revision() noexcept;

}  // namespace ballast::app
