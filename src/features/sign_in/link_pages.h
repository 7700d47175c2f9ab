// The pages around links that come by mail: asking for one, using it, and finding it dead.
#pragma once

#include <string>
#include <string_view>

#include "base/html.h"
#include "core/endpoint.h"
#include "features/sign_in/handlers.h"
#include "social/access.h"
#include "social/pages.h"

namespace skein::sign_in {

/// The error at `email` for what is no address.
social::FieldError no_address(social::Locale const& say);

/// A page on which somebody types an address to get a link: its path, and keys of words.
struct LinkQuestion {
    std::string_view path, title, text, button;
    bool reset = false;     ///< For a forgotten password; else for the proof of an address.
    std::string_view sent;  ///< The answer, whether or not there is such an account.
};
Reply ask_for_link(Call const& call, LinkQuestion const& question, std::string const& typed = {},
                   social::FieldErrors errors = {});
/// Has the link sent. Errc::rate_limited.
Result<Reply> send_link(Call& call, LinkQuestion const& question, Address const& input);

/// A page with the button that uses the link of this call. Mail programs open links to look at
/// them: only the button changes something.
struct LinkUse {
    social::Purpose purpose{};
    std::string_view title, text, button;  ///< Keys of words.
    SafeHtml dead;                         ///< Where to go on when it does not work any more.
};
Result<Reply> show_link(Call const& call, LinkUse const& use);

/// 404 for a link that was used, replaced or has become too old.
Reply dead_link_page(Call const& call, SafeHtml const& text);

}  // namespace skein::sign_in
