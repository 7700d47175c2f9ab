// Forms on our own pages: the hidden `csrf` field that ties a form to the browser it was drawn for.
//
// The token is a MAC over the session cookie, or before sign-in over a random cookie set with the
// form.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "core/endpoint.h"

namespace skein {

/// More than any form without files fills.
inline constexpr std::uint64_t form_bytes_max = 64 << 10;

struct FormToken {
    std::string value;       ///< For `<input type="hidden" name="csrf">`.
    std::string set_cookie;  ///< A Set-Cookie to send with the page, or "".
};

FormToken form_token(Call const& call);

/// Errc::forbidden unless the form came from a page of ours in this browser.
Result<void> check_form(Call const& call);

}  // namespace skein
