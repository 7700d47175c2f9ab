#include "features/admin/feature.h"

#include "features/admin/commands.h"

namespace skein::admin {
namespace {

std::vector<CommandOption> policy_options() {
    return {{"comment", "Why, for everybody to read."},
            {"note", "Why, for those who run the server."},
            {"reject-media", "Keep no pictures from there.", false},
            {"reject-reports", "Take no reports from there.", false}};
}

void install_domains(Server& server) {
    std::vector<CommandArgument> const domain{{"domain", "Like example.org; all below it too."}};
    server.command({"domain block",
                    "Refuse everything from a domain, end all follows and remove what came.",
                    domain, policy_options(), false, block_domain});
    server.command({"domain limit", "Show accounts of a domain to their followers only.", domain,
                    policy_options(), false, limit_domain});
    server.command({"domain unblock",
                    "Take back what was decided about a domain.",
                    domain,
                    {},
                    false,
                    unblock_domain});
    server.command({"domain list",
                    "List what was decided about domains.",
                    {},
                    {{"allowed", "The domains on the list of allowed ones.", false}},
                    false,
                    list_domains});
    server.command({"domain allow",
                    "Put a domain on the list of allowed ones (setting federation.allow_list).",
                    domain,
                    {},
                    false,
                    allow_domain});
    server.command({"domain disallow",
                    "Take a domain off the list of allowed ones.",
                    domain,
                    {},
                    false,
                    disallow_domain});
    server.command(
        {"domain import",
         "Import blocks from a CSV file, as Mastodon exports them.",
         {{"file", "With a domain in each line, or a first line of column names.", true, true}},
         {},
         false,
         import_domains});
}

std::vector<CommandOption> with_reason(std::vector<CommandOption> options) {
    options.push_back({"text", "Why, for whoever has the account."});
    options.push_back({"quiet", "Keep it without telling them.", false});
    return options;
}

void install_account_states(Server& server) {
    std::vector<CommandArgument> const anybody{{"name", "Its username, or name@domain."}};
    std::vector<CommandArgument> const local{{"name", "Its username."}};
    server.command({"account warn",
                    "Warn somebody about their account: they are notified, and nothing else.",
                    {{"name", "Its username."}, {"text", "What they are told."}},
                    {{"report", "The report whose posts it is about."}},
                    false,
                    warn_account});
    server.command({"account suspend", "Hide an account from everybody and lock it out.", anybody,
                    with_reason({{"undo", "Take the suspension back.", false}}), false,
                    suspend_account});
    server.command({"account limit", "Show an account in lists to its followers only.", anybody,
                    with_reason({}), false, limit_account});
    server.command({"account unlimit",
                    "Show a limited account to everybody again.",
                    anybody,
                    {},
                    false,
                    unlimit_account});
    server.command({"account memorial",
                    "Say that whoever had an account has died; nobody can sign in to it.",
                    local,
                    {{"undo", "Take it back.", false}},
                    false,
                    memorialize_account});
    server.command({"account delete",
                    "Delete an account with all it made, here and on other servers, for good.",
                    local,
                    {},
                    false,
                    delete_account});
}

}  // namespace

void install(Server& server) {
    install_domains(server);
    install_account_states(server);
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
