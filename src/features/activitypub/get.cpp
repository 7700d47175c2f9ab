#include "features/activitypub/get.h"

#include <algorithm>
#include <set>

#include "base/numbers.h"
#include "core/rate_limits.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/hosts.h"
#include "features/activitypub/fetch_memory.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/signature_memory.h"

namespace skein::activitypub {
namespace {

constexpr int redirects_max = 3, signed_tries_max = 3;
/// Whoever names the addresses of another host in many activities makes this server ask there.
RateLimit const questions_to_a_host{"activitypub.questions", 1200, std::chrono::minutes(1)};
constexpr Duration deadline = std::chrono::seconds(10);
constexpr Duration pause_min = std::chrono::seconds(5), pause_max = std::chrono::minutes(10),
                   pause_usual = std::chrono::seconds(30);

/// One way to sign a request: some sign and check the path without its query.
struct Way {
    SignatureForm form{};
    bool without_query = false;
};

std::vector<Way> ways_to_sign(SignatureForm first, bool has_query) {
    std::vector<Way> ways;
    for (auto const form : {first, other_form(first)}) {
        ways.push_back({form, false});
        if (has_query && form == SignatureForm::cavage) ways.push_back({form, true});
    }
    return ways;
}

std::string without_fragment(Url const& url) {
    auto text = url.str();
    return text.substr(0, text.find('#'));
}

http::Outgoing request_to(Server& server, Url const& url, GetOptions const& options,
                          FetchBudget const& budget) {
    http::Outgoing request;
    request.url = without_fragment(url);
    request.headers.set("Accept", options.accept);
    request.body_bytes_max = options.body_bytes_max;
    request.deadline = std::clamp<Duration>(budget.until - server.clock().now(),
                                            std::chrono::milliseconds(1), deadline);
    return request;
}

/// How long a host that is asked too much wants to be left alone.
Duration pause_of(http::Answer const& answer, Time now) {
    auto const text = answer.headers.get("Retry-After");
    Duration wanted = pause_usual;
    if (auto const seconds = parse_number<std::int64_t>(text))
        wanted = std::chrono::seconds(std::clamp<std::int64_t>(*seconds, 0, 86'400));
    else if (auto const at = parse_http_date(text)) wanted = *at - now;
    return std::clamp<Duration>(wanted, pause_min, pause_max);
}

Result<http::Answer> send(Server& server, http::Outgoing request, std::string const& host,
                          FetchBudget& budget) {
    auto const now = server.clock().now();
    TRY_OK(budget.spend(host, now));
    TRY(auto answer, server.http().ask(std::move(request)));
    if (answer.status < 500) note_alive(server, host);
    if (answer.status == 429 || answer.status == 503)
        server.part<FetchMemory>().pause(host, now + pause_of(answer, now));
    return answer;
}

/// Signs the request for another address than its own: the same without the query.
void sign_path(http::Outgoing& request, std::string const& key_id, crypto::PrivateKey const& key,
               Time now) {
    auto const url = request.url;
    request.url = url.substr(0, url.find('?'));
    sign_request(request, SignatureForm::cavage, key_id, key, now);
    request.url = url;
}

bool refuses_signature(int status) { return status == 401 || status == 403 || status == 400; }

/// Knocks in one form and, where it is refused, in another; three times at most.
class Knocking {
  public:
    Knocking(Server& server, Url const& url, GetOptions const& options, FetchBudget& budget)
        : server_(server), url_(url), options_(options), budget_(budget) {}

    Result<http::Answer> run() {
        auto& memory = server_.part<SignatureMemory>();
        auto const account = options_.as->account;
        TRY(keys_, load_own_keys(server_, account));
        key_id_ = key_address(server_, account);
        auto const& host = url_.host().str();
        auto const first = memory.form_for(host, server_.clock().now());
        Result<http::Answer> answer = fail(Errc::internal, "");
        for (auto const& way : ways_to_sign(first, !url_.query().empty())) {
            if (tries_ >= signed_tries_max) break;
            // Only a signature that was not understood may be one over another path.
            if (way.without_query && answer->status != 401) continue;
            answer = knock(way);
            if (answer && answer->status == 401) answer = rise_to_challenge(*std::move(answer));
            if (!answer || !refuses_signature(answer->status)) break;
            last_form_ = std::nullopt;
        }
        if (answer && answer->status < 300 && last_form_ && *last_form_ != first)
            memory.note(host, *last_form_, server_.clock().now());
        return answer;
    }

  private:
    Result<http::Answer> knock(Way const& way) {
        auto request = request_to(server_, url_, options_, budget_);
        auto const now = server_.clock().now();
        if (way.without_query) sign_path(request, key_id_, keys_->rsa, now);
        else sign_request(request, way.form, key_id_, keys_->rsa, now);
        return send(std::move(request), way.form);
    }

    /// The host names what it wants signed.
    Result<http::Answer> rise_to_challenge(http::Answer answer) {
        auto const challenge = read_accept_signature(answer.headers);
        if (!challenge || challenged_ || tries_ >= signed_tries_max) return answer;
        challenged_ = true;
        auto request = request_to(server_, url_, options_, budget_);
        if (!sign_request(request, *challenge, key_id_, keys_->rsa, server_.clock().now()))
            return answer;
        return send(std::move(request), SignatureForm::rfc9421);
    }

    Result<http::Answer> send(http::Outgoing request, SignatureForm form) {
        ++tries_;
        last_form_ = form;
        return activitypub::send(server_, std::move(request), url_.host().str(), budget_);
    }

    Server& server_;
    Url const& url_;
    GetOptions const& options_;
    FetchBudget& budget_;
    std::shared_ptr<OwnKeys const> keys_;
    std::string key_id_;
    std::optional<SignatureForm> last_form_;
    int tries_ = 0;
    bool challenged_ = false;
};

Result<void> check_address(Server& server, Url const& url) {
    TRY_OK(check_host(server, url.host().str()));
    if (!url.secure() && !server.config().allow_private)
        return fail(Errc::forbidden, "", "not https: " + url.str());
    if (server.part<FetchMemory>().is_paused(url.host().str(), server.clock().now()))
        return fail(Errc::unavailable, "The other server wants to be left alone for a while.",
                    url.host().str());
    if (!server.part<RateLimits>()
             .check(questions_to_a_host, url.host().str(), server.clock().now())
             .allowed)
        return fail(Errc::unavailable, "The other server is asked too much.", url.host().str());
    return {};
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

Result<http::Answer> get(Server& server, Url const& start, GetOptions const& options,
                         FetchBudget& budget) {
    auto url = start;
    std::set<std::string, std::less<>> visited;
    for (int hop = 0;; ++hop) {
        TRY_OK(check_address(server, url));
        visited.insert(without_fragment(url));
        TRY(auto answer, options.as ? Knocking(server, url, options, budget).run()
                                    : send(server, request_to(server, url, options, budget),
                                           url.host().str(), budget));
        answer.final_url = without_fragment(url);
        if (!is_redirect(answer.status)) return answer;
        auto const next = url.resolve(answer.headers.get("Location"));
        if (!next || next->scheme() != url.scheme())
            return fail(Errc::forbidden, "", "redirects to no address that may be asked");
        if (hop >= redirects_max || visited.contains(without_fragment(*next)))
            return fail(Errc::remote, "The other server redirects without end.", start.str());
        url = *next;
    }
}

Error error_of(http::Answer const& answer) {
    auto const detail = fmt::format("{} from {}", answer.status, answer.final_url);
    switch (answer.status) {
        case 404:
            return fail(Errc::not_found, "The other server has no such thing.", detail).error();
        case 410: return fail(Errc::gone, "This is gone from the other server.", detail).error();
        case 429:
        case 503: return fail(Errc::unavailable, "The other server is too busy.", detail).error();
        default: return fail(Errc::remote, "The other server did not answer that.", detail).error();
    }
}

void install_get(Server& server) {
    server.part<FetchMemory>();
    server.part<SignatureMemory>();
    server.part<RateLimits>();
}

}  // namespace skein::activitypub
