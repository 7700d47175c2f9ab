// The requests of this feature.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"

namespace skein::profiles {

Result<Reply> verify_credentials(Call& call);
Result<Reply> show_account(Call& call);

struct AccountIds {
    std::vector<AccountId> ids;
    void read(Fields& in) { in("id", ids, "At most 40 accounts."); }
};
/// Those that exist, in the order asked.
Result<Reply> list_accounts(Call& call, AccountIds const& input);

struct LookUpAccount {
    std::string acct;
    void read(Fields& in) { in.required("acct", acct, "name, or name@host."); }
};
/// By name, among the accounts known here; other servers are not asked.
Result<Reply> look_up_account(Call& call, LookUpAccount const& input);

struct FieldInput {
    std::string name, value;
    void read(Fields& in) {
        in("name", name, "The left side.");
        in("value", value, "The right side; links work.");
    }
};

struct SourceInput {
    std::optional<std::string> privacy, language, quote_policy;
    std::optional<bool> sensitive;
    void read(Fields& in) {
        in("privacy", privacy, "Who sees new posts: public, unlisted, private or direct.");
        in("sensitive", sensitive, "Hide media of new posts behind a warning.");
        in("language", language, "The language of new posts, as an ISO 639 code.");
        in("quote_policy", quote_policy, "Who may quote new posts: public, followers or nobody.");
    }
};

struct UpdateProfile {
    std::optional<std::string> display_name, note;
    std::optional<http::Upload> avatar, header;
    std::optional<bool> locked, bot, discoverable, indexable, hide_collections;
    std::optional<std::vector<FieldInput>> fields;
    SourceInput source;
    std::optional<std::vector<std::string>> attribution_domains;

    void read(Fields& in) {
        in("display_name", display_name, "The name shown; at most 30 characters.");
        in("note", note, "About oneself; at most 500 characters.");
        in("avatar", avatar, "A picture of at most 2 MB, shown at 400 × 400.");
        in("header", header, "A picture of at most 2 MB, shown at 1500 × 500.");
        in("locked", locked, "Who wants to follow must ask.");
        in("bot", bot, "The account posts by itself.");
        in("discoverable", discoverable, "May be suggested to others.");
        in("indexable", indexable, "Its public posts may be searched.");
        in("hide_collections", hide_collections, "Hide whom it follows and who follows it.");
        in("fields_attributes", fields, "At most 4 rows of 255 characters a side.");
        in("source", source, "Defaults for new posts.");
        in("attribution_domains", attribution_domains,
           "At most 10 sites that may name this account as their author.");
    }
};
/// What is left out stays as it is.
Result<Reply> update_profile(Call& call, UpdateProfile const& input);
Result<Reply> remove_avatar(Call& call);
Result<Reply> remove_header(Call& call);

Result<Reply> show_preferences(Call& call);

/// Anything inside: read from the body itself, since no struct describes it.
struct AnyObject {
    void read(Fields&) {}
};
struct KeepChoices {
    AnyObject choices;
    void read(Fields& in) {
        in("choices", choices, "Any JSON object of at most 16 KB, eight levels deep.");
    }
};
/// What an app of ours keeps with the account, so that it is there on the next device: `{}` when
/// nothing was kept. The server reads none of it.
Result<Reply> show_choices(Call& call);
/// In place of what was kept before. Errc::unprocessable says what is wrong.
Result<Reply> keep_choices(Call& call, KeepChoices const& input);

/// Keybase proofs, which nobody makes any more: always an empty list.
Result<Reply> list_identity_proofs(Call& call);
/// What Keybase asked for: not found, whatever is asked.
Result<Reply> show_proof(Call& call);

}  // namespace skein::profiles
