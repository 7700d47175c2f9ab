#include "features/conversations/intake.h"

#include "social/conversations.h"
#include "social/statuses.h"

namespace skein::conversations {
namespace {

/// Posts looked at in one run, and direct ones taken in by one write.
constexpr std::int64_t posts_a_run = 2000;
constexpr std::size_t taken_a_write = 20;

struct Looked {
    StatusId id;
    social::Visibility visibility{};
    auto row() { return std::tie(id, visibility); }
};
db::Query<Looked> const list_after{
    "conversation_intake.posts",
    "SELECT id, visibility FROM statuses WHERE id > $1 ORDER BY id LIMIT $2"};
db::Query<std::int64_t> const find_begun{"conversation_intake.find",
                                         "SELECT begun_at FROM conversation_intake WHERE id = 1"};
db::Sql const insert_begun{"conversation_intake.insert",
                           "INSERT INTO conversation_intake (id, begun_at) VALUES (1, $1) ON "
                           "CONFLICT (id) DO NOTHING"};

Result<void> take(Server& server, std::span<StatusId const> ids) {
    while (!ids.empty()) {
        auto const part = ids.first(std::min(ids.size(), taken_a_write));
        ids = ids.subspan(part.size());
        TRY_OK(server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                TRY(auto const statuses, social::list_statuses(tx, part));
                for (auto const& status : statuses)
                    TRY_OK(social::add_to_conversations(tx, status, true));
                return {};
            },
            db::Urgency::background));
    }
    return {};
}

}  // namespace

Result<void> take_in(JobRun& run, TakeIn const& job) {
    auto& server = run.server();
    TRY(auto const posts,
        server.db().read([&](db::Tx& tx) { return tx.list(list_after, job.after, posts_a_run); }));
    std::vector<StatusId> direct;
    for (auto const& post : posts)
        if (post.visibility == social::Visibility::direct) direct.push_back(post.id);
    TRY_OK(take(server, direct));
    if (std::ssize(posts) < posts_a_run) return {};
    return run.finish([&](db::Tx& tx) {
        return enqueue(tx, TakeIn{posts.back().id}, {.priority = Priority::upkeep});
    });
}

Result<void> begin_intake(Server& server) {
    return server.db().write([](db::Tx& tx) -> Result<void> {
        TRY(auto const begun, tx.find(find_begun));
        if (begun) return {};
        TRY_OK(tx.run(insert_begun, tx.now()));
        return enqueue(tx, TakeIn{}, {.priority = Priority::upkeep});
    });
}

}  // namespace skein::conversations
