#include "features/activitypub/federation_world_test.h"

#include <fstream>
#include <sstream>

#include "base/ascii.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/relays.h"
#include "features/activitypub/feature.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "features/notifications/feature.h"
#include "social/domains.h"
#include "social/events.h"
#include "social/quotes.h"
#include "social/relations.h"

namespace skein::activitypub::vectors {
namespace {

using skein::testing::Person;
using skein::testing::TestServer;

constexpr std::string_view sample_origin = "https://skein.example/users/";
constexpr std::string_view alice = "https://mastodon.example/users/alice";

FetchBudget plenty() { return {.requests = 100}; }

template <class T>
T take(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "the world does not stand: %s %s (%s:%u)\n",
                     result.error().message.c_str(), result.error().detail.c_str(),
                     result.error().where.file_name(), result.error().where.line());
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

json::Document read_json(std::string_view name) {
    return take(json::Document::parse(read_fixture(name)));
}

/// How an actor signs.
struct Signer {
    std::string key_id, key_file;
};
Signer signer_of(std::string const& name) {
    static auto const signers = read_json("world/signers.json");
    auto const found = signers.root().find(name);
    if (!found) return {name + "#main-key", "keys/mastodon.example.gone.rsa.pem"};
    return {std::string(found->get_text("keyId")), std::string(found->get_text("private_key"))};
}

crypto::PrivateKey const& key_of(std::string const& file) {
    static std::map<std::string, crypto::PrivateKey> keys;
    auto found = keys.find(file);
    if (found == keys.end())
        found = keys.emplace(file, take(crypto::PrivateKey::from_pem(read_fixture(file)))).first;
    return found->second;
}

social::PollDraft poll(std::vector<std::string> const& titles, bool multiple,
                       std::optional<Time> expires_at) {
    social::PollDraft draft;
    for (auto const& title : titles) draft.options.push_back({title, 0});
    draft.multiple = multiple;
    draft.expires_at = expires_at;
    return draft;
}

social::InteractionPolicy quotable(std::int64_t automatic, std::int64_t manual) {
    social::InteractionPolicy policy;
    policy.quote = {automatic, manual};
    return policy;
}

db::Sql const insert_keys{
    "test.insert_own_keys",
    "INSERT INTO activitypub_own_keys (account_id, rsa, ed25519, created_at) VALUES ($1, $2, $3, "
    "$4)"};

/// Making keys takes a second for each world: everybody here has the same, from the fixtures.
struct GivenKeys {
    Server* server = nullptr;
    Result<void> give(db::Tx& tx, AccountId account) const {
        auto const seal = [&](std::string const& file, std::string_view kind) {
            return db::Bytes{server->keys().seal("activitypub.key", key_of(file).to_der(),
                                                 fmt::format("{}:{}", account.value, kind))};
        };
        TRY_OK(tx.run(insert_keys, account, seal("keys/beehaw.example.rsa.pem", "rsa"),
                      seal("keys/cavage-test.ed25519.pem", "ed25519"), tx.now()));
        return {};
    }
};

Result<void> give_keys(db::Tx& tx, social::AccountCreated const& event) {
    return event.local ? tx.board().part<GivenKeys>().give(tx, event.account) : Result<void>{};
}

void install_given_keys(Server& server) {
    server.part<GivenKeys>().server = &server;
    server.on<social::AccountCreated>(give_keys);
    server.at_start([](Server& started) {
        return started.db().write(
            [&](db::Tx& tx) { return started.part<GivenKeys>().give(tx, AccountId{}); });
    });
}

}  // namespace

std::string read_fixture(std::string_view name) {
    std::ifstream file(std::string(fixtures) + std::string(name), std::ios::binary);
    expects(file.good());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

FederationWorld::FederationWorld()
    : internet_(std::string(fixtures) + "world/net.json"),
      test_({.features = {{"given_keys", install_given_keys},
                          {"notifications", notifications::install},
                          {"activitypub", activitypub::install}}}) {
    test_.outside().answer_with(
        [this](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
            if (request.method == http::Method::post)
                return skein::testing::make_answer(202, "", "text/plain");
            auto answer = internet_.answer(request);
            answer.body = rewrite(std::move(answer.body));
            return answer;
        });
    make_policies();
    make_people();
    make_follows();
    make_posts();
    make_quotes();
    test_.drain();
    // What was made just now is told anew differently from what is old.
    test_.clock().advance(std::chrono::hours(1));
    test_.drain();
    requests_before_ = test_.outside().requests().size();
}

void FederationWorld::make_policies() {
    social::DomainPolicy policy;
    policy.domain = "blocked.example";
    policy.severity = social::DomainSeverity::suspend;
    test_.write([&](db::Tx& tx) { return social::set_domain_policy(tx, policy); });
}

void FederationWorld::remember(std::string sample, std::string ours) {
    std::lock_guard const lock(mutex_);
    rewrites_.emplace_back(std::string(sample_origin) + std::move(sample), std::move(ours));
    std::ranges::sort(rewrites_, std::ranges::greater(),
                      [](auto const& pair) { return pair.first.size(); });
}

void FederationWorld::make_people() {
    for (auto const* name : {"ana", "bo", "cy"}) {
        auto person = test_.make_account(name, {.locked = std::string_view(name) == "bo"});
        remember(name, actor_address(server(), person.id()));
        people_.emplace(name, std::move(person));
    }
}

void FederationWorld::follow(std::string_view follower, std::string_view followed) {
    auto const from = account(follower), to = account(followed);
    expects(from && to);
    test_.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::follow(tx, from, to, {}));
        TRY(auto const already, social::is_following(tx, from, to));
        return already ? Result<void>{} : social::accept_follow_request(tx, to, from);
    });
}

