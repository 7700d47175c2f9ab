// The rows of index.tsv: how they are read, what they need first, and what an activity could
// change.

#include <algorithm>
#include <sstream>

#include "features/activitypub/addresses.h"
#include "features/activitypub/federation_world_test.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "social/relations.h"

namespace skein::activitypub::vectors {
namespace {

constexpr std::string_view alice = "https://mastodon.example/users/alice";

#define TEXTS(name, sql) \
    db::Query<std::string> const name { "test.fingerprint_" #name, sql }

TEXTS(statuses,
      "SELECT 'status ' || COALESCE(s.address, CAST(s.id AS TEXT)) || ' ' || CAST(s.account_id AS "
      "TEXT) || ' ' || CAST(s.visibility AS TEXT) || ' ' || s.spoiler_text || ' ' || s.content "
      "FROM statuses s ORDER BY s.id");
TEXTS(follows,
      "SELECT 'follow ' || CAST(account_id AS TEXT) || ' ' || CAST(target_id AS TEXT) FROM follows "
      "ORDER BY account_id, target_id");
TEXTS(requests,
      "SELECT 'request ' || CAST(account_id AS TEXT) || ' ' || CAST(target_id AS TEXT) FROM "
      "follow_requests ORDER BY account_id, target_id");
TEXTS(blocks,
      "SELECT 'block ' || CAST(account_id AS TEXT) || ' ' || CAST(target_id AS TEXT) FROM blocks "
      "ORDER BY account_id, target_id");
TEXTS(favourites,
      "SELECT 'favourite ' || CAST(account_id AS TEXT) || ' ' || CAST(status_id AS TEXT) FROM "
      "favourites ORDER BY account_id, status_id");
TEXTS(reactions,
      "SELECT 'reaction ' || CAST(account_id AS TEXT) || ' ' || CAST(status_id AS TEXT) || ' ' || "
      "emoji || '@' || domain FROM reactions ORDER BY account_id, status_id, emoji");
TEXTS(pins, "SELECT 'pin ' || CAST(status_id AS TEXT) FROM pins ORDER BY status_id");
TEXTS(votes,
      "SELECT 'vote ' || CAST(poll_id AS TEXT) || ' ' || CAST(account_id AS TEXT) || ' ' || "
      "CAST(choices AS TEXT) FROM poll_votes ORDER BY poll_id, account_id");
TEXTS(quotes,
      "SELECT 'quote ' || CAST(status_id AS TEXT) || ' ' || CAST(state AS TEXT) || ' ' || stamp "
      "FROM quotes ORDER BY status_id");
TEXTS(notices,
      "SELECT 'notification ' || CAST(account_id AS TEXT) || ' ' || CAST(kind AS TEXT) || ' ' || "
      "CAST(from_account_id AS TEXT) FROM notifications ORDER BY id");
TEXTS(filed,
      "SELECT 'report ' || CAST(target_id AS TEXT) || ' ' || comment FROM reports ORDER BY id");
TEXTS(people,
      "SELECT 'account ' || address || ' ' || username || '@' || domain || ' ' || display_name || "
      "' ' || CAST(state AS TEXT) || ' ' || COALESCE(CAST(moved_to_id AS TEXT), '') FROM accounts "
      "WHERE domain <> 'evil.example' OR address LIKE '%/eve' ORDER BY id");
TEXTS(known_inboxes,
      "SELECT 'inbox ' || address || ' ' || inbox || ' ' || shared_inbox || ' ' || followers FROM "
      "activitypub_actors ORDER BY account_id");
TEXTS(emojis,
      "SELECT 'emoji ' || shortcode || '@' || domain || ' ' || remote_url FROM custom_emojis ORDER "
      "BY domain, shortcode");

std::vector<Row> read_rows() {
    std::vector<Row> all;
    std::istringstream lines(read_fixture("activities/index.tsv"));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        Row row;
        for (auto* cell : {&row.file, &row.software, &row.activity, &row.verdict, &row.http,
                           &row.signer, &row.inbox, &row.pre, &row.outcome})
            std::getline(cells, *cell, '\t');
        all.push_back(std::move(row));
    }
    return all;
}

}  // namespace

std::vector<Row> const& rows() {
    static auto const all = read_rows();
    return all;
}

Row const& row_of(std::string_view file) {
    auto const wanted = std::string(file) + (file.ends_with(".json") ? "" : ".json");
    auto const found = std::ranges::find(rows(), wanted, &Row::file);
    expects(found != rows().end());
    return *found;
}

std::string FederationWorld::fingerprint() {
    return test_.read([](db::Tx& tx) -> Result<std::string> {
        std::string all;
        for (auto const* query :
             {&statuses, &follows, &requests, &blocks, &favourites, &reactions, &pins, &votes,
              &quotes, &notices, &filed, &people, &known_inboxes, &emojis}) {
            TRY(auto const lines, tx.list(*query));
            for (auto const& line : lines) all += line + '\n';
        }
        return all;
    });
}

void FederationWorld::establish(std::string_view pre) {
    auto const store = [&](std::string_view id) {
        FetchBudget budget{.requests = 100};
        auto const stored = ensure_status(server(), *Iri::parse(id), budget);
        expects(stored.has_value());
    };
    auto const know = [&](std::string_view id) {
        FetchBudget budget{.requests = 100};
        auto const known = ensure_actor(server(), *Iri::parse(id), budget);
        expects(known.has_value());
    };
    auto const ask_to_follow = [&](std::string_view id) {
        know(id);
        auto const target = account(id);
        test_.write([&](db::Tx& tx) { return social::follow(tx, person("bo").id(), target, {}); });
        test_.drain();
    };
    if (pre.starts_with("after ")) {
        auto const& first = row_of(pre.substr(6));
        establish(first.pre);
        deliver_file(first.file);
    } else if (pre.starts_with("alice/1 stored")) {
        store("https://mastodon.example/users/alice/statuses/1");
    } else if (pre.starts_with("ghosted known")) {
        constexpr std::string_view ghosted = "https://mastodon.example/users/ghosted";
        auto document = internet_.body("https://mastodon.example/users/oldacct");
        expects(!document.empty());
        for (auto at = document.find("oldacct"); at != std::string::npos;
             at = document.find("oldacct", at))
            document.replace(at, 7, "ghosted");
        // The key of the fixture's signer, not that of the account whose document this was.
        auto const pem =
            crypto::PrivateKey::from_pem(read_fixture("keys/mastodon.example.gone.rsa.pem"))
                ->public_key()
                .to_pem();
        auto const begin = document.find("-----BEGIN");
        auto const end = document.find("\"", begin);
        std::string escaped;
        for (char const c : pem) escaped += c == '\n' ? "\\n" : std::string(1, c);
        document.replace(begin, end - begin, escaped);
        internet_.set(std::string(ghosted), skein::testing::make_answer(200, document));
        know(ghosted);
        internet_.set(std::string(ghosted), skein::testing::make_answer(410, "", "text/plain"));
    } else if (pre.starts_with("nobody is unknown")) {
        internet_.set("https://mastodon.example/users/nobody",
                      skein::testing::make_answer(410, "", "text/plain"));
    } else if (pre.starts_with("local Follow bo/follows/1")) {
        ask_to_follow(alice);
    } else if (pre.starts_with("local Follow bo/follows/2")) {
        ask_to_follow("https://misskey.example/users/9abcmiku01");
    } else if (pre.starts_with("local Follow bo/follows/3")) {
        ask_to_follow("https://lemmy.example/c/knitting");
    } else if (pre.starts_with("local Follow bo/follows/4")) {
        ask_to_follow("https://mitra.example/users/mitri");
    } else if (pre.starts_with("cy follows oldacct")) {
        constexpr std::string_view old = "https://mastodon.example/users/oldacct";
        // It has not moved yet.
        auto const moved = internet_.body(std::string(old));
        auto before = moved;
        before.replace(before.find("movedTo"), 7, "ignored");
        internet_.set(std::string(old), skein::testing::make_answer(200, before));
        know(old);
        follow("https://skein.example/users/cy", old);
        internet_.set(std::string(old), skein::testing::make_answer(200, moved));
    } else if (pre.starts_with("evil/n/own stored")) {
        deliver({.signer = "https://evil.example/users/eve",
                 .body = R"({"id":"https://evil.example/a/own","type":"Create",
                     "actor":"https://evil.example/users/eve","object":{
                     "id":"https://evil.example/n/own","type":"Note","content":"mine",
                     "attributedTo":"https://evil.example/users/eve",
                     "to":["https://www.w3.org/ns/activitystreams#Public"]}})"});
    }
}

}  // namespace skein::activitypub::vectors
