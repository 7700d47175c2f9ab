#include "features/transfer/holdings.h"

#include "base/text.h"
#include "base/url.h"
#include "social/domains.h"
#include "social/views/views.h"

namespace skein::transfer {
namespace {

struct Person {
    std::int64_t id = 0, list_id = 0;
    std::string username, domain, title, languages;
    bool first = false, second = false;
    auto row() { return std::tie(id, list_id, username, domain, title, first, second, languages); }
};
db::Query<Person> const list_follows{
    "transfer.list_follows",
    "SELECT a.id, 0, a.username, a.domain, '', f.show_boosts, f.notify, f.languages FROM follows f "
    "JOIN accounts a ON a.id = f.target_id WHERE f.account_id = $1 ORDER BY f.id LIMIT $2"};
db::Query<Person> const list_blocks{
    "transfer.list_blocks",
    "SELECT a.id, 0, a.username, a.domain, '', a.locked, a.locked, '' FROM blocks b JOIN accounts "
    "a ON a.id = b.target_id WHERE b.account_id = $1 ORDER BY b.id LIMIT $2"};
db::Query<Person> const list_mutes{
    "transfer.list_mutes",
    "SELECT a.id, 0, a.username, a.domain, '', m.hide_notifications, a.locked, '' FROM mutes m "
    "JOIN accounts a ON a.id = m.target_id WHERE m.account_id = $1 ORDER BY m.id LIMIT $2"};
db::Query<Person> const list_members{
    "transfer.list_members",
    "SELECT a.id, l.id, a.username, a.domain, l.title, a.locked, a.locked, '' FROM lists l JOIN "
    "list_members m ON m.list_id = l.id JOIN accounts a ON a.id = m.account_id WHERE l.account_id "
    "= $1 ORDER BY l.id, m.id LIMIT $2"};
db::Query<std::string> const list_domains{
    "transfer.list_domains",
    "SELECT domain FROM account_domain_blocks WHERE account_id = $1 ORDER BY id LIMIT $2"};

struct Bookmark {
    StatusId id;
    AccountId author;
    std::string address;
    auto row() { return std::tie(id, author, address); }
};
db::Query<Bookmark> const list_bookmarks{
    "transfer.list_bookmarks",
    "SELECT s.id, s.account_id, COALESCE(s.address, '') FROM bookmarks b JOIN statuses s ON s.id = "
    "b.status_id WHERE b.account_id = $1 ORDER BY b.id LIMIT $2"};

std::string word(bool truth) { return truth ? "true" : "false"; }

/// `en fr` as Mastodon writes it: `en, fr`.
std::string with_commas(std::string_view languages) {
    std::string out;
    for (auto const c : languages) out += c == ' ' ? ", " : std::string(1, c);
    return out;
}

CsvRow cells_of(Server const& server, Kind kind, Person const& person) {
    auto name = fmt::format("{}@{}", person.username,
                            person.domain.empty() ? server.domain() : person.domain);
    switch (kind) {
        case Kind::follows:
            return {name, word(person.first), word(person.second), with_commas(person.languages)};
        case Kind::mutes: return {name, word(person.first)};
        case Kind::lists: return {person.title, name};
        default: return {name};
    }
}

db::Query<Person> const& statement_of(Kind kind) {
    switch (kind) {
        case Kind::follows: return list_follows;
        case Kind::lists: return list_members;
        case Kind::mutes: return list_mutes;
        default: return list_blocks;
    }
}

}  // namespace

Result<std::vector<Holding>> list_holdings(Server& server, db::Tx& tx, AccountId account,
                                           Kind kind) {
    std::vector<Holding> holdings;
    if (kind == Kind::domain_blocks) {
        TRY(auto const domains, tx.list(list_domains, account, holdings_max));
        for (auto const& domain : domains) holdings.push_back({0, 0, {domain}});
        return holdings;
    }
    if (kind == Kind::bookmarks) {
        TRY(auto const bookmarks, tx.list(list_bookmarks, account, holdings_max));
        for (auto const& one : bookmarks)
            holdings.push_back(
                {one.id.value,
                 0,
                 {one.address.empty() ? social::status_uri(server, one.author, one.id)
                                      : one.address}});
        return holdings;
    }
    TRY(auto const people, tx.list(statement_of(kind), account, holdings_max));
    for (auto const& person : people)
        holdings.push_back({person.id, person.list_id, cells_of(server, kind, person)});
    return holdings;
}

std::string key_of(Server const& server, Kind kind, CsvRow const& cells) {
    if (cells.empty()) return {};
    auto const name = trim(kind == Kind::lists && cells.size() > 1 ? cells[1] : cells[0]);
    if (kind == Kind::bookmarks) return std::string(name);
    if (kind == Kind::domain_blocks) return social::domain_name(name).value_or(fold_case(name));
    auto const handle = Handle::parse(name);
    auto const key = handle ? fmt::format("{}@{}", fold_case(handle->user),
                                          handle->host.empty() ? server.domain() : handle->host)
                            : fold_case(name);
    return kind == Kind::lists ? title_of(kind, cells) + "\n" + key : key;
}

std::string title_of(Kind kind, CsvRow const& cells) {
    if (kind != Kind::lists || cells.empty()) return {};
    return std::string(trim(cells[0]));
}

}  // namespace skein::transfer
