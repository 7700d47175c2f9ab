#include "features/oauth/codes.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/encoding.h"
#include "platform/crypto/digest.h"
#include "social/access.h"
#include "social/standing.h"
#include "social/users.h"

namespace skein::oauth {
namespace {

constexpr std::size_t challenge_characters = 43;
constexpr std::size_t verifier_characters_min = 43, verifier_characters_max = 128;

struct Code {
    AppId app_id;
    UserId user_id;
    std::string redirect_uri, scopes, code_challenge;
    Time expires_at{};
    std::optional<TokenId> used_token_id;
    auto row() {
        return std::tie(app_id, user_id, redirect_uri, scopes, code_challenge, expires_at,
                        used_token_id);
    }
};
db::Query<Code> const find_code{
    "authorization_codes.find",
    "SELECT app_id, user_id, redirect_uri, scopes, code_challenge, expires_at, used_token_id FROM "
    "authorization_codes WHERE code_hash = $1"};
db::Sql const insert_row{
    "authorization_codes.insert",
    "INSERT INTO authorization_codes (code_hash, app_id, user_id, redirect_uri, scopes, "
    "code_challenge, expires_at, used_token_id) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)"};
db::Sql const mark_used{
    "authorization_codes.mark_used",
    "UPDATE authorization_codes SET used_token_id = $2 WHERE code_hash = $1 AND used_token_id IS "
    "NULL"};

/// A verifier without a challenge is refused too: otherwise a thief could have the challenge left
/// out (RFC 9700, 2.1.1).
bool verifies(std::string_view verifier, std::string_view challenge) {
    if (challenge.empty() || verifier.empty()) return challenge.empty() && verifier.empty();
    return verifier.size() >= verifier_characters_min &&
           verifier.size() <= verifier_characters_max &&
           std::ranges::all_of(verifier, is_unreserved) &&
           crypto::constant_time_equal(to_base64url(crypto::sha256(verifier)), challenge);
}

bool fits(Code const& code, Redemption const& shown, Time now) {
    return code.app_id == shown.app && code.redirect_uri == shown.redirect_uri &&
           code.expires_at > now && verifies(shown.code_verifier, code.code_challenge);
}

}  // namespace

bool is_challenge(std::string_view text) {
    return text.size() == challenge_characters && from_base64(text).has_value() &&
           text.find_first_of("+/=") == std::string_view::npos;
}

Result<void> insert_code(db::Tx& tx, std::string_view code, NewCode const& fresh) {
    TRY_OK(tx.run(insert_row, social::hash_secret(code), fresh.app, fresh.user, fresh.redirect_uri,
                  fresh.scopes.str(), fresh.code_challenge, tx.now() + fresh.age_max));
    return {};
}

Result<std::optional<Scopes>> redeem_code(db::Tx& tx, Redemption const& shown) {
    auto const hash = social::hash_secret(shown.code);
    TRY(auto const code, tx.find(find_code, hash));
    if (!code) return std::optional<Scopes>();
    if (code->used_token_id) {
        TRY_OK(social::remove_token(tx, *code->used_token_id));
        return std::optional<Scopes>();
    }
    if (!fits(*code, shown, tx.now())) return std::optional<Scopes>();
    TRY(auto const user, social::find_user(tx, code->user_id));
    if (!user) return std::optional<Scopes>();
    TRY(auto const account, social::load_account(tx, user->account_id));
    if (social::is_shut_out(*user, account)) return std::optional<Scopes>();
    TRY(auto const scopes, Scopes::parse(code->scopes));
    TRY(auto const token, social::insert_token(tx, shown.token, shown.app, user->id, scopes));
    TRY_OK(tx.run(mark_used, hash, token));
    return std::optional(scopes);
}

}  // namespace skein::oauth
