#include "social/views/conversation_view.h"

#include <algorithm>
#include <unordered_map>

#include "social/readers.h"
#include "social/views/account_view.h"
#include "social/views/status_view.h"

namespace skein::social {
namespace {

/// The newest posts as JSON by id; without those the viewer may not see.
Result<std::unordered_map<StatusId, std::string>> render_last(ViewOf const& view,
                                                              std::span<Conversation const> rows) {
    std::vector<StatusId> ids;
    for (auto const& row : rows) ids.push_back(row.last_status_id);
    TRY(auto heads, list_heads_of(view.tx, ids));
    TRY(auto const reader, load_reader(view.tx, view.viewer));
    TRY_OK(keep_visible(view.tx, *reader, heads));
    json::Writer all;
    std::vector<std::size_t> ends;
    TRY_OK(write_statuses(view, heads, all, ends));
    std::unordered_map<StatusId, std::string> texts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        texts.emplace(heads[i].id(), all.text().substr(begin, ends[i] - begin));
        begin = ends[i] + 1;  // After the comma.
    }
    return texts;
}

/// Who else takes part; in a note to oneself, oneself.
std::vector<AccountId> people_of(Conversation const& row) {
    auto people = row.others();
    if (people.empty()) people.push_back(row.account_id);
    return people;
}

}  // namespace

Result<void> write_conversations(ViewOf const& view, std::span<Conversation const> rows,
                                 json::Writer& out) {
    std::vector<AccountId> people;
    for (auto const& row : rows)
        for (auto const id : people_of(row)) people.push_back(id);
    std::ranges::sort(people);
    people.erase(std::ranges::unique(people).begin(), people.end());
    TRY(auto const last, render_last(view, rows));
    TRY(auto const heads, list_account_heads(view.tx, people));
    AccountPieces accounts(heads.emoji_version);
    for (auto const& head : heads.heads) accounts.add(head);
    TRY_OK(accounts.load(view));
    for (auto const& row : rows)
        out.object([&] {
            out.field("id", row.id);
            out.field("unread", row.unread);
            out.key("accounts");
            out.array([&] {
                for (auto const id : people_of(row)) {
                    if (!accounts.has(id)) continue;
                    out.begin_value();
                    accounts.append(out.buffer(), id);
                }
            });
            out.key("last_status");
            auto const status = last.find(row.last_status_id);
            status == last.end() ? out.value(nullptr) : out.raw(status->second);
        });
    return {};
}

Result<void> write_conversation(ViewOf const& view, ConversationId id, json::Writer& out) {
    TRY(auto const row, load_conversation(view.tx, view.viewer, id));
    return write_conversations(view, std::span(&row, 1), out);
}

}  // namespace skein::social
