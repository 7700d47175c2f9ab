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
/// Its own server says where its answers are; a hostile one names somebody else a thousand times.
constexpr int requests_to_another_host_max = 20;
/// New answers are told of by so many, after the first one.
constexpr std::int64_t told_at_once = 10;
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

    /// New answers that nobody was told of yet.
    std::int64_t untold() const { return untold_; }

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
        bool is_new = false;
        auto const status = store(page, *object, is_new);
        if (!status || !*status) return budget_.requests > 0;
        if (is_new) count_one();
        if (seen_.insert(**status).second) open_.push_back(**status);
        return budget_.requests > 0;
    }

    /// What is here already is only looked up; `is_new` says whether anything was written.
    Result<std::optional<StatusId>> store(Fetched const& page, json::Value object, bool& is_new) {
        StoreOptions const options{
            .quiet = true, .write = [&](std::function<Result<void>(db::Tx&)> const& closure) {
                is_new = true;
                return server_.db().write(closure, db::Urgency::background);
            }};
        if (object.is_object())
            if (auto const own = Authority::of_part(page, object))
                return store_object(server_, *own, budget_, options);
        auto const id = id_of(object);
        if (!id) return std::nullopt;
        return ensure_status(server_, *id, budget_, {}, options);
    }

    /// Whoever waits for the conversation may see it grow; that they do not is no reason to stop.
    void count_one() {
        ++untold_;
        if (has_told_ && untold_ < told_at_once) return;
        has_told_ = true;
        (void)server_.db().write(
            [&](db::Tx& tx) { return social::count_refreshed(tx, subject_, untold_); },
            db::Urgency::background);
        untold_ = 0;
    }

    Server& server_;
    FetchBudget& budget_;
    std::string subject_;
    int left_ = replies_max;
    std::int64_t untold_ = 0;
    bool has_told_ = false;
    std::deque<StatusId> open_;
    std::set<StatusId> seen_;  // Posts may name each other, or themselves, as answers.
};

Result<StatusFacts> facts_of(Server& server, StatusId status) {
    TRY(auto const facts,
        server.db().read([&](db::Tx& tx) { return find_status_facts(tx, status); }));
    return facts.value_or(StatusFacts{});
}

/// Both collections are of the post's own host.
FetchBudget budget_of(Server& server, StatusFacts const& facts) {
    auto const home = Iri::parse(facts.context.empty() ? facts.replies : facts.context);
    return {.requests = requests_max,
            .until = server.clock().now() + time_max,
            .host = home ? home->host() : "",
            .other_host_max = requests_to_another_host_max};
}

/// Answers how many new answers nobody was told of yet.
Result<std::int64_t> walk_thread(Server& server, StatusFacts const& facts) {
    auto budget = budget_of(server, facts);
    ThreadWalk walk(server, budget, facts.status_id);
    if (!facts.context.empty() && walk.take_collection(facts.context)) return walk.untold();
    walk.take_collection(facts.replies);
    while (auto const reply = walk.next()) {
        TRY(auto const below, facts_of(server, *reply));
        if (!below.replies.empty()) walk.take_collection(below.replies);
    }
    return walk.untold();
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
    std::int64_t untold = 0;
    if (walks) {
        TRY(untold, walk_thread(server, facts));
    }
    return run.finish([&](db::Tx& tx) -> Result<void> {
        if (untold > 0) TRY_OK(social::count_refreshed(tx, thread_subject(job.status), untold));
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
