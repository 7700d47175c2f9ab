// Avatars and headers: made small, stored, and noted in the account's row.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/server.h"
#include "platform/http/params.h"
#include "social/accounts.h"
#include "social/pictures.h"

namespace skein::profiles {

/// What was uploaded, ready to be named; nothing where nothing was.
struct ProfilePictures {
    std::optional<social::Pictures> avatar, header;
};

/// Makes the pictures; lane `slow`, outside transactions. Errc::unprocessable says what is wrong
/// with one.
Result<ProfilePictures> make_profile_pictures(Server& server,
                                              std::optional<http::Upload> const& avatar,
                                              std::optional<http::Upload> const& header);

/// Puts a new picture in the place of `stored` (Account::avatar or ::header), whose files go;
/// without one the default is shown again.
Result<void> replace_picture(db::Tx& tx, std::string& stored,
                             std::optional<social::Pictures> const& fresh);

/// Says what a stored picture shows; where there is none, nothing. The caller has checked the
/// words.
Result<void> describe_picture(std::string& stored, std::string_view description);

}  // namespace skein::profiles
