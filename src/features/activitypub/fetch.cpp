#include "features/activitypub/fetch.h"

#include <unordered_map>

#include "features/activitypub/addresses.h"
#include "features/activitypub/fetch_memory.h"
#include "features/activitypub/get.h"
#include "features/activitypub/media_type.h"
#include "features/activitypub/page_links.h"
#include "features/activitypub/vocab/properties.h"
#include "platform/threads/scheduler.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

constexpr std::uint64_t page_bytes_max = 2 << 20;
constexpr auto flight_max = std::chrono::seconds(30);
constexpr std::string_view accept_page =
    "application/activity+json, application/ld+json; "
    "profile=\"https://www.w3.org/ns/activitystreams\", text/html;q=0.1";

std::unexpected<Error> not_believed(std::string detail) {
    return fail(Errc::unprocessable, "The other server answered something else.",
                std::move(detail));
}

/// The id of a document that came from `url`: of the host that sent it.
Result<Iri> id_of_answer(json::Value root, http::Answer const& answer) {
    auto const from = Url::parse(answer.final_url);
    auto id = id_of(root);
    if (!root.is_object() || !id || !from) return not_believed("no id: " + answer.final_url);
    if (!id->url().same_origin(*from)) return not_believed(id->str() + " from " + answer.final_url);
    return *std::move(id);
}

struct Text {
    Iri id;
    std::string text;
};

Result<Text> read_answer(http::Answer answer) {
    if (answer.status != 200) return fail(error_of(answer));
    if (!is_activity_type(answer.headers.get("Content-Type")))
        return not_believed(fmt::format("{} is {}", answer.final_url,
                                        answer.headers.get("Content-Type").substr(0, 100)));
    auto const document = json::Document::parse(answer.body);
    if (!document) return not_believed(answer.final_url + ": " + document.error().message);
    TRY(auto id, id_of_answer(document->root(), answer));
    return Text{std::move(id), std::move(answer.body)};
}

Result<Text> get_text(Server& server, std::string const& address, FetchAs const& as,
                      FetchBudget& budget) {
    auto const url = Url::parse(address);
    if (!url) return fail(Errc::forbidden, "", "no address: " + address);
    TRY(auto answer, get(server, *url, {.accept = accept_activity, .as = as}, budget));
    return read_answer(std::move(answer));
}

/// What is behind an id: there, or under the id it names instead, which then must be its own.
Result<Text> resolve(Server& server, Iri const& id, FetchAs const& as, FetchBudget& budget) {
    TRY(auto text, get_text(server, id.document(), as, budget));
    auto const named = text.id;
    if (named.document() == id.document()) return text;
    TRY(text, get_text(server, named.document(), as, budget));
    if (text.id != named) return not_believed(named.str() + " is " + text.id.str());
    return text;
}

/// Somebody asks for a document just now; who wants the same waits for that answer.
struct Flight {
    explicit Flight(threads::Scheduler& scheduler) : landed(scheduler) {}
    std::mutex mutex;
    threads::Signal landed;
    std::optional<Result<Text>> result;
};

/// The flights of one server. A part of the board.
class Flights {
  public:
    /// The flight for this key, and whether the caller is the one who flies.
    std::pair<std::shared_ptr<Flight>, bool> join(Server& server, std::string const& key) {
        std::lock_guard const lock(mutex_);
        auto& flight = flights_[key];
        bool const first = !flight;
        if (first) flight = std::make_shared<Flight>(server.scheduler());
        return {flight, first};
    }
    void land(std::string const& key, std::shared_ptr<Flight> const& flight, Result<Text> result) {
        {
            std::lock_guard const lock(mutex_);
            flights_.erase(key);
        }
        std::lock_guard const lock(flight->mutex);
        flight->result = std::move(result);
        flight->landed.notify_all();
    }

  private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
};

/// Ends a flight whatever becomes of it, so that nobody waits for one that is lost.
class Landing {
  public:
    Landing(Flights& flights, std::string const& key, std::shared_ptr<Flight> flight)
        : flights_(flights), key_(key), flight_(std::move(flight)) {}
    Landing(Landing const&) = delete;
    Landing& operator=(Landing const&) = delete;
    ~Landing() { flights_.land(key_, flight_, std::move(result)); }

    Result<Text> result = fail(Errc::unavailable, "", "a lost flight");

  private:
    Flights& flights_;
    std::string const& key_;
    std::shared_ptr<Flight> flight_;
};

