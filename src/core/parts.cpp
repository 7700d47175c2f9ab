// What a server is made of, opened from its settings.

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/log.h"
#include "base/url.h"
#include "base/version.h"
#include "core/server.h"
#include "platform/db/migrate.h"

namespace skein {
namespace {

Result<void> make_directory(std::string const& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
        return fail(Errc::storage_full,
                    "The directory " + path + " cannot be made: " + error.message() + ".");
    ::chmod(path.c_str(), 0700);
    return {};
}

/// What an earlier process left half received is nobody's any more.
void clear_directory(std::string const& path) {
    std::error_code error;
    for (auto const& entry : std::filesystem::directory_iterator(path, error))
        std::filesystem::remove(entry.path(), error);
}

http::ClientOptions client_options(ServerConfig const& config) {
    http::ClientOptions options;
    options.user_agent = fmt::format("Skein/{} (+{}/)", version, config.public_url);
    options.per_host_max = static_cast<std::size_t>(config.per_host_max);
    options.connect_to = config.connect_to;
    options.extra_ca = config.extra_ca;
    options.allow_private = config.allow_private;
    if (config.allow_private) options.https_only = false;
    return options;
}

/// People's passwords travel to the public address: in the clear only where that was asked for, or
/// where they never leave the machine.
Result<void> check_public_url(ServerConfig const& config) {
    auto const url = Url::parse(config.public_url);
    if (!url || config.public_url != url->origin())
        return fail(Errc::bad_request,
                    "server.public_url is an address like https://social.example.org, without a "
                    "path and without a slash at its end: " +
                        config.public_url);
    auto const& host = url->host().str();
    auto const here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    if (url->secure() || here) return {};
    if (!config.allow_plain_http)
        return fail(
            Errc::bad_request,
            "server.public_url has no https: passwords would travel in the clear. Put a web "
            "server with TLS in front, or set server.allow_plain_http.");
    log::warning("server.plain_http", {{"risk", "passwords and posts travel in the clear"}});
    return {};
}

void warn_of_openings(ServerConfig const& config) {
    if (config.allow_private)
        log::warning("client.allow_private",
                     {{"risk", "outgoing requests may reach private and loopback addresses"}});
    if (!config.connect_to.empty())
        log::warning("client.connect_to",
                     {{"risk", "outgoing requests to some hosts go elsewhere"}});
    if (!config.extra_ca.empty())
        log::warning("client.extra_ca", {{"risk", "a further certificate authority is believed"}});
}

mail::Options mail_options(ServerConfig const& config) {
    mail::Options options;
    options.url = config.smtp_url;
    options.user = config.smtp_user;
    options.password = config.smtp_password;
    options.from = config.mail_from;
    if (options.from.empty()) {
        auto const url = Url::parse(config.public_url);
        // A machine tried out by its number has no name to send mail from.
        auto const named = url && !url->host().is_ip();
        options.from = fmt::format("Skein <notifications@{}>",
                                   named ? url->host().str() : "localhost.localdomain");
    }
    return options;
}

/// The key, made only where the database has no table of ours yet: beside an older one a fresh key
/// would open nothing, and hide that the right one is lost.
Result<std::unique_ptr<crypto::SecretKeys>> load_keys(std::string const& path,
                                                      db::Database& database) {
    std::error_code error;
    if (!std::filesystem::exists(path, error) && !error) {
        TRY_OK(db::migrate(database, {}, [](std::string const&) {}));
        TRY(auto const state, db::migration_state(database, db::all_migrations()));
        if (!state.applied.empty() || !state.unknown.empty())
            return fail(Errc::unavailable,
                        "The secret key is missing: " + path +
                            ". Addresses and passwords in the database open with no other. Put "
                            "the file back, or restore the server from a backup.");
    }
    return crypto::SecretKeys::load_or_create(path);
}

}  // namespace

Result<ServerParts> Server::open_parts(ServerConfig const& config) {
    TRY_OK(check_public_url(config));
    for (auto const* name : {"", "/spool", "/files"})
        TRY_OK(make_directory(config.data_dir + name));
    clear_directory(config.data_dir + "/spool");
    warn_of_openings(config);
    ServerParts parts;
    parts.clock = std::make_shared<SystemClock>();
    parts.scheduler = threads::make_real_scheduler(*parts.clock);
    parts.timers = std::make_unique<threads::Timers>(*parts.scheduler);
    parts.random = std::make_unique<crypto::SystemRandom>();
    db::Options database;
    database.url =
        config.database.empty() ? "sqlite:" + config.data_dir + "/skein.db" : config.database;
    database.node = static_cast<unsigned>(config.node);
    database.sqlite_vfs = config.database_vfs;
    database.cache_bytes = config.database_cache_bytes;
    database.postgres_connections_max = static_cast<std::size_t>(config.database_connections_max);
    TRY(parts.db, db::Database::open(std::move(database), *parts.clock, *parts.scheduler));
    TRY(parts.keys, load_keys(config.data_dir + "/secret.key", *parts.db));
    TRY(parts.http, http::make_client(client_options(config), *parts.scheduler));
    parts.mailer = mail::make_mailer(mail_options(config), *parts.clock);
    TRY(parts.storage, storage::open_local_storage(config.data_dir + "/files", *parts.clock));
    parts.imaging = std::make_unique<imaging::Imaging>(*parts.scheduler, *parts.timers);
    return parts;
}

}  // namespace skein
