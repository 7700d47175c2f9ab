// From a post to its card: the jobs of this feature.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "core/config.h"
#include "core/jobs.h"
#include "social/events.h"

namespace skein::previews {

struct PreviewConfig {
    bool enabled = true;
    std::int64_t spread_seconds = 60;

    void declare(Settings& s) {
        s.flag("previews.enabled", enabled, "Show the first link of a post as a card.");
        s.number("previews.spread_seconds", spread_seconds, {0, 3600},
                 "Linked pages are fetched within so many seconds after a post of another server, "
                 "at a moment of chance, so that not every server asks at once.");
    }
};

/// Fetches a page once, whoever links to it.
struct FetchCard {
    static constexpr std::string_view name = "previews.fetch";
    std::string url;
    auto row() { return std::tie(url); }
};
Result<http::Outgoing> prepare_card(Server& server, FetchCard const& job);
Result<Verdict> finish_card(db::Tx& tx, FetchCard const& job, Outcome const& outcome);

Result<void> ask_for_card(db::Tx& tx, social::StatusPublished const& event);
Result<void> ask_for_card_again(db::Tx& tx, social::StatusEdited const& event);
Result<void> forget_card(db::Tx& tx, social::StatusRemoved const& event);

/// What the handlers of events need of the server. A part of the board.
struct PreviewContext {
    std::string public_url, domain;
    PreviewConfig config;
};

/// Few tries: a preview is a courtesy.
std::optional<Duration> card_retry(std::int64_t failures);

}  // namespace skein::previews
