// What a person wants to be told by mail, and the signed words that end it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "features/mail_notices/kinds.h"
#include "platform/crypto/secret_keys.h"
#include "platform/db/tx.h"

namespace skein::mail_notices {

struct Wishes {
    std::int64_t kinds = usual_kinds;
    bool always = false;  ///< Also while they are here.
    auto row() { return std::tie(kinds, always); }

    bool wants(Kind kind) const { return (kinds & bit_of(kind)) != 0; }
};

/// What is usual, for whoever never chose.
Result<Wishes> load_wishes(db::Tx& tx, UserId user);
Result<void> put_wishes(db::Tx& tx, UserId user, Wishes const& wishes);
/// Nothing happens where it has ended already, or there is no such user.
Result<void> end_kind(db::Tx& tx, UserId user, Kind kind);

/// For whoever is gone for good.
Result<void> forget_wishes(db::Tx& tx, UserId user);

/// Of which person which mails end.
struct Stop {
    UserId user;
    Kind kind{};
};
/// `17.mention.MAC`: works as long as the server has its key, and for this alone.
std::string sign_stop(crypto::SecretKeys const& keys, Stop const& stop);
/// Nothing for what this server has not signed.
std::optional<Stop> read_stop(crypto::SecretKeys const& keys, std::string_view token);
/// The address in mails that ends them.
std::string stop_url(std::string_view public_url, crypto::SecretKeys const& keys, Stop const& stop);

}  // namespace skein::mail_notices
