#include "features/admin/feature.h"

#include "features/admin/commands.h"

namespace skein::admin {

void install(Server& server) {
    server.command({"account create",
                    "Make a local account.",
                    {{"name", "Its username."}},
                    {{"email", "Its e-mail address.", true, true},
                     {"password-stdin", "Read the password from standard input.", false},
                     {"role", "user, moderator, admin or owner.", true, false, "user"},
                     {"confirmed", "Take the e-mail address as confirmed.", false}},
                    true,
                    create_account});
    server.command({"account list", "List the local accounts.", {}, {}, false, list_accounts});
    server.command({"account role",
                    "Change what an account may do.",
                    {{"name", "Its username."}, {"role", "user, moderator, admin or owner."}},
                    {},
                    false,
                    change_role});
    server.command({"account approve",
                    "Let somebody in who asked to join.",
                    {{"name", "Their username."}},
                    {},
                    false,
                    approve_account});
    server.command({"account suspend",
                    "Hide an account from everybody and lock it out.",
                    {{"name", "Its username, or name@domain."}},
                    {{"undo", "Take the suspension back.", false}},
                    false,
                    suspend_account});
    server.command({"account reset-password",
                    "Give an account a new password and end its sessions.",
                    {{"name", "Its username."}},
                    {{"password-stdin", "Read the password from standard input.", false}},
                    true,
                    reset_password});
    server.command({"token create",
                    "Make an access token for an account and print it.",
                    {{"name", "The account's username."}},
                    {{"scopes", "What the token may do.", true, false, "read write follow push"}},
                    false,
                    create_token});
    server.command({"emoji import",
                    "Import custom emojis from a directory of pictures.",
                    {{"directory", "Pictures named SHORTCODE.png, .gif, .webp …", true, true}},
                    {{"category", "Where pickers show them."}},
                    false,
                    import_emojis});
    server.command({"job list",
                    "List stored jobs, oldest first.",
                    {},
                    {{"dead", "Those that were given up.", false},
                     {"name", "Only jobs of this kind."},
                     {"limit", "At most so many.", true, false, "50"}},
                    false,
                    list_stored_jobs});
    server.command({"job retry",
                    "Have a dead or waiting job tried now.",
                    {{"id", "The job's id.", false}},
                    {{"all", "Every dead job.", false}},
                    false,
                    retry_jobs});
}

}  // namespace skein::admin
