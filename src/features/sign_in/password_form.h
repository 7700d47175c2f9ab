// Choosing a new password, wherever that is asked.
#pragma once

#include <string>

#include "core/server.h"
#include "social/pages.h"
#include "social/users.h"

namespace skein::sign_in {

/// The field `password` for a new one.
void add_new_password(social::Form& form, social::Locale const& say);

/// What is wrong with it as a password of this user; empty when nothing is.
Result<social::FieldErrors> judge_new_password(Call const& call, social::User const& user,
                                               std::string const& password);

/// An error at `current_password` unless it is the user's; waits for the lane `cpu`.
Result<social::FieldErrors> judge_current_password(Call const& call, social::User const& user,
                                                   std::string const& password);

}  // namespace skein::sign_in
