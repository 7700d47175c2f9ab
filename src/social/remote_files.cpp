#include "social/remote_files.h"

#include <algorithm>

#include "base/json.h"
#include "core/server.h"
#include "platform/crypto/digest.h"
#include "social/accounts.h"

namespace skein::social {
namespace {

struct NamedFile {
    std::string url, domain;
    MediaKind kind{};
    auto row() { return std::tie(url, domain, kind); }
};
// Accounts that are suspended show nothing.
db::Query<NamedFile> const find_attachment{
    "remote_files.find_attachment",
    "SELECT m.remote_url, a.domain, m.kind FROM media_attachments m JOIN accounts a "
    "ON a.id = m.account_id WHERE m.id = $1 AND m.remote_url <> '' AND a.state <> 2"};
db::Query<NamedFile> const find_emoji{"remote_files.find_emoji",
                                      "SELECT remote_url, domain, CAST(1 AS BIGINT) FROM "
                                      "custom_emojis WHERE id = $1 AND remote_url <> ''"};

db::Query<RemoteCopy> const find_copy{
    "remote_files.find",
    "SELECT r.file_key, r.small_key FROM remote_files r JOIN files f ON f.file_key = r.file_key "
    "JOIN files s ON s.file_key = r.small_key WHERE r.address_hash = $1"};
db::Sql const put_copy{
    "remote_files.put",
    "INSERT INTO remote_files (address_hash, file_key, small_key, fetched_at) VALUES ($1, $2, $3, "
    "$4) ON CONFLICT (address_hash) DO UPDATE SET file_key = $2, small_key = $3, fetched_at = $4"};
db::Sql const forget_by_file{"remote_files.forget",
                             "DELETE FROM remote_files WHERE file_key IN {texts:$1}"};
db::Sql const forget_by_small{"remote_files.forget_small",
                              "DELETE FROM remote_files WHERE small_key IN {texts:$1}"};

constexpr std::string_view proof_purpose = "remote file";
/// 128 bits of the MAC.
constexpr std::size_t proof_characters = 22;

db::Bytes hash_of(std::string_view source, std::string_view url) {
    return db::Bytes{crypto::sha256(fmt::format("{} {}", source, url))};
}

std::string proof_of(Server const& server, RemoteName const& name) {
    auto const text = fmt::format("{} {} {}", name.source, name.id, name.url);
    return server.keys().sign(proof_purpose, text).substr(0, proof_characters);
}

Result<std::optional<RemoteFile>> found(Result<std::optional<NamedFile>> row) {
    TRY(auto const named, std::move(row));
    if (!named) return std::nullopt;
    return RemoteFile{named->url, named->domain, named->kind};
}

Result<std::optional<RemoteFile>> attachment(db::Tx& tx, std::int64_t id) {
    return found(tx.find(find_attachment, id));
}

Result<std::optional<RemoteFile>> emoji(db::Tx& tx, std::int64_t id) {
    return found(tx.find(find_emoji, id));
}

Result<std::optional<RemoteFile>> profile_file(db::Tx& tx, std::int64_t id,
                                               std::string Account::* stored) {
    TRY(auto const account, find_account(tx, AccountId{id}));
    if (!account || account->state == AccountState::suspended) return std::nullopt;
    auto const text = (*account).*stored;
    auto const picture = json::Document::parse(text.empty() ? "{}" : text);
    auto const url = picture ? picture->root().get_text("remote_url") : std::string_view{};
    if (url.empty()) return std::nullopt;
    return RemoteFile{std::string(url), account->domain, MediaKind::image};
}

Result<std::optional<RemoteFile>> avatar(db::Tx& tx, std::int64_t id) {
    return profile_file(tx, id, &Account::avatar);
}

Result<std::optional<RemoteFile>> header(db::Tx& tx, std::int64_t id) {
    return profile_file(tx, id, &Account::header);
}

}  // namespace

RemoteSource const* RemoteSources::find(std::string_view name) const {
    auto const source = std::ranges::find(list, name, &RemoteSource::name);
    return source == list.end() ? nullptr : &*source;
}

std::string remote_url_here(Server const& server, RemoteName const& name, RemoteForm form) {
    if (name.url.empty()) return {};
    return fmt::format("{}/media/remote/{}/{}/{}/{}", server.public_url(), name.source, name.id,
                       form == RemoteForm::whole ? "whole" : "small", proof_of(server, name));
}

bool proves(Server const& server, std::string_view proof, RemoteName const& name) {
    return crypto::constant_time_equal(proof, proof_of(server, name));
}

Result<std::optional<RemoteCopy>> find_remote_copy(db::Tx& tx, std::string_view source,
                                                   std::string_view url) {
    return tx.find(find_copy, hash_of(source, url));
}

Result<void> put_remote_copy(db::Tx& tx, std::string_view source, std::string_view url,
                             RemoteCopy const& copy) {
    TRY_OK(tx.run(put_copy, hash_of(source, url), copy.file_key, copy.small_key, tx.now()));
    return {};
}

Result<void> forget_remote_copies(db::Tx& tx, std::vector<std::string> const& keys) {
    if (keys.empty()) return {};
    TRY_OK(tx.run(forget_by_file, keys));
    TRY_OK(tx.run(forget_by_small, keys));
    return {};
}

void install_remote_files(Server& server) {
    auto& sources = server.part<RemoteSources>().list;
    sources.push_back({"attachments", attachment, imaging::attachment_tasks});
    sources.push_back({"avatars", avatar, imaging::avatar_tasks});
    sources.push_back({"headers", header, imaging::header_tasks});
    sources.push_back({"emojis", emoji, imaging::emoji_tasks});
}

}  // namespace skein::social
