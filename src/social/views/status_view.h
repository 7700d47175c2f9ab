// Status. Every field of the API stands in one of two columns: in the fragment, rendered once per
// version of the post, or a hole, filled for each request from its head and the viewer's marks. A
// test holds the two against the reference, and fails on a field in neither.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "social/status_heads.h"
#include "social/views/decorator.h"
#include "social/views/fragments.h"
#include "social/views/views.h"

namespace skein::social {

inline constexpr auto status_fragment_fields =
    std::to_array<std::string_view>({"id",
                                     "uri",
                                     "url",
                                     "created_at",
                                     "edited_at",
                                     "content",
                                     "visibility",
                                     "sensitive",
                                     "spoiler_text",
                                     "language",
                                     "in_reply_to_id",
                                     "in_reply_to_account_id",
                                     "media_attachments",
                                     "application",
                                     "mentions",
                                     "tags",
                                     "emojis",
                                     "card",
                                     "quote_approval",
                                     "tagged_collections"});
inline constexpr auto status_hole_fields = std::to_array<std::string_view>(
    {"account", "reblog", "replies_count", "reblogs_count", "favourites_count", "quotes_count",
     "poll", "quote", "favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered"});

/// A field of a capability that is not there yet: what it holds until a decorator of its name
/// fills it.
struct EmptyField {
    std::string_view name, json;
};
inline constexpr auto empty_status_fields =
    std::to_array<EmptyField>({{"card", "null"}, {"tagged_collections", "[]"}});

/// Renders the fragments of these posts' own texts, in their order, in a constant number of
/// statements. Each ends within its `quote_approval`, whose `current_user` is a hole.
Result<std::vector<Fragment>> render_status_fragments(ViewOf const& view,
                                                      std::span<StatusId const> ids);

/// Whether quoted posts are shown, or only named: inside a quoted post.
enum class QuoteDepth { whole, shallow };

/// Writes posts as the public `write_statuses` does, and says where in the text each ends.
Result<void> write_statuses(ViewOf const& view, std::span<StatusHead const> heads,
                            json::Writer& out, std::vector<std::size_t>& ends,
                            QuoteDepth depth = QuoteDepth::whole);

/// What the viewer did with the posts of one answer.
class ViewerMarks {
  public:
    static Result<ViewerMarks> load(db::Tx& tx, AccountId viewer,
                                    std::span<StatusHead const> heads);

    bool favourited(StatusId id) const { return has(favourites_, id.value); }
    bool boosted(StatusId id) const { return has(boosts_, id.value); }
    bool bookmarked(StatusId id) const { return has(bookmarks_, id.value); }
    bool muted(ConversationId id) const { return has(conversation_mutes_, id.value); }
    bool pinned(StatusId id) const { return has(pins_, id.value); }

  private:
    static bool has(std::vector<std::int64_t> const& ids, std::int64_t id);
    std::vector<std::int64_t>* list_of(std::int64_t kind);
    std::vector<std::int64_t> favourites_, boosts_, bookmarks_, conversation_mutes_, pins_;
};

}  // namespace skein::social
