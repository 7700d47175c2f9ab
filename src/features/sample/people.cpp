#include "features/sample/fill.h"
#include "features/sample/words.h"
#include "platform/crypto/password.h"
#include "social/accounts.h"
#include "social/post_text.h"
#include "social/relations.h"
#include "social/users.h"

namespace skein::sample {
namespace {

constexpr std::int64_t people_a_write = 20;
constexpr std::size_t follows_a_write = 50;
constexpr auto oldest_account = std::chrono::days(400);

Result<Person> make_local(db::Tx& tx, Filling& filling, Name const& name, std::string const& hash) {
    social::NewUser fresh;
    fresh.username = name.username;
    fresh.email = name.username + "@example.org";
    fresh.password_hash = hash;
    fresh.confirmed = fresh.approved = true;
    TRY(auto const user, social::insert_user(tx, filling.server.keys(), fresh));
    TRY(auto account, social::load_account(tx, user.account_id));
    account.display_name = name.display_name;
    account.note = make_note(filling.dice);
    account.note_html = social::render_note(account.note, {}, filling.server.public_url()).str();
    account.discoverable = account.indexable = true;
    TRY_OK(social::update_account(tx, account));
    return Person{account.id, true, name.username, "", ""};
}

Result<Person> make_remote(db::Tx& tx, Filling& filling, Name const& name) {
    social::Account account;
    account.network = social::Network::activitypub;
    account.username = name.username;
    account.domain = make_domain(filling.dice);
    account.address = fmt::format("https://{}/users/{}", account.domain, name.username);
    account.url = fmt::format("https://{}/@{}", account.domain, name.username);
    account.display_name = name.display_name;
    account.note_html = fmt::format("<p>{}</p>", escape_html(make_note(filling.dice)).str());
    account.fields = "[]";
    account.discoverable = true;
    account.created_at =
        tx.now() - std::chrono::hours(24 * filling.dice.below(oldest_account.count()));
    TRY(account, social::insert_account(tx, std::move(account)));
    return Person{account.id, false, name.username, account.domain, account.url};
}

/// Remote people answer a request at once, as if their server had.
Result<void> follow_fully(db::Tx& tx, Person const& who, Person const& whom) {
    TRY_OK(social::follow(tx, who.id, whom.id, {}));
    if (!whom.local) TRY_OK(social::accept_follow_request(tx, whom.id, who.id));
    return {};
}

/// Whom one person follows: the popular more often; remote people only those who live here, since a
/// server knows no other follows.
std::vector<std::size_t> choose_followed(Filling& filling, std::size_t who) {
    auto const& person = filling.people[who];
    auto const candidates = person.local ? filling.people.size() : filling.locals.size();
    auto const wanted =
        std::min(static_cast<std::size_t>(2 * filling.plan.follows) + 1, candidates);
    auto count = filling.dice.below(wanted);
    std::unordered_set<std::size_t> chosen;
    for (auto tries = 4 * count; count > 0 && tries > 0; --tries) {
        auto const place = filling.dice.popular(candidates);
        auto const whom = person.local ? place : filling.locals[place];
        if (whom != who && chosen.insert(whom).second) --count;
    }
    std::vector<std::size_t> sorted(chosen.begin(), chosen.end());
    std::ranges::sort(sorted);
    return sorted;
}

}  // namespace

Result<void> make_people(Filling& filling) {
    TRY(auto const hash,
        crypto::hash_password("a sample password", filling.server.keys().pepper()));
    auto const total = filling.plan.accounts;
    while (std::ssize(filling.people) < total) {
        auto const begun = filling.dice;
        auto const before = filling.people.size();
        auto const made = filling.server.db().write([&](db::Tx& tx) -> Result<std::vector<Person>> {
            filling.dice = begun;  // A closure may run again, and must then throw the same.
            std::vector<Person> people;
            for (std::int64_t i = 0; i < people_a_write; ++i) {
                auto const number = static_cast<std::int64_t>(before) + i;
                if (number >= total) break;
                auto const name = make_name(filling.dice, number);
                // The first is local, so that there is somebody to sign in as.
                auto const remote = number > 0 && filling.dice.chance(filling.plan.remote_share);
                TRY(auto person,
                    remote ? make_remote(tx, filling, name) : make_local(tx, filling, name, hash));
                people.push_back(std::move(person));
            }
            return people;
        });
        if (!made) return fail(made.error());
        for (auto const& person : *made) {
            if (person.local) filling.locals.push_back(filling.people.size());
            filling.people.push_back(person);
            filling.progress("People", std::ssize(filling.people), total);
        }
    }
    return {};
}

Result<void> make_follows(Filling& filling) {
    for (std::size_t who = 0; who < filling.people.size(); ++who) {
        auto const followed = choose_followed(filling, who);
        for (std::size_t from = 0; from < followed.size(); from += follows_a_write) {
            auto const part = std::span(followed).subspan(
                from, std::min(follows_a_write, followed.size() - from));
            TRY_OK(filling.server.db().write([&](db::Tx& tx) -> Result<void> {
                for (auto const whom : part)
                    TRY_OK(follow_fully(tx, filling.people[who], filling.people[whom]));
                return {};
            }));
        }
        filling.progress("Follows of people", static_cast<std::int64_t>(who) + 1,
                         std::ssize(filling.people));
    }
    return {};
}

}  // namespace skein::sample
