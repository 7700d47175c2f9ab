// The way of one request through the server: route, lane, credentials, scope, limits, parameters,
// handler, answer.

#include "base/encoding.h"
#include "base/log.h"
#include "core/errors.h"
#include "core/forms.h"
#include "core/request_figures.h"
#include "core/server.h"

namespace skein {
namespace {

constexpr std::string_view exposed_headers =
    "Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id, "
    "Mastodon-Async-Refresh";

RateLimit const account_limit{"account", 300, std::chrono::minutes(5)};
RateLimit const address_limit{"address", 300, std::chrono::minutes(5)};

/// Mastodon's own words where clients show or test them.
std::string_view words(Errc code) {
    switch (code) {
        case Errc::unauthenticated: return "The access token is invalid";
        case Errc::forbidden: return "This action is not allowed";
        case Errc::not_found: return "Record not found";
        case Errc::rate_limited: return "Too many requests";
        case Errc::internal:
            return "Something went wrong on our side. It has been logged; please try again.";
        default: return "There was a temporary problem serving your request, please try again";
    }
}

/// What answers to programs say: any origin may read them, and nobody may take their text, which
/// people wrote, for another type.
void add_open_headers(http::Response& response) {
    response.headers.set("Access-Control-Allow-Origin", "*");
    response.headers.set("Access-Control-Expose-Headers", exposed_headers);
    response.headers.set("X-Content-Type-Options", "nosniff");
}

/// A surface for paths no route knows.
Surface guess_surface(std::string_view path) {
    if (path.starts_with("/api/") || path == "/api") return Surface::api;
    if (path.starts_with("/.well-known/") || path.starts_with("/nodeinfo")) return Surface::open;
    return Surface::page;
}

bool changes_things(http::Method method) {
    return method != http::Method::get && method != http::Method::head;
}

Error scope_missing() {
    return {Errc::forbidden, "This action is outside the authorized scopes", {}};
}

/// Why a known user may not use an active user's route.
Error inactive(Principal const& who) {
    if (who.disabled) return {Errc::forbidden, "Your login is currently disabled", {}};
    if (!who.confirmed)
        return {Errc::forbidden, "Your login is missing a confirmed e-mail address", {}};
    return {Errc::forbidden, "Your login is currently pending approval", {}};
}

/// A preflight that asks for more header names than this is no browser's.
constexpr std::size_t request_headers_bytes_max = 2048;

/// Does this principal get through the route's door?
std::optional<Error> refuse(Route const& route, Principal const& who) {
    if (who.is_known() && !route.scope.empty() && who.token && !who.scopes.grants_any(route.scope))
        return scope_missing();
    // What outlived its user's standing opens nothing, not even what anyone may read. Pages say so
    // themselves, and lead out.
    if (who.is_user() && who.disabled && route.surface != Surface::page) return inactive(who);
    switch (route.who) {
        case Who::unasked:
        case Who::anyone: return std::nullopt;
        case Who::app:
            if (!who.is_known())
                return Error{Errc::unauthenticated, "The access token is invalid", {}};
            return std::nullopt;
        case Who::user:
        case Who::pending:
        case Who::session:
            if (!who.is_known())
                return Error{Errc::unauthenticated, "The access token is invalid", {}};
            if (!who.is_user())
                return Error{Errc::unprocessable, "This method requires an authenticated user", {}};
            if (route.who == Who::user && !who.active()) return inactive(who);
            if (route.who == Who::session && who.disabled) return inactive(who);
            return std::nullopt;
    }
    return std::nullopt;
}

/// Credentials of a request: the bearer token, else (from our own pages only) the session cookie.
Result<Principal> authenticate(Server& server, http::Request const& request, Route const& route) {
    if (route.surface != Surface::page) {
        if (auto const token = bearer_token(request))
            return server.part<Authenticator>().by_token(*token);
    }
    auto const secret = cookie(request, server.session_cookie());
    if (!secret) return Principal{};
    if (route.surface != Surface::page && !from_same_origin(request, server.public_url()))
        return Principal{};
    auto who = server.part<Authenticator>().by_session(*secret);
    // A stale cookie is nobody, not an error: the browser sends it on every page.
    if (!who && who.error().code == Errc::unauthenticated) return Principal{};
    return who;
}

bool has_body(http::Request const& request) {
    return !request.body.empty() || request.file != nullptr;
}

}  // namespace

/// One request between its arrival and its answer.
struct Server::Errand {
    http::Request request;
    http::Respond respond;
    Endpoint const* endpoint = nullptr;
    http::PathParams params;
    bool varies = false;
    RateVerdict limit = {};
    std::optional<Call> call = {};  ///< Once the door is passed.
    std::optional<Call::Onward> onward = {};
};

Result<http::BodyLimit> Server::body_limit(http::Request const& head) const {
    constexpr http::BodyLimit unrouted_limit{64 << 10, false};
    if (!changes_things(head.method) && !head.headers.find("Content-Length") &&
        !head.headers.find("Transfer-Encoding"))
        return unrouted_limit;
    auto const match = router_.match(head.method, head.path, head.headers.get("Accept"));
    if (!match) return unrouted_limit;
    auto const& route = endpoints_[match->route].route;
    // Nobody's upload is not worth the disk it would be spooled to.
    if (route.to_disk && route.who != Who::anyone && !bearer_token(head) &&
        !cookie(head, session_cookie()))
        return fail(Errc::unauthenticated, "The access token is invalid");
    return http::BodyLimit{route.body_bytes_max, route.to_disk};
}

http::Response Server::error_response(http::Request const& request, Surface surface,
                                      Error const& error) {
    auto const level = kind_of(error.code).level;
    if (level >= log::Level::warning) log::failure(level, "request.failed", error);
    return render_error(request, surface, error);
}

http::Response Server::render_error(http::Request const& request, Surface surface,
                                    Error const& error) {
    auto const status = kind_of(error.code).status;
    auto const message = error.message.empty() ? std::string(words(error.code)) : error.message;
    http::Response response;
    if (surface == Surface::page && error_page) {
        response = error_page(*this, request, Error{error.code, message, {}, error.where});
    } else {
        json::Writer body;
        body.object([&] { body.field("error", message); });
        response = http::json_response(status, body.take());
    }
    if (surface != Surface::page) add_open_headers(response);
    if (error.code == Errc::unauthenticated)
        response.headers.set("WWW-Authenticate", "Bearer realm=\"Skein\"");
    if (status == 503) response.headers.set("Retry-After", "5");
    return response;
}

/// OPTIONS: what a browser asks before a request from another origin.
http::Response Server::preflight(http::Request const& request) const {
    auto const methods = router_.methods(request.path);
    http::Response response;
    std::string allowed = "OPTIONS";
    // A program of another origin shall learn that an address is unknown by asking it: a browser
    // that is refused here tells it of a broken network instead.
    auto cors = methods.empty() && guess_surface(request.path) != Surface::page;
    response.status = methods.empty() && !cors ? 404 : 204;
    for (auto const method : methods) {
        allowed += fmt::format(", {}", to_string(method));
        if (auto const match = router_.match(method, request.path, "*/*"))
            cors = cors || endpoints_[match->route].route.surface != Surface::page;
    }
    response.headers.set("Allow", allowed);
    if (!cors) return response;
    add_open_headers(response);
    response.headers.set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
    // Named one by one: a bare `*` does not cover Authorization.
    auto const asked = request.headers.get("Access-Control-Request-Headers");
    auto const echo = !asked.empty() && asked.size() <= request_headers_bytes_max;
    response.headers.set("Access-Control-Allow-Headers",
                         echo ? asked : "*, Authorization, Content-Type, Idempotency-Key");
    response.headers.set("Access-Control-Max-Age", "86400");
    return response;
}

http::Response Server::unrouted(http::Request const& request, Error const& why) {
    auto const surface = guess_surface(request.path);
    if (why.code == Errc::not_found)
        return error_response(request, surface, Error{Errc::not_found, "", {}});
    auto response = error_response(
        request, surface,
        {Errc::bad_request,
         fmt::format("This address does not answer to {}.", to_string(request.method)),
         {}});
    response.status = 405;
    response.headers.set("Allow", why.detail);
    return response;
}

void Server::wake_lanes() {
    for (auto const& lane : lanes_) lane->wake();
}

void Server::handle(http::Request request, http::Respond respond, threads::Wake when) {
    if (request.method == http::Method::options) return respond(preflight(request));
    auto match = router_.match(request.method, request.path, request.headers.get("Accept"));
    if (!match)
        return answer_unrouted(std::move(request), std::move(respond), std::move(match.error()));
    auto const& endpoint = endpoints_[match->route];
    if (endpoint.route.at_once) {
        Errand errand{std::move(request), std::move(respond), &endpoint, std::move(match->params),
                      match->varies_by_accept};
        auto const answered = run(errand);
        expects(answered);
        return;
    }
    auto const errand =
        std::make_shared<Errand>(Errand{std::move(request), std::move(respond), &endpoint,
                                        std::move(match->params), match->varies_by_accept});
    if (lane(endpoint.route.lane).post([this, errand] { work(errand); }, when)) return;
    // The lane is full or stopping: shed the load before memory grows, and leave the log in peace.
    errand->respond(shed(errand->request));
}

/// What is said when there is no thread to draw a page.
http::Response Server::shed(http::Request const& request) {
    shed_->add();
    return render_error(
        request, Surface::open,
        {Errc::unavailable, "The server is busy. Please try again in a few seconds.", {}});
}

void Server::answer_unrouted(http::Request request, http::Respond respond, Error why) {
    if (guess_surface(request.path) != Surface::page) return respond(unrouted(request, why));
    // A page shows the server's title, which stands in the database.
    auto const errand =
        std::make_shared<Errand>(Errand{std::move(request), std::move(respond), nullptr, {}});
    auto const posted = lane(LaneName::read).post([this, errand, why = std::move(why)] {
        errand->respond(unrouted(errand->request, why));
    });
    if (!posted) errand->respond(shed(errand->request));
}

/// One piece of the way: then the errand is answered, or goes on in another lane.
void Server::work(std::shared_ptr<Errand> const& errand) {
    if (run(*errand)) return;
    if (lane(errand->onward->lane).post([this, errand] { work(errand); })) return;
    errand->respond(shed(errand->request));
}

/// False, and nothing is answered: the handler wants to go on elsewhere.
bool Server::run(Errand& errand) {
    db::ReadTimeLimit const read_limit(config_.database_request_read_max);
    Result<Reply> reply = fail(Errc::internal, "");
    try {
        reply = errand.onward ? errand.onward->next(*errand.call) : begin(errand);
    } catch (std::exception const& error) {
        reply = fail(Errc::internal, "", error.what());
    }
    errand.onward = errand.call && reply ? errand.call->take_onward() : std::nullopt;
    if (errand.onward) return false;
    auto const& route = errand.endpoint->route;
    auto response =
        reply ? *std::move(reply) : error_response(errand.request, route.surface, reply.error());
    if (route.surface != Surface::page) add_open_headers(response);
    if (route.surface == Surface::api && errand.limit.limit > 0)
        add_headers(response.headers, errand.limit);
    // What depends on the reader is nobody else's; a route that says something itself knows better.
    if (!response.headers.find("Cache-Control"))
        response.headers.set("Cache-Control", "private, no-store");
    if (errand.varies) response.headers.add("Vary", "Accept");
    errand.respond(std::move(response));
    return true;
}

Result<Reply> Server::begin(Errand& errand) {
    auto& request = errand.request;
    auto const& route = errand.endpoint->route;
    auto known =
        route.who == Who::unasked ? Result<Principal>() : authenticate(*this, request, route);
    // A refused token is counted too, or guessing would be free.
    TRY_OK(check_limits(request, route, known ? *known : Principal{}, errand.limit));
    TRY(auto who, std::move(known));
    if (auto refused = refuse(route, who)) {
        if (route.who == Who::session && refused->code == Errc::unauthenticated) {
            // Only what may simply be asked again can be come back to.
            auto const next = changes_things(request.method) ? std::string("/") : request.target;
            return http::redirect(303, "/auth/sign_in?next=" + percent_encode(next));
        }
        return fail(*std::move(refused));
    }
    auto& call = errand.call.emplace(*this, request, std::move(errand.params), std::move(who));
    if (!request.query.empty() || has_body(request)) {
        TRY(auto params, http::read_params(request, config_.data_dir + "/spool"));
        call.set_params(std::move(params));
    }
    if (route.surface == Surface::page && changes_things(request.method)) TRY_OK(check_form(call));
    return errand.endpoint->handler(call);
}

Result<Reply> Server::answer_within(Call const& call, std::string_view target) {
    http::Request request;
    auto const end = std::min(target.find('?'), target.size());
    request.target = target;
    request.path = target.substr(0, end);
    request.query = target.substr(std::min(end + 1, target.size()));
    request.client_address = call.request().client_address;
    request.loopback = call.request().loopback;
    TRY(auto match, router_.match(request.method, request.path, "application/json"));
    auto const& endpoint = endpoints_[match.route];
    if (auto refused = refuse(endpoint.route, call.who())) return fail(*std::move(refused));
    if (endpoint.route.lane != LaneName::read) return fail(Errc::unavailable, "");
    Call inner(*this, request, std::move(match.params), call.who());
    TRY(auto params, http::read_params(request, config_.data_dir + "/spool"));
    inner.set_params(std::move(params));
    Result<Reply> reply = fail(Errc::internal, "");
    try {
        reply = endpoint.handler(inner);
    } catch (std::exception const& error) {
        return fail(Errc::internal, "", error.what());
    }
    if (inner.take_onward()) return fail(Errc::unavailable, "");
    return reply;
}

RateLimit const& Server::named(std::string_view limit) const {
    auto const found = limits_.find(limit);
    expects(found != limits_.end());
    return found->second;
}

RateVerdict Server::count(http::Request const& request, Principal const& who,
                          RateLimit const& limit) {
    auto const by_address = limit.by_address || !who.account;
    auto const key = by_address ? request.client_address : to_string(who.account);
    return board_.part<RateLimits>().check(limit, key, clock().now());
}

Result<void> Server::spend(Call const& call, std::string_view limit) {
    if (call.request().loopback || count(call.request(), call.who(), named(limit)).allowed)
        return {};
    return fail(Errc::rate_limited, "");
}

Result<void> Server::check_limits(http::Request const& request, Route const& route,
                                  Principal const& who, RateVerdict& nearest) {
    if (request.loopback || route.surface == Surface::open) return {};
    if (route.surface == Surface::api)
        nearest = nearer(nearest, count(request, who, who.account ? account_limit : address_limit));
    if (!route.limit.empty()) nearest = nearer(nearest, count(request, who, named(route.limit)));
    if (nearest.limit > 0 && !nearest.allowed) return fail(Errc::rate_limited, "");
    return {};
}

void Server::note_request(http::Request const& request, int status, std::uint64_t bytes,
                          Duration taken) {
    board_.part<RequestFigures>().count(status, taken);
    if (!config_.log_requests || log::least_level() > log::Level::info) return;
    // The pattern, not the path: some paths carry a secret link.
    auto const match = router_.match(request.method, request.path, request.headers.get("Accept"));
    log::info("request",
              {{"id", request.id},
               {"method", to_string(request.method)},
               {"route", match ? endpoints_[match->route].pattern : std::string("unknown")},
               {"status", status},
               {"bytes", bytes},
               {"us", std::chrono::duration_cast<std::chrono::microseconds>(taken).count()}});
}

}  // namespace skein
