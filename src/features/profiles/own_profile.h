// One's own profile: what both ways to change it share, and `/api/v1/profile`, which shows it as
// one typed it and carries more than `update_credentials` does.
#pragma once

#include <optional>
#include <string>

#include "features/profiles/handlers.h"
#include "features/profiles/profile_pictures.h"
#include "social/events.h"

namespace skein::profiles {

inline constexpr std::size_t picture_description_characters_max = 150;

/// What `/api/v1/profile` knows more than `update_credentials`.
struct ProfileExtras {
    std::optional<std::string> avatar_description, header_description;
    std::optional<bool> show_media, show_media_replies, show_featured;
};

/// What is to be stored; lives as long as the request.
struct ProfileChange {
    UpdateProfile const& input;
    ProfilePictures const& pictures;
    ProfileExtras extras = {};
};

/// Stores what the change says of the account; nothing is written when nothing changes.
/// Errc::unprocessable says what breaks a rule.
Result<void> store_profile(Server& server, db::Tx& tx, AccountId id, ProfileChange const& change);
/// The same for the user's defaults.
Result<void> store_defaults(db::Tx& tx, UpdateProfile const& input, UserId id);

struct UpdateOwnProfile {
    UpdateProfile profile;
    ProfileExtras extras;
    void read(Fields& in) {
        profile.read(in);
        in("avatar_description", extras.avatar_description,
           "What the avatar shows; at most 150 characters.");
        in("header_description", extras.header_description,
           "What the header shows; at most 150 characters.");
        in("show_media", extras.show_media, "The profile has a tab of media.");
        in("show_media_replies", extras.show_media_replies, "In it, those of replies too.");
        in("show_featured", extras.show_featured, "The profile has a tab of what it features.");
    }
};

Result<Reply> show_own_profile(Call& call);
/// What is left out stays as it is.
Result<Reply> update_own_profile(Call& call, UpdateOwnProfile const& input);

Result<void> forget_display(db::Tx& tx, social::AccountRemoved const& event);

}  // namespace skein::profiles
