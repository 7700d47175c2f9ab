// The poll of a Question.

#include <algorithm>

#include "features/activitypub/vocab/dates.h"
#include "features/activitypub/vocab/object_parts.h"
#include "features/activitypub/vocab/plain_text.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t title_characters_max = 500;

std::int64_t votes_of(json::Value option) {
    if (auto const replies = first_of(option, "replies"); replies && replies->is_object())
        if (auto const total = count_of(*replies, "totalItems")) return *total;
    return count_of(option, "_misskey_votes").value_or(0);
}

/// The titles as they are: a vote is known by its text.
std::vector<social::PollOption> options_of(json::Value object, std::string_view key) {
    std::vector<social::PollOption> options;
    for (auto const& value : list_of(object, key, poll_options_max)) {
        auto title = shortened(natural_text(value, "name"), title_characters_max);
        if (!title.empty()) options.push_back({std::move(title), votes_of(value)});
    }
    return options;
}

std::optional<Time> end_of(json::Value object, std::string_view key) {
    auto const value = first_of(object, key);
    auto const text = value ? value->text() : std::nullopt;
    return text ? parse_date(*text) : std::nullopt;
}

}  // namespace

std::optional<social::PollDraft> read_poll(json::Value object, Time now) {
    if (!has_type(object, "Question")) return std::nullopt;
    social::PollDraft poll;
    poll.options = options_of(object, "oneOf");
    if (poll.options.empty()) {
        poll.options = options_of(object, "anyOf");
        poll.multiple = true;
    }
    if (poll.options.empty()) return std::nullopt;
    poll.expires_at = end_of(object, "endTime");
    // A moment, or that it is so.
    poll.closed_at = end_of(object, "closed");
    if (!poll.closed_at && is_true(object, "closed")) poll.closed_at = now;
    poll.voters_count = count_of(object, "votersCount");
    return poll;
}

}  // namespace skein::activitypub
