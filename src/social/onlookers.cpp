#include "social/onlookers.h"

#include <algorithm>

#include "social/audience.h"

namespace skein::social {
namespace {

// $1 the people of a post, $2 its readers. What is said of one person is short, so that it is read
// whole by the person's index, and the many readers are only looked up in it: the `+` says so.
// Follows are not short, and asked for by both.
struct Tie {
    AccountId reader, person;
    auto row() { return std::tie(reader, person); }
};
db::Query<Tie> const list_blocks{
    "onlookers.blocks",
    "SELECT b.account_id, b.target_id FROM blocks b WHERE b.target_id IN {list:$1} AND "
    "+b.account_id IN {list:$2} UNION ALL SELECT c.target_id, c.account_id FROM blocks c WHERE "
    "c.account_id IN {list:$1} AND +c.target_id IN {list:$2}"};

struct Mute {
    AccountId reader;
    Reader::Muted muted;
    auto row() { return std::tie(reader, muted.id, muted.until); }
};
db::Query<Mute> const list_mutes{
    "onlookers.mutes",
    "SELECT account_id, target_id, expires_at FROM mutes WHERE target_id IN {list:$1} AND "
    "+account_id IN {list:$2} ORDER BY target_id"};

struct Follow {
    AccountId reader, person;
    bool show_boosts = true;
    std::string languages;
    auto row() { return std::tie(reader, person, show_boosts, languages); }
};
db::Query<Follow> const list_follows{
    "onlookers.follows",
    "SELECT account_id, target_id, show_boosts, languages FROM follows WHERE target_id IN "
    "{list:$1} AND account_id IN {list:$2} ORDER BY target_id"};

// Members of exclusive lists.
db::Query<Tie> const list_apart{
    "onlookers.apart",
    "SELECT m.owner_id, m.account_id FROM list_members m JOIN lists l ON l.id = m.list_id WHERE "
    "m.account_id IN {list:$1} AND m.owner_id IN {list:$2} AND l.exclusive = TRUE"};

struct DomainBlock {
    AccountId reader;
    std::string domain;
    auto row() { return std::tie(reader, domain); }
};
db::Query<DomainBlock> const list_domain_blocks{
    "onlookers.domain_blocks",
    "SELECT account_id, domain FROM account_domain_blocks WHERE domain IN {texts:$1} AND "
    "+account_id IN {list:$2} ORDER BY domain"};

struct Named {
    StatusId status;
    AccountId account;
    bool silent = false;
    auto row() { return std::tie(status, account, silent); }
};
db::Query<Named> const list_named{
    "onlookers.named",
    "SELECT status_id, account_id, silent FROM mentions WHERE status_id IN {list:$1}"};

db::Query<AccountId> const followers_by_reader{
    "onlookers.followers",
    "SELECT account_id FROM follows WHERE target_id = $1 AND account_id IN {list:$2} ORDER BY "
    "account_id"};
db::Query<AccountId> const followers_by_author{
    "onlookers.few_followers",
    "SELECT account_id FROM follows WHERE target_id = $1 AND +account_id IN {list:$2} ORDER BY "
    "account_id"};
db::Query<AccountId> const followers_of_tags{
    "onlookers.tag_followers",
    "SELECT DISTINCT f.account_id FROM tags t JOIN tag_follows f ON f.tag_id = t.id WHERE t.name "
    "IN {texts:$1} AND +f.account_id IN {list:$2} ORDER BY f.account_id"};
db::Query<AccountId> const list_followed{
    "onlookers.followed",
    "SELECT target_id FROM follows WHERE account_id = $1 AND target_id IN {list:$2} ORDER BY "
    "target_id"};

void make_unique(auto& values) {
    std::ranges::sort(values);
    auto const twice = std::ranges::unique(values);
    values.erase(twice.begin(), twice.end());
}

/// A host and the domains above it.
void add_domains(std::string_view host, std::vector<std::string>& domains) {
    host = host.substr(0, host.find(':'));
    while (!host.empty()) {
        domains.emplace_back(host);
        auto const dot = host.find('.');
        if (dot == std::string_view::npos) return;
        host.remove_prefix(dot + 1);
    }
}

std::vector<AccountId> authors_of(StatusHead const& head) {
    std::vector<AccountId> authors{head.own.author.id};
    if (head.is_boost()) authors.push_back(head.boosted.author.id);
    return authors;
}

/// The rule of audience.h where it is known who is addressed.
bool sees(Reader const& reader, TextHead const& text, std::span<Named const> named) {
    auto const seen = sight(reader, text);
    if (seen != Sight::ask) return seen == Sight::yes;
    return std::ranges::any_of(named, [&](Named const& one) {
        return one.status == text.id && one.account == reader.account;
    });
}

}  // namespace

/// Finds the reader a row is about.
struct Reader::About {
    std::unordered_map<AccountId, Reader*> by_account;

