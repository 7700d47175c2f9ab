#include "features/profiles/verify_links.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/html.h"
#include "base/html_tags.h"
#include "base/json.h"
#include "base/log.h"
#include "base/url.h"
#include "core/server.h"
#include "social/accounts.h"
#include "social/views/views.h"

namespace skein::profiles {
namespace {

constexpr std::uint64_t page_bytes_max = 2 << 20;
constexpr auto page_deadline = std::chrono::seconds(15);
constexpr std::size_t tags_max = 20'000;
constexpr std::size_t fields_max = 10;

db::Query<AccountId> const list_verified{
    "profiles.list_verified",
    "SELECT a.id FROM accounts a WHERE a.id > $1 AND a.network = 0 AND a.fields LIKE "
    "'%\"verified_at\":\"%' ORDER BY a.id LIMIT $2"};
constexpr std::int64_t accounts_a_run_max = 200;

/// Where `verify_again` goes on. A part of the board; a restart begins anew.
struct Round {
    AccountId after;
};

struct Field {
    std::string name, value, html, verified_at;  ///< The last as JSON.
};

std::vector<Field> fields_of(social::Account const& account) {
    std::vector<Field> fields;
    auto const document = json::Document::parse(account.fields.empty() ? "[]" : account.fields);
    if (!document) return fields;
    for (auto const& one : document->root().elements()) {
        if (fields.size() >= fields_max) break;
        auto const at = one.find("verified_at");
        fields.push_back({std::string(one.get_text("name")), std::string(one.get_text("value")),
                          std::string(one.get_text("html")), at ? at->dump() : "null"});
    }
    return fields;
}

std::string written(std::vector<Field> const& fields) {
    json::Writer out;
    out.array([&] {
        for (auto const& field : fields)
            out.object([&] {
                out.field("name", field.name);
                out.field("value", field.value);
                out.field("html", field.html);
                out.raw_field("verified_at", field.verified_at);
            });
    });
    return out.take();
}

bool says_me(std::string_view rel) {
    auto const words = ascii_lower(rel);
    for (std::size_t at = 0; at < words.size();) {
        auto const end = std::min(words.find_first_of(" \t\r\n\f", at), words.size());
        if (std::string_view(words).substr(at, end - at) == "me") return true;
        at = end + 1;
    }
    return false;
}

std::string_view without_www(std::string_view host) {
    return host.starts_with("www.") ? host.substr(4) : host;
}

bool is_of_site(Url const& one, Url const& other) {
    return without_www(one.host().str()) == without_www(other.host().str());
}

/// Nothing when the page could not be read just now, which proves neither.
std::optional<bool> ask(Server& server, Url const& page, std::vector<std::string> const& back) {
    http::Outgoing request;
    request.url = page.str();
    request.headers.set("Accept", "text/html,application/xhtml+xml;q=0.9");
    request.deadline = page_deadline;
    request.body_bytes_max = page_bytes_max;
    request.redirects_max = 3;
    auto const answer = server.http().ask(std::move(request));
    if (!answer) {
        auto const refused = answer.error().code == Errc::forbidden;
        return refused ? std::optional(false) : std::nullopt;
    }
    if (answer->status >= 500) return std::nullopt;
    if (answer->status != 200) return false;
    // Where a page of somebody else sends its visitors on proves nothing about that page.
    if (auto const last = Url::parse(answer->final_url); !last || !is_of_site(*last, page))
        return false;
    return links_back(answer->body, back);
}

}  // namespace

bool links_back(std::string_view html, std::vector<std::string> const& addresses) {
    std::size_t at = 0;
    for (std::size_t count = 0; count < tags_max; ++count) {
        auto const tag = next_html_tag(html, at);
        if (!tag) return false;
        if (tag->name != "a" && tag->name != "link") continue;
        if (!says_me(tag->get("rel"))) continue;
        auto const target = Url::parse(plain_text_of(tag->get("href")));
        if (target && std::ranges::find(addresses, target->str()) != addresses.end()) return true;
    }
    return false;
}

Result<void> verify_links(JobRun& run, VerifyLinks const& job) {
    auto& server = run.server();
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return social::find_account(tx, job.account); }));
    if (!account || !account->local()) return {};
    std::vector<std::string> const back{social::account_url(server, account->username),
                                        social::account_uri(server, account->id)};
    auto fields = fields_of(*account);
    auto const before = written(fields);
    auto const now = server.clock().now();
    for (auto& field : fields) {
        auto const page = Url::parse(field.value);
        if (!page || !page->secure()) continue;
        auto const genuine = ask(server, *page, back);
        if (!genuine) continue;
        if (!*genuine) field.verified_at = "null";
        else if (field.verified_at == "null") field.verified_at = '"' + to_rfc3339(now) + '"';
    }
    auto const after = written(fields);
    if (after == before) return {};
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto fresh, social::load_account(tx, job.account));
        // The profile changed meanwhile: then it is asked about anew.
        if (written(fields_of(fresh)) != before) return {};
        fresh.fields = after;
        return social::update_account(tx, fresh);
    });
}

Result<void> verify_links_later(db::Tx& tx, social::AccountUpdated const& event) {
    TRY(auto const account, social::find_account(tx, event.account));
    if (!account || !account->local() || !account->fields.contains("https://")) return {};
    return enqueue(tx, VerifyLinks{event.account},
                   {.priority = Priority::normal, .unique_key = to_string(event.account)});
}

Result<void> verify_again(Server& server) {
    auto& round = server.part<Round>();
    TRY(auto const accounts, server.db().read([&](db::Tx& tx) {
        return tx.list(list_verified, round.after, accounts_a_run_max);
    }));
    round.after = std::ssize(accounts) < accounts_a_run_max ? AccountId{} : accounts.back();
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            for (auto const account : accounts)
                TRY_OK(enqueue(tx, VerifyLinks{account},
                               {.priority = Priority::upkeep, .unique_key = to_string(account)}));
            return {};
        },
        db::Urgency::background);
}

}  // namespace skein::profiles