void FederationWorld::make_follows() {
    auto const local = read_json("world/local.json");
    for (auto const& [sample, user] : local.root().find("users")->members()) {
        for (auto const& other : user.find("followers")->elements()) {
            auto budget = plenty();
            take(ensure_actor(server(), *Iri::parse(*other.text()), budget));
            follow(*other.text(), sample);
        }
        for (auto const& other : user.find("following")->elements()) {
            auto budget = plenty();
            take(ensure_actor(server(), *Iri::parse(*other.text()), budget));
            follow(sample, *other.text());
        }
    }
    auto budget = plenty();
    auto const relay_actor =
        take(ensure_actor(server(), *Iri::parse("https://relay.example/actor"), budget));
    auto const relay = take(add_relay(server(), "https://relay.example/inbox"));
    auto const follow_id = deed_address(server(), {}, "follows", relay.id.value);
    test_.write([&](db::Tx& tx) {
        return hear_relay_answer(server(), tx, relay_actor.id, follow_id, true);
    });
}

StatusId FederationWorld::publish(int number, social::StatusDraft draft) {
    auto const status = test_.write([&](db::Tx& tx) { return social::publish_status(tx, draft); });
    own_[number] = status.id;
    auto const name = draft.author == person("ana").id() ? "ana" : "cy";
    remember(fmt::format("{}/statuses/{}", name, number),
             status_address(server(), draft.author, status.id));
    return status.id;
}

void FederationWorld::make_posts() {
    auto const now = test_.clock().now();
    auto const draft = [&](std::string const& text) {
        social::StatusDraft made;
        made.author = person("ana").id();
        made.text = text;
        made.content = "<p>" + text + "</p>";
        return made;
    };
    publish(101, draft("everybody"));
    auto followers = draft("followers only");
    followers.visibility = social::Visibility::private_;
    publish(102, followers);
    auto single = draft("tea or coffee"), many = draft("colours"), closed = draft("closed");
    single.poll = poll({"tea", "coffee"}, false, now + std::chrono::days(7));
    publish(103, single);
    many.poll = poll({"red", "green", "blue"}, true, now + std::chrono::days(7));
    publish(104, many);
    auto open = draft("quote me"), own = draft("do not quote me"), asked = draft("ask me");
    using namespace social::policy_groups;
    open.policy = quotable(everyone, 0);
    publish(105, open);
    own.policy = quotable(0, 0);
    publish(106, own);
    auto direct = draft("for alice");
    direct.visibility = social::Visibility::direct;
    direct.mentions = {account(alice)};
    publish(107, direct);
    closed.poll = poll({"yes", "no"}, false, now - std::chrono::hours(1));
    publish(108, closed);
    asked.policy = quotable(0, everyone);
    publish(109, asked);
}