Result<Text> wait_for(Server& server, Flight& flight, FetchBudget const& budget) {
    auto const until = std::min(budget.until, server.scheduler().clock().now() + flight_max);
    std::unique_lock lock(flight.mutex);
    if (!flight.landed.wait_until(lock, until, [&] { return flight.result.has_value(); }))
        return fail(Errc::timeout, "The other server did not answer in time.");
    return *flight.result;
}

Result<Text> fetch_text(Server& server, Iri const& id, FetchAs const& as, FetchBudget& budget) {
    auto& memory = server.part<FetchMemory>();
    auto const key = fmt::format("{} {}", as.account.value, id.document());
    if (auto const failed = memory.find_failure(key, server.clock().now())) return fail(*failed);
    // Who may not ask must not wait either, nor fly for those who may.
    TRY_OK(budget.check(id.host(), server.clock().now()));
    auto const [flight, first] = server.part<Flights>().join(server, key);
    if (!first) return wait_for(server, *flight, budget);
    Landing landing(server.part<Flights>(), key, flight);
    landing.result = resolve(server, id, as, budget);
    if (!landing.result) memory.keep_failure(key, landing.result.error(), server.clock().now());
    return landing.result;
}

}  // namespace

Result<void> FetchBudget::check(std::string_view asked, Time now) {
    auto const other = asked_others.find(asked);
    auto const spent = other == asked_others.end() ? 0 : other->second;
    if (requests > 0 && now < until && (asked == host || spent < other_host_max)) return {};
    refused = true;
    return fail(Errc::unavailable, "This needs too many questions to other servers.");
}

Result<void> FetchBudget::spend(std::string_view asked, Time now) {
    TRY_OK(check(asked, now));
    --requests;
    if (asked != host && other_host_max < std::numeric_limits<int>::max())
        ++asked_others[std::string(asked)];
    return {};
}

Result<void> check_host(Server& server, std::string_view host) {
    auto const parsed = Host::parse(host.substr(0, host.find(':')));
    if (!parsed || parsed->is_ip())
        return fail(Errc::forbidden, "", "no name of a host: " + std::string(host));
    auto const own = Url::parse(server.public_url());
    if (host == server.domain() || (own && own->host() == *parsed))
        return fail(Errc::forbidden, "", "this server itself");
    if (server.part<social::DomainBook>().verdict(parsed->str()).refused())
        return fail(Errc::forbidden, "This server does not talk to that one.", parsed->str());
    return {};
}

Result<Fetched> fetch_document(Server& server, Iri const& id, FetchBudget& budget,
                               FetchAs const& as) {
    TRY_OK(check_host(server, id.host()));
    TRY(auto text, fetch_text(server, id, as, budget));
    TRY(auto document, json::Document::parse(text.text));
    return Fetched{std::move(text.id), std::move(document), std::move(text.text)};
}

Result<Fetched> fetch_page(Server& server, Url const& address, FetchBudget& budget) {
    TRY_OK(check_host(server, address.host().str()));
    TRY(auto answer,
        get(server, address,
            {.accept = accept_page, .as = FetchAs{}, .body_bytes_max = page_bytes_max}, budget));
    if (answer.status != 200) return fail(error_of(answer));
    auto const page = Url::parse(answer.final_url).value_or(address);
    std::optional<Iri> id;
    if (is_html_type(answer.headers.get("Content-Type"))) {
        if (auto const url = find_alternate(answer.headers, answer.body, page))
            id = Iri::parse(url->str());
        if (!id) return not_believed("a page that names no document: " + page.str());
        return fetch_document(server, *id, budget);
    }
    TRY(auto text, read_answer(std::move(answer)));
    // Asked for as a page, it is believed under its own id only.
    if (text.id.url().str() != page.str()) return fetch_document(server, text.id, budget);
    TRY(auto document, json::Document::parse(text.text));
    return Fetched{std::move(text.id), std::move(document), std::move(text.text)};
}

Result<http::Answer> fetch_plain(Server& server, std::string url, std::string_view accept,
                                 FetchBudget& budget) {
    auto const parsed = Url::parse(url);
    if (!parsed) return fail(Errc::forbidden, "", "no address: " + url);
    TRY(auto answer, get(server, *parsed, {.accept = accept}, budget));
    if (answer.status != 200) return fail(error_of(answer));
    return answer;
}

void install_fetch(Server& server) {
    server.part<FetchMemory>();
    server.part<Flights>();
    install_get(server);
}

}  // namespace skein::activitypub
