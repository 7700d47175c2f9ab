#include "features/previews/fetch_card.h"

#include "base/encoding.h"
#include "base/url.h"
#include "core/server.h"
#include "features/previews/cards.h"
#include "features/previews/creators.h"
#include "platform/crypto/digest.h"
#include "social/statuses.h"

namespace skein::previews {
namespace {

constexpr std::uint64_t page_bytes_max = 2 << 20;
constexpr auto fetch_deadline = std::chrono::seconds(15);
constexpr auto fresh_for = std::chrono::days(1);
/// Nobody waits for the card of an old post.
constexpr auto old_after = std::chrono::days(1);

/// Spread over the time allowed, by the address: the same page is asked for at one moment.
Duration delay_of(std::string_view url, std::int64_t spread_seconds) {
    if (spread_seconds == 0) return {};
    auto const hash = crypto::sha256(url);
    auto const draw =
        static_cast<unsigned char>(hash[0]) << 8 | static_cast<unsigned char>(hash[1]);
    return std::chrono::seconds(draw % (spread_seconds + 1));
}

Result<void> enqueue_fetch(db::Tx& tx, social::Status const& status, std::string const& url) {
    auto const& context = tx.board().part<PreviewContext>();
    auto const local = status.network == social::Network::local;
    auto const delay = local ? Duration{} : delay_of(url, context.config.spread_seconds);
    auto const host = Url::parse(url);
    return enqueue(tx, FetchCard{url},
                   {.not_before = tx.now() + delay,
                    .priority = local ? Priority::person : Priority::mass,
                    .unique_key = to_hex(crypto::sha256(url)),
                    .host = host ? host->host().str() : std::string()});
}

Result<void> show_link(db::Tx& tx, social::Status const& status, std::string const& url) {
    TRY(auto const known, find_card(tx, url));
    if (known) {
        TRY_OK(show_card(tx, status.id, known->id));
        if (tx.now() - known->fetched_at < fresh_for) return {};
        // Said before the answer is there: many posts may name the page while it is asked for.
        TRY_OK(note_card_asked(tx, known->id));
        return enqueue_fetch(tx, status, url);
    }
    TRY(auto const card, put_card(tx, url, {}, tx.now()));
    TRY_OK(show_card(tx, status.id, card));
    return enqueue_fetch(tx, status, url);
}

Result<void> consider(db::Tx& tx, StatusId id) {
    auto const& context = tx.board().part<PreviewContext>();
    if (!context.config.enabled) return {};
    TRY(auto const status, social::find_status(tx, id));
    if (!status || status->boost_of_id) return {};
    auto const url = first_link(status->content, context.public_url);
    if (!url || status->has_media) return hide_card(tx, id);
    return show_link(tx, *status, *url);
}

bool is_html(http::Answer const& answer) {
    auto const type = answer.headers.get("Content-Type");
    return type.starts_with("text/html") || type.starts_with("application/xhtml+xml");
}

/// Whom a page names, as cards keep it; "" for what is no handle with a host. People here are named
/// by the domain of their handles, or by that of their pages.
std::string creator_of(std::string_view text, PreviewContext const& context) {
    auto handle = Handle::parse(text);
    if (!handle || handle->host.empty()) return {};
    auto const here = Url::parse(context.public_url);
    if (handle->host == context.domain || (here && handle->host == here->host().str()))
        handle->host.clear();
    return handle->str();
}

SeenPage read_page(http::Answer const& answer, std::string const& asked,
                   PreviewContext const& context) {
    SeenPage page{.head = read_page_head(to_valid_utf8(answer.body))};
    // What the last address says, not the first: a site that leads elsewhere does not speak for it.
    auto const url = Url::parse(answer.final_url.empty() ? asked : answer.final_url);
    if (!url) return page;
    page.host = url->host().str();
    page.creator = creator_of(page.head.creator, context);
    auto const image = page.head.image.empty() ? std::nullopt : url->resolve(page.head.image);
    page.head.image = image ? image->str() : std::string();
    return page;
}

}  // namespace

std::optional<Duration> card_retry(std::int64_t failures) {
    if (failures > 2) return std::nullopt;
    return std::chrono::minutes(5) * failures;
}

Result<http::Outgoing> prepare_card(Server&, FetchCard const& job) {
    http::Outgoing request;
    request.url = job.url;
    request.headers.set("Accept", "text/html,application/xhtml+xml;q=0.9");
    request.deadline = fetch_deadline;
    request.body_bytes_max = page_bytes_max;
    request.redirects_max = 3;
    return request;
}

Result<Verdict> finish_card(db::Tx& tx, FetchCard const& job, Outcome const& outcome) {
    auto const& context = tx.board().part<PreviewContext>();
    SeenPage page;
    if (outcome && outcome->status == 200 && is_html(*outcome))
        page = read_page(*outcome, job.url, context);
    auto const passing = !outcome && (outcome.error().code == Errc::timeout ||
                                      outcome.error().code == Errc::unavailable ||
                                      outcome.error().code == Errc::cancelled);
    if (passing) return Verdict::again;
    if (auto const url = Url::parse(job.url); url && page.head.site_name.empty())
        page.head.site_name = url->host().str();
    // Also that there is nothing to show is remembered for a day.
    TRY(auto const card, put_card(tx, job.url, page, tx.now()));
    if (!page.creator.empty()) TRY_OK(settle_creator(tx, card));
    TRY_OK(show_anew(tx, {card}));
    return Verdict::done;
}

Result<void> ask_for_card(db::Tx& tx, social::StatusPublished const& event) {
    if (event.boost_of || tx.now() - id_time(event.status.value) > old_after) return {};
    return consider(tx, event.status);
}

Result<void> ask_for_card_again(db::Tx& tx, social::StatusEdited const& event) {
    return consider(tx, event.status);
}

Result<void> forget_card(db::Tx& tx, social::StatusRemoved const& event) {
    if (event.boost_of) return {};
    return hide_card(tx, event.status);
}

}  // namespace skein::previews