/// cy quotes alice, who has not said yes yet, and answers gina.
void FederationWorld::make_quotes() {
    establish("alice/1 stored");
    auto budget = plenty();
    auto const first = status("https://mastodon.example/users/alice/statuses/1").value();
    auto const parent = take(ensure_status(
        server(), *Iri::parse("https://gts.example/users/gina/statuses/01AAA"), budget));
    using namespace social::policy_groups;
    test_.write(
        [&](db::Tx& tx) { return social::set_policy(tx, first.id, quotable(0, everyone)); });
    social::StatusDraft draft;
    draft.author = person("cy").id();
    draft.content = draft.text = "look";
    draft.quote = social::QuoteDraft{.quoted = first.id};
    auto const quoting = publish(400, draft);
    remember("cy/quote_requests/1",
             deed_address(server(), draft.author, "quote_requests", quoting.value));
    draft.quote.reset();
    draft.in_reply_to_id = parent.value();
    auto const reply = publish(401, draft);
    remember("cy/reply_requests/1",
             deed_address(server(), draft.author, "reply_requests", reply.value));
    auto const follow_address = [&](std::string_view who, std::string_view whom) {
        return deed_address(server(), person(who).id(), "follows", account(whom).value);
    };
    remember("bo/follows/1", follow_address("bo", alice));
    remember("bo/follows/2", follow_address("bo", "https://misskey.example/users/9abcmiku01"));
    remember("bo/follows/3", follow_address("bo", "https://lemmy.example/c/knitting"));
    remember("bo/follows/4", follow_address("bo", "https://mitra.example/users/mitri"));
    remember("cy/follows/1", follow_address("cy", alice));
    remember("ana/follows/77", deed_address(server(), person("ana").id(), "follows", 77));
}

std::string FederationWorld::rewrite(std::string text) const {
    std::lock_guard const lock(mutex_);
    for (auto const& [sample, ours] : rewrites_) {
        std::size_t from = 0;
        for (auto at = text.find(sample); at != std::string::npos; at = text.find(sample, from)) {
            auto const after = at + sample.size();
            // `ana/statuses/10` is no part of `ana/statuses/101`.
            auto const goes_on = after < text.size() && is_alphanumeric(text[after]);
            from = goes_on ? after : at + ours.size();
            if (!goes_on) text.replace(at, sample.size(), ours);
        }
    }
    return text;
}

http::Response FederationWorld::post(Delivery const& delivery) {
    std::string const path =
        delivery.inbox == "shared"
            ? "/inbox"
            : fmt::format("/ap/users/{}/inbox", person(delivery.inbox).id().value);
    auto signer = signer_of(delivery.signer);
    if (delivery.signer.starts_with("keyid:"))
        signer = {delivery.signer.substr(6), "keys/evil.example.rsa.pem"};
    auto const& file = delivery.key_file.empty() ? signer.key_file : delivery.key_file;
    http::Outgoing request;
    request.method = http::Method::post;
    request.url = "https://skein.example" + path;
    request.body = rewrite(delivery.body);
    request.headers.set("Content-Type", delivery.content_type);
    sign_request(request, SignatureForm::cavage, signer.key_id, key_of(file), test_.clock().now());
    if (delivery.tamper) delivery.tamper(request);
    skein::testing::Ask ask{.body = request.body};
    for (auto const& [field, value] : request.headers) ask.headers.emplace_back(field, value);
    return test_.request(http::Method::post, path, ask);
}

int FederationWorld::deliver(Delivery const& delivery) {
    auto const answer = post(delivery);
    test_.drain();
    return answer.status;
}

int FederationWorld::deliver_file(std::string_view file) {
    auto const& row = row_of(file);
    return deliver({row.signer, row.inbox, read_fixture("activities/" + row.file)});
}

AccountId FederationWorld::account(std::string_view address) {
    auto const ours = rewrite(std::string(address));
    auto const found =
        test_.read([&](db::Tx& tx) { return find_known_account(server(), tx, ours); });
    return found.value_or(AccountId{});
}

std::optional<social::Status> FederationWorld::status(std::string_view address) {
    auto const ours = rewrite(std::string(address));
    return test_.read([&](db::Tx& tx) -> Result<std::optional<social::Status>> {
        TRY(auto const found, find_known_status(server(), tx, ours));
        if (!found) return std::nullopt;
        return social::find_status(tx, *found);
    });
}

std::vector<std::string> FederationWorld::asked() {
    std::vector<std::string> urls;
    auto const requests = test_.outside().requests();
    for (std::size_t i = requests_before_; i < requests.size(); ++i)
        if (requests[i].method == http::Method::get) urls.push_back(requests[i].url);
    return urls;
}

std::vector<FederationWorld::Sent> FederationWorld::sent() {
    std::vector<Sent> all;
    auto const requests = test_.outside().requests();
    for (std::size_t i = requests_before_; i < requests.size(); ++i)
        if (requests[i].method == http::Method::post)
            all.push_back({requests[i].url, requests[i].body});
    return all;
}

}  // namespace skein::activitypub::vectors
