#include "features/posting/quoting.h"

#include <algorithm>

#include "social/accounts.h"
#include "social/post_text.h"
#include "social/quotes.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

constexpr std::string_view paragraph = "<p>";

Result<std::string> address_of(Server& server, db::Tx& tx, social::Status const& status) {
    if (status.url) return *status.url;
    if (status.network != social::Network::local) return status.address.value_or("");
    TRY(auto const author, social::load_account(tx, status.account_id));
    return social::status_url(server, author.username, status.id);
}

/// Puts the line first, unless the text has the address itself.
Result<void> add_line(Server& server, db::Tx& tx, social::Status const& quoted,
                      std::string& content) {
    TRY(auto const address, address_of(server, tx, quoted));
    std::string const line(social::render_post("RE: " + address, {}, server.public_url()).str());
    auto const link = line.find("<a ");
    if (!line.starts_with(paragraph) || link == std::string::npos) return {};
    // As it would be written in the text, whatever of it is shown.
    auto const target = line.substr(link, line.find('>', link) - link);
    if (content.contains(target)) return {};
    content = R"(<p class="quote-inline">)" + line.substr(paragraph.size()) + content;
    return {};
}

Result<social::Status> load_quoted(db::Tx& tx, AccountId author, StatusId id) {
    auto status = social::load_visible_status(tx, author, id);
    if (status && status->boost_of_id)
        status = social::load_visible_status(tx, author, *status->boost_of_id);
    if (status || status.error().code != Errc::not_found) return status;
    return fail(Errc::not_found, "The post you are trying to quote does not appear to exist.");
}

}  // namespace

Result<void> add_quote(Server& server, db::Tx& tx, StatusId id, social::StatusDraft& draft) {
    if (draft.poll || !draft.media.empty())
        return fail(Errc::unprocessable,
                    "Validation failed: A post that quotes another cannot have media or a poll");
    TRY(auto const quoted, load_quoted(tx, draft.author, id));
    auto const named = quoted.account_id == draft.author ||
                       std::ranges::find(draft.mentions, quoted.account_id) != draft.mentions.end();
    if (draft.visibility == social::Visibility::direct && !named)
        return fail(Errc::unprocessable,
                    "Validation failed: Cannot quote a non-mentioned user in a Private Mention "
                    "post.");
    draft.quote = social::QuoteDraft{quoted.id};
    return add_line(server, tx, quoted, draft.content);
}

Result<void> keep_quote_line(Server& server, db::Tx& tx, social::Status const& status,
                             std::string& content) {
    if ((status.marks & social::status_marks::has_quote) == 0) return {};
    TRY(auto const quote, social::find_quote(tx, status.id));
    if (!quote) return {};
    TRY(auto const quoted, social::find_status(tx, quote->quoted_id));
    return quoted ? add_line(server, tx, *quoted, content) : ok();
}

Result<std::optional<social::QuotePolicy>> chosen_quote_policy(
    std::optional<std::string> const& text) {
    if (!text || text->empty()) return std::nullopt;
    auto const policy = social::parse_quote_policy(*text);
    if (!policy)
        return fail(Errc::unprocessable,
                    "Validation failed: Quote approval policy must be public, followers or nobody");
    return policy;
}

Result<void> change_quote_policy(db::Tx& tx, social::Status const& status,
                                 social::QuotePolicy quote) {
    TRY(auto policy, social::load_policy(tx, status.id));
    policy.quote = social::policy_for(quote).quote;
    return social::set_policy(tx, status.id, policy);
}

}  // namespace skein::posting