    explicit About(std::vector<Reader>& readers) {
        by_account.reserve(readers.size());
        for (auto& reader : readers) by_account.emplace(reader.account, &reader);
    }
    Reader* of(AccountId who) const {
        auto const found = by_account.find(who);
        return found == by_account.end() ? nullptr : found->second;
    }
};

Result<std::vector<Reader>> Reader::read_about(db::Tx& tx, std::span<AccountId const> people,
                                               std::span<AccountId const> accounts) {
    std::vector<Reader> readers(accounts.size());
    for (std::size_t i = 0; i < accounts.size(); ++i) readers[i].account = accounts[i];
    if (accounts.empty()) return readers;
    About const about(readers);
    TRY(auto follows, tx.list(list_follows, people, accounts));
    for (auto& row : follows)
        if (auto* const reader = about.of(row.reader)) {
            reader->followed_ids_.push_back(row.person);
            reader->followed_.push_back(
                {row.person, row.show_boosts, false, std::move(row.languages)});
        }
    TRY(auto const blocks, tx.list(list_blocks, people, accounts));
    for (auto const& row : blocks)
        if (auto* const reader = about.of(row.reader)) reader->blocked_.push_back(row.person);
    TRY(auto const apart, tx.list(list_apart, people, accounts));
    for (auto const& row : apart)
        if (auto* const reader = about.of(row.reader)) reader->apart_.push_back(row.person);
    TRY(auto const mutes, tx.list(list_mutes, people, accounts));
    for (auto const& row : mutes)
        if (auto* const reader = about.of(row.reader)) reader->muted_.push_back(row.muted);
    TRY(auto const hosts, load_hosts(tx, people));
    std::vector<std::string> domains;
    for (auto const& [id, host] : hosts) add_domains(host, domains);
    make_unique(domains);
    if (!domains.empty()) {
        TRY(auto blocked, tx.list(list_domain_blocks, domains, accounts));
        for (auto& row : blocked)
            if (auto* const reader = about.of(row.reader))
                reader->blocked_domains_.push_back(std::move(row.domain));
    }
    for (auto& reader : readers) {
        make_unique(reader.blocked_);
        make_unique(reader.apart_);
        std::ranges::sort(reader.blocked_domains_);
    }
    return readers;
}

Reader const* Onlookers::find(AccountId account) const {
    auto const at = std::ranges::lower_bound(readers, account, {}, &Reader::account);
    return at != readers.end() && at->account == account ? &*at : nullptr;
}

Result<Onlookers> list_onlookers(db::Tx& tx, StatusHead const& head,
                                 std::span<AccountId const> accounts) {
    Onlookers onlookers;
    std::vector<AccountId> asked(accounts.begin(), accounts.end());
    make_unique(asked);
    if (asked.empty()) return onlookers;
    std::vector<StatusId> posts{head.own.id};
    if (head.is_boost()) posts.push_back(head.boosted.id);
    TRY(auto const named, tx.list(list_named, posts));
    for (auto const& one : named)
        if (!one.silent) onlookers.named.push_back(one.account);
    make_unique(onlookers.named);
    auto people = authors_of(head);
    if (head.in_reply_to_account) people.push_back(head.in_reply_to_account);
    people.insert(people.end(), onlookers.named.begin(), onlookers.named.end());
    make_unique(people);
    TRY(onlookers.readers, Reader::read_about(tx, people, asked));
    std::erase_if(onlookers.readers, [&](Reader const& reader) {
        return !sees(reader, head.own, named) ||
               (head.is_boost() && !sees(reader, head.boosted, named));
    });
    return onlookers;
}

Result<void> drop_domain_blockers(db::Tx& tx, StatusHead const& head,
                                  std::vector<Reader>& readers) {
    if (std::ranges::none_of(readers, &Reader::blocks_domains)) return {};
    TRY(auto const hosts, load_hosts(tx, authors_of(head)));
    std::erase_if(readers, [&](Reader const& reader) {
        return std::ranges::any_of(hosts, [&](auto const& host) {
            return !host.second.empty() && reader.blocks_domain(host.second);
        });
    });
    return {};
}

Result<std::vector<AccountId>> list_followers_among(db::Tx& tx, AccountHead const& author,
                                                    std::span<AccountId const> accounts) {
    if (accounts.empty()) return std::vector<AccountId>{};
    // Whoever has few followers is asked for them; of the many of others only these are looked up.
    auto const few = author.followers_count <= std::ssize(accounts) * 4;
    return tx.list(few ? followers_by_author : followers_by_reader, author.id, accounts);
}

Result<std::vector<AccountId>> list_tag_followers_among(db::Tx& tx,
                                                        std::span<std::string const> tags,
                                                        std::span<AccountId const> accounts) {
    if (tags.empty() || accounts.empty()) return std::vector<AccountId>{};
    return tx.list(followers_of_tags, tags, accounts);
}

Result<std::vector<AccountId>> list_followed_among(db::Tx& tx, AccountId account,
                                                   std::span<AccountId const> accounts) {
    if (accounts.empty()) return std::vector<AccountId>{};
    return tx.list(list_followed, account, accounts);
}

}  // namespace skein::social
