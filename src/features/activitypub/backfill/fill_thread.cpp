// The answers below another server's post: the context collection (FEP-f228, FEP-7888) where its
// server has one, else the `replies` of the post and of its answers.

#include <deque>
#include <set>

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/backfill/backfill.h"
#include "features/activitypub/backfill/collections.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/status_facts.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr int requests_max = 200;
constexpr auto time_max = std::chrono::seconds(60);
constexpr int replies_per_post_max = 500;
constexpr int replies_max = 1000;
constexpr CollectionLimits limits{.pages = 50, .items = replies_per_post_max};
constexpr auto pause = std::chrono::minutes(15);
/// A fresh post has its answers on their way.
constexpr auto fresh_for = std::chrono::minutes(5);

/// One walk downward from a post.
class ThreadWalk {
  public:
    ThreadWalk(Server& server, FetchBudget& budget, StatusId start)
        : server_(server), budget_(budget), subject_(thread_subject(start)), seen_{start} {}

    /// True when its collection could be read.
    bool take_collection(std::string const& address) {
        auto const id = Iri::parse(address);
        if (!id || is_ours(server_, address)) return false;
        auto const read = read_collection(
            server_, *id, budget_, limits,
            [&](Fetched const& page, json::Value item) { return take(page, item); });
        return read.has_value();
    }

    /// The next answer whose own answers may be asked for.
    std::optional<StatusId> next() {
        if (open_.empty() || left_ <= 0) return std::nullopt;
        auto const status = open_.front();
        open_.pop_front();
        return status;
    }

  private:
    Result<bool> take(Fetched const& page, json::Value item) {
        if (left_-- <= 0) return false;
        // A context may hold the activities instead of the posts.
        auto const object = has_type(item, "Create") ? first_of(item, "object") : item;
        if (!object) return true;
        auto status = find(*object);
        if (status && !*status) {
            status = store(page, *object);
            if (status && *status) tell_of_one();
        }
        if (status && *status && seen_.insert(**status).second) open_.push_back(**status);
        return budget_.requests > 0;
    }

    Result<std::optional<StatusId>> store(Fetched const& page, json::Value object) {
        if (object.is_object())
            if (auto const own = Authority::of_part(page, object))
                return store_object(server_, *own, budget_, {.quiet = true});
        auto const id = id_of(object);
        if (!id) return std::nullopt;
        return ensure_status(server_, *id, budget_);
    }

    Result<std::optional<StatusId>> find(json::Value object) {
        auto const id = id_of(object);
        if (!id) return std::nullopt;
        return server_.db().read(
            [&](db::Tx& tx) { return find_known_status(server_, tx, id->str()); });
    }

    /// Whoever waits for the conversation may see it grow; that they do not is no reason to stop.
    void tell_of_one() {
        (void)server_.db().write(
            [&](db::Tx& tx) { return social::count_refreshed(tx, subject_, 1); },
            db::Urgency::background);
    }

    Server& server_;
    FetchBudget& budget_;
    std::string subject_;
    int left_ = replies_max;
    std::deque<StatusId> open_;
    std::set<StatusId> seen_;  // Posts may name each other, or themselves, as answers.
};

Result<StatusFacts> facts_of(Server& server, StatusId status) {
    TRY(auto const facts,
        server.db().read([&](db::Tx& tx) { return find_status_facts(tx, status); }));
    return facts.value_or(StatusFacts{});
}

Result<void> walk_thread(Server& server, StatusFacts const& facts) {
    FetchBudget budget{.requests = requests_max, .until = server.clock().now() + time_max};
    ThreadWalk walk(server, budget, facts.status_id);
    if (!facts.context.empty() && walk.take_collection(facts.context)) return {};
    walk.take_collection(facts.replies);
    while (auto const reply = walk.next()) {
        TRY(auto const below, facts_of(server, *reply));
        if (!below.replies.empty()) walk.take_collection(below.replies);
    }
    return {};
}

}  // namespace

bool may_fill_thread(Server& server, StatusFacts const& facts) {
    auto const now = server.clock().now();
    auto const names_answers = [&](std::string const& collection) {
        return !collection.empty() && !is_ours(server, collection);
    };
    return facts.status_id && (names_answers(facts.context) || names_answers(facts.replies)) &&
           now - facts.thread_fetched_at >= pause &&
           now - id_time(facts.status_id.value) >= fresh_for;
}

std::string thread_subject(StatusId status) { return fmt::format("thread {}", status.value); }

Result<void> fill_thread(JobRun& run, FillThread const& job) {
    auto& server = run.server();
    TRY(auto const facts, facts_of(server, job.status));
    auto const walks = may_fill_thread(server, facts);
    if (walks) TRY_OK(walk_thread(server, facts));
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::finish_refresh(tx, thread_subject(job.status)));
        TRY(auto latest, find_status_facts(tx, job.status));
        if (!latest || !walks) return {};
        latest->thread_fetched_at = tx.now();
        return put_status_facts(tx, *latest);
    });
}

Result<void> refresh_status(Server& server, StatusId status, FetchBudget& budget) {
    TRY(auto const row,
        server.db().read([&](db::Tx& tx) { return social::load_status(tx, status); }));
    auto const id = Iri::parse(row.address.value_or(""));
    if (!id) return {};
    TRY(auto const fetched, fetch_document(server, *id, budget));
    TRY(auto const object, Authority::of_fetched(fetched));
    TRY_OK(update_object(server, object, budget));
    return {};
}

}  // namespace skein::activitypub
