#include "features/mail_notices/wishes.h"

#include "platform/crypto/digest.h"

namespace skein::mail_notices {
namespace {

db::Query<Wishes> const find_wishes{
    "mail_notice_wishes.find", "SELECT kinds, always FROM mail_notice_wishes WHERE user_id = $1"};
db::Sql const put{"mail_notice_wishes.put",
                  "INSERT INTO mail_notice_wishes (user_id, kinds, always, digest_at) "
                  "VALUES ($1, $2, $3, 0) ON CONFLICT (user_id) DO UPDATE SET kinds = "
                  "excluded.kinds, always = excluded.always"};
// $2 is what remains of the usual ones, $3 what may remain of chosen ones.
db::Sql const end_one{"mail_notice_wishes.end",
                      "INSERT INTO mail_notice_wishes (user_id, kinds, always, digest_at) "
                      "SELECT u.id, CAST($2 AS BIGINT), FALSE, 0 FROM users u WHERE u.id = $1 "
                      "ON CONFLICT (user_id) DO UPDATE SET kinds = mail_notice_wishes.kinds & $3"};
db::Sql const forget{"mail_notice_wishes.forget",
                     "DELETE FROM mail_notice_wishes WHERE user_id = $1"};

std::string words_of(Stop const& stop) {
    return fmt::format("{}.{}", skein::to_string(stop.user), to_string(stop.kind));
}

std::string mac_of(crypto::SecretKeys const& keys, std::string_view words) {
    return keys.sign("mail_notices.stop", words);
}

constexpr std::size_t token_bytes_max = 200;

}  // namespace

Result<Wishes> load_wishes(db::Tx& tx, UserId user) {
    TRY(auto const found, tx.find(find_wishes, user));
    return found.value_or(Wishes{});
}

Result<void> put_wishes(db::Tx& tx, UserId user, Wishes const& wishes) {
    TRY_OK(tx.run(put, user, wishes.kinds, wishes.always));
    return {};
}

Result<void> end_kind(db::Tx& tx, UserId user, Kind kind) {
    TRY_OK(tx.run(end_one, user, usual_kinds & ~bit_of(kind), ~bit_of(kind)));
    return {};
}

Result<void> forget_wishes(db::Tx& tx, UserId user) {
    TRY_OK(tx.run(forget, user));
    return {};
}

std::string sign_stop(crypto::SecretKeys const& keys, Stop const& stop) {
    auto const words = words_of(stop);
    return words + "." + mac_of(keys, words);
}

std::optional<Stop> read_stop(crypto::SecretKeys const& keys, std::string_view token) {
    if (token.size() > token_bytes_max) return std::nullopt;
    auto const dot = token.find('.');
    auto const end = token.rfind('.');
    if (dot == std::string_view::npos || end == dot) return std::nullopt;
    if (!crypto::constant_time_equal(token.substr(end + 1), mac_of(keys, token.substr(0, end))))
        return std::nullopt;
    auto const user = parse_id(token.substr(0, dot));
    auto const kind = parse_kind(token.substr(dot + 1, end - dot - 1));
    if (!user || !kind) return std::nullopt;
    return Stop{UserId{*user}, *kind};
}

std::string stop_url(std::string_view public_url, crypto::SecretKeys const& keys,
                     Stop const& stop) {
    return fmt::format("{}/mail/stop/{}", public_url, sign_stop(keys, stop));
}

}  // namespace skein::mail_notices
