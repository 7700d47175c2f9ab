// A file of another server: from the cache, or fetched now. Read lane, then `fetch`, then (for
// pictures, which are made anew) `slow`.

#include "base/url.h"
#include "core/server.h"
#include "features/media/download.h"
#include "features/media/file_reply.h"
#include "features/media/handlers.h"
#include "features/media/remote_flights.h"
#include "social/instance.h"
#include "social/media.h"
#include "social/pictures.h"
#include "social/remote_files.h"

namespace skein::media {
namespace {

/// For good: the address ends when what it names changes.
constexpr std::string_view cache_control = "public, max-age=2592000, immutable";
constexpr auto flight_time_max = std::chrono::seconds(20);
/// How long somebody waits for a turn at all, and how long a thread is held by it at a time.
constexpr auto turn_wait_max = std::chrono::seconds(20);
constexpr auto turn_held_max = std::chrono::milliseconds(50);

/// One request, on its way through the lanes.
struct RemoteErrand {
    social::RemoteSource const* source = nullptr;
    social::RemoteFile file;
    social::RemoteForm form{};
    std::string host;
    Time until;
    std::shared_ptr<Landing> landing = {};
    Downloaded downloaded = {};

    std::string key() const { return fmt::format("{} {}", source->name, file.url); }
    std::string const& wanted(social::RemoteCopy const& copy) const {
        return form == social::RemoteForm::whole ? copy.file_key : copy.small_key;
    }
};
using ErrandPtr = std::shared_ptr<RemoteErrand>;

std::unexpected<Error> nothing() { return fail(Errc::not_found, "Record not found"); }

std::optional<social::RemoteForm> read_form(std::string_view text) {
    if (text == "whole") return social::RemoteForm::whole;
    if (text == "small") return social::RemoteForm::small;
    return std::nullopt;
}

Result<std::optional<social::File>> find_copy(Server& server, RemoteErrand const& errand) {
    return server.db().read([&](db::Tx& tx) -> Result<std::optional<social::File>> {
        TRY(auto const copy, social::find_remote_copy(tx, errand.source->name, errand.file.url));
        if (!copy) return std::nullopt;
        return social::find_file(tx, errand.wanted(*copy));
    });
}

/// The row that is asked for; not_found when there is none, or when it may not be shown.
Result<ErrandPtr> read_errand(Call& call) {
    auto& server = call.server();
    auto const form = read_form(call.path("form"));
    auto const* const source = server.part<social::RemoteSources>().find(call.path("source"));
    auto const id = parse_id(call.path("id"));
    if (!form || !source || !id) return nothing();
    TRY(auto const file, server.db().read([&](db::Tx& tx) { return source->find(tx, *id); }));
    if (!file || !social::proves(server, call.path("proof"), {source->name, *id, file->url}))
        return nothing();
    auto const url = Url::parse(file->url);
    if (!url || !accepts_media_of(server, file->domain) ||
        !accepts_media_of(server, url->host().str()))
        return nothing();
    return std::make_shared<RemoteErrand>(RemoteErrand{source, *file, *form, url->host().str(),
                                                       server.clock().now() + turn_wait_max});
}

/// The copy is used: a write, so not with every request.
Reply note_use(Call& call, social::File const& file) {
    return call.go_on_in(LaneName::write, [file](Call& later) -> Result<Reply> {
        auto& server = later.server();
        TRY_OK(server.db().write([&](db::Tx& tx) { return social::note_file_use(tx, file); },
                                 db::Urgency::background));
        return file_reply(server, file, cache_control);
    });
}

Result<Reply> answer_copy(Call& call, RemoteErrand const& errand) {
    TRY(auto const file, find_copy(call.server(), errand));
    if (!file) return nothing();
    return file_reply(call.server(), *file, cache_control);
}

/// What went wrong, as it is told to whoever asked, and remembered.
std::unexpected<Error> give_up(Server& server, RemoteErrand& errand, Error const& error) {
    server.part<RemoteFlights>().note_failure(errand.key(), errand.host, error.code,
                                              server.clock().now());
    errand.landing->land(fail(error));
    return error.code == Errc::unavailable || error.code == Errc::storage_full ? fail(error)
                                                                               : nothing();
}

/// The copy is there, for everybody who waits.
Result<Reply> arrive(Call& call, RemoteErrand& errand) {
    call.server().part<RemoteFlights>().note_success(errand.host);
    errand.landing->land(ok());
    return answer_copy(call, errand);
}

Result<void> store_pictures(Server& server, RemoteErrand const& errand) {
    auto const bytes_max = server.settings<social::InstanceConfig>().image_bytes_max;
    TRY(auto const pictures, social::make_pictures(server, errand.downloaded.file->path,
                                                   errand.source->tasks(), bytes_max));
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const named, social::insert_pictures(tx, pictures, true));
        return social::put_remote_copy(tx, errand.source->name, errand.file.url,
                                       {named.made.front().key, named.made.back().key});
    });
}

