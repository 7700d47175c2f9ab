// The commands of this feature, one function each; what they print and which errors they give is
// for people.
#pragma once

#include "base/result.h"
#include "core/commands.h"
#include "core/server.h"

namespace skein::admin {

/// `account create NAME --email E --password-stdin [--role R] [--confirmed]`: approved at once.
Result<void> create_account(Server& server, CommandCall& call);
/// `account list`: local accounts, oldest first.
Result<void> list_accounts(Server& server, CommandCall& call);
/// `account role NAME ROLE`. The last owner keeps the role.
Result<void> change_role(Server& server, CommandCall& call);
/// `account approve NAME`: lets somebody in who asked to join.
Result<void> approve_account(Server& server, CommandCall& call);
/// `account suspend NAME [--undo] [--text T] [--quiet]`: nobody sees the account, and it cannot
/// sign in.
Result<void> suspend_account(Server& server, CommandCall& call);
/// `account limit NAME [--text T] [--quiet]`, `account unlimit NAME`: shown in lists to followers
/// only.
Result<void> limit_account(Server& server, CommandCall& call);
Result<void> unlimit_account(Server& server, CommandCall& call);
/// `account memorial NAME [--undo]`: whoever had it has died.
Result<void> memorialize_account(Server& server, CommandCall& call);
/// `account delete NAME`: for good, as its owner could.
Result<void> delete_account(Server& server, CommandCall& call);
/// `account warn NAME TEXT [--report ID]`: a warning, and nothing else.
Result<void> warn_account(Server& server, CommandCall& call);
/// `account reset-password NAME --password-stdin`: ends every session and token of the account.
Result<void> reset_password(Server& server, CommandCall& call);

/// `token create NAME --scopes S`: prints the token and nothing else.
Result<void> create_token(Server& server, CommandCall& call);

/// `emoji import DIRECTORY [--category C]`: pictures named SHORTCODE.png, .gif, .webp …
Result<void> import_emojis(Server& server, CommandCall& call);

/// `domain block DOMAIN [--comment C] [--note N] [--reject-media] [--reject-reports]`: suspends it.
Result<void> block_domain(Server& server, CommandCall& call);
/// `domain limit DOMAIN …`: shown to followers only, and asks before it follows.
Result<void> limit_domain(Server& server, CommandCall& call);
/// `domain unblock DOMAIN`: no policy about it any longer.
Result<void> unblock_domain(Server& server, CommandCall& call);
/// `domain list [--allowed]`.
Result<void> list_domains(Server& server, CommandCall& call);
/// `domain allow DOMAIN`, `domain disallow DOMAIN`: the list that `federation.allow_list` uses.
Result<void> allow_domain(Server& server, CommandCall& call);
Result<void> disallow_domain(Server& server, CommandCall& call);
/// `domain import FILE`: a list of blocks as Mastodon exports it.
Result<void> import_domains(Server& server, CommandCall& call);

/// `job list [--dead] [--name N] [--limit N]`.
Result<void> list_stored_jobs(Server& server, CommandCall& call);
/// `job retry ID`, or `job retry --all` for every dead one.
Result<void> retry_jobs(Server& server, CommandCall& call);

}  // namespace skein::admin