Result<void> store_whole(Server& server, RemoteErrand const& errand) {
    TRY(auto const blob, server.storage().put_file(errand.downloaded.file->path));
    auto const type = imaging::content_type(errand.downloaded.type);
    auto const key = social::new_file_key(server.random());
    return server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const named, social::insert_file(tx, key, blob, type, true));
        return social::put_remote_copy(tx, errand.source->name, errand.file.url, {named, named});
    });
}

/// Lane `slow`.
Result<Reply> make_copy(Call& call, ErrandPtr const& errand) {
    auto const stored = store_pictures(call.server(), *errand);
    return stored ? arrive(call, *errand) : give_up(call.server(), *errand, stored.error());
}

Result<Reply> fly(Call& call, ErrandPtr const& errand) {
    auto& server = call.server();
    // Somebody may have brought it since it was looked for.
    TRY(auto const present, find_copy(server, *errand));
    if (present) return arrive(call, *errand);
    auto downloaded = download(server, errand->file.url, errand->file.kind);
    if (!downloaded) return give_up(server, *errand, downloaded.error());
    errand->downloaded = *std::move(downloaded);
    if (imaging::is_picture(errand->downloaded.type))
        return call.go_on_in(LaneName::slow,
                             [errand](Call& later) { return make_copy(later, errand); });
    auto const stored = store_whole(server, *errand);
    return stored ? arrive(call, *errand) : give_up(server, *errand, stored.error());
}

Result<Reply> wait_for(Call& call, RemoteFlight& flight, RemoteErrand const& errand) {
    auto& scheduler = call.server().scheduler();
    {
        std::unique_lock lock(flight.mutex);
        auto const landed =
            flight.landed.wait_until(lock, scheduler.clock().now() + flight_time_max,
                                     [&] { return flight.result.has_value(); });
        if (!landed) return fail(Errc::unavailable, "");
        if (!*flight.result) return nothing();
    }
    return answer_copy(call, errand);
}

struct Turn {
    RemoteFlights& flights;
    ~Turn() { flights.end_turn(); }
};

/// Lane `fetch`: a few of its threads at a time.
Result<Reply> fetch_file(Call& call, ErrandPtr const& errand) {
    auto& server = call.server();
    auto& flights = server.part<RemoteFlights>();
    auto const threads = static_cast<std::size_t>(server.config().fetch_threads);
    if (!flights.begin_turn(std::max<std::size_t>(1, threads * 2 / 3))) {
        if (server.clock().now() >= errand->until) return fail(Errc::unavailable, "");
        std::mutex mutex;
        threads::Signal nobody(server.scheduler());
        std::unique_lock lock(mutex);
        nobody.wait_until(lock, server.scheduler().clock().now() + turn_held_max,
                          [] { return false; });
        return call.go_on_in(LaneName::fetch,
                             [errand](Call& later) { return fetch_file(later, errand); });
    }
    Turn const turn{flights};
    auto const [flight, first] = flights.join(server.scheduler(), errand->key());
    if (!first) return wait_for(call, *flight, *errand);
    errand->landing = std::make_shared<Landing>(flights, errand->key(), flight);
    return fly(call, errand);
}

}  // namespace

Result<Reply> serve_remote_file(Call& call) {
    auto& server = call.server();
    TRY(auto const errand, read_errand(call));
    TRY(auto const file, find_copy(server, *errand));
    auto const now = server.clock().now();
    if (file && now - file->last_used_at > social::file_use_precision) return note_use(call, *file);
    if (file) return file_reply(server, *file, cache_control);
    if (server.part<RemoteFlights>().is_known_to_fail(errand->key(), errand->host, now))
        return nothing();
    return call.go_on_in(LaneName::fetch,
                         [errand](Call& later) { return fetch_file(later, errand); });
}

}  // namespace skein::media
