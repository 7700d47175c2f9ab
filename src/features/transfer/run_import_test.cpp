#include "features/transfer/run_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <stdexcept>
#include <thread>

#include "features/transfer/feature.h"
#include "features/transfer/holdings.h"
#include "social/account_removal.h"
#include "social/account_states.h"
#include "social/domains.h"
#include "social/lists.h"
#include "social/network.h"
#include "social/relations.h"
#include "testing/test_server.h"

namespace skein::transfer {
namespace {

using ::testing::ElementsAre;
using testing::Person;
using testing::TestServer;

/// Other servers: people under names nobody here knows, one post under every address.
class Elsewhere final : public social::ProtocolNetwork {
  public:
    explicit Elsewhere(ManualClock& clock) : clock_(clock) {}
    social::Network network() const override { return social::Network::activitypub; }
    std::vector<std::optional<AccountId>> resolve_handles(
        Server&, std::vector<Handle> const& handles) override {
        ++asked;
        asked_by.insert(std::this_thread::get_id());
        clock_.advance(takes);
        std::vector<std::optional<AccountId>> found;
        for (auto const& handle : handles) {
            auto const known = people.find(handle.user);
            found.push_back(known == people.end() ? std::nullopt : std::optional(known->second));
        }
        return found;
    }
    Result<AccountId> resolve_handle(Server& server, Handle const& handle) override {
        if (silent) {
            ++asked;
            return fail(Errc::unavailable, "The other server wants to be left alone.");
        }
        return ProtocolNetwork::resolve_handle(server, handle);
    }
    Result<std::optional<StatusId>> resolve_status(Server&, Url const& url) override {
        ++asked;
        clock_.advance(takes);
        if (breaks || breaks_for == url.str()) throw std::runtime_error("a bug");
        if (breaks_first && names_.insert(url.str()).second) throw std::runtime_error("a bug");
        return post;
    }
    Result<std::optional<AccountId>> resolve_account(Server&, Url const&) override {
        return std::nullopt;
    }
    Result<social::FoundBehind> resolve(Server&, Url const&) override {
        return social::FoundBehind{};
    }
    Result<social::FoundBehind> find(Server&, db::Tx&, Url const&) override {
        return social::FoundBehind{};
    }

    std::map<std::string, AccountId> people;
    Result<std::optional<StatusId>> post = fail(Errc::timeout, "The other server sleeps.");
    Duration takes{};
    int asked = 0;
    std::set<std::thread::id> asked_by;
    bool silent = false;
    bool breaks = false, breaks_first = false;  ///< Always, or the first time it hears a name.
    std::string breaks_for = {};                ///< Or for one name.

  private:
    ManualClock& clock_;
    std::set<std::string> names_;
};

class RunningImports : public ::testing::Test {
  protected:
    void SetUp() override {
        auto network = std::make_unique<Elsewhere>(server.clock());
        far = network.get();
        server.server().part<social::Networks>().all.push_back(std::move(network));
        far->people = {{"zoe", eve.id()}, {"yan", fay.id()}};
    }

    /// With its lines, but not begun.
    Import store(Kind kind, std::vector<CsvRow> const& rows, bool overwrite = false) {
        Import import;
        import.account_id = ann.id();
        import.kind = kind;
        import.overwrite = overwrite;
        import = server.write([&](db::Tx& tx) { return insert_import(tx, import); });
        server.write([&](db::Tx& tx) { return insert_rows(tx, import.id, 0, rows); });
        import.total = std::ssize(rows);
        return import;
    }
    ImportId begin(Import const& import) {
        server.write([&](db::Tx& tx) { return begin_import(tx, import); });
        server.drain();
        return import.id;
    }
    ImportId overwrite(Kind kind, std::vector<CsvRow> const& rows) {
        return begin(store(kind, rows, true));
    }
    /// Begun, but no job runs it.
    void open(Import const& import) {
        server.write([&](db::Tx& tx) { return open_in(tx, import); });
    }
    /// Begun, and its job comes only after months. At once: nobody may find it without its job.
    void open_for_long(Import const& import) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(open_in(tx, import));
            return run_later(tx, import.id, tx.now() + std::chrono::days(90));
        });
    }
    static Result<void> open_in(db::Tx& tx, Import const& import) {
        static db::Sql const open_import{
            "test.transfer.open", "UPDATE imports SET finished = FALSE, total = $2 WHERE id = $1"};
        TRY_OK(tx.run(open_import, import.id, import.total));
        return {};
    }
    std::optional<Import> find(ImportId id) {
        return server.read([&](db::Tx& tx) { return find_import(tx, id); });
    }
    void later(Duration by) {
        server.clock().advance(by);
        server.drain();
    }
    void block(std::vector<AccountId> const& targets) {
        server.write([&](db::Tx& tx) -> Result<void> {
            for (auto const target : targets) TRY_OK(social::block(tx, ann.id(), target));
            return {};
        });
    }
    bool blocks(Person const& target) {
        auto const id = target.id();
        return server
            .read([&](db::Tx& tx) {
                return social::list_relationships(tx, ann.id(), std::span(&id, 1));
            })[0]
            .blocking;
    }

    TestServer server{{.features = {{"transfer", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           carl = server.make_account("carl"),
           eve = server.make_account("eve", {.domain = "far.example"}),
           fay = server.make_account("fay", {.domain = "far.example"});
    Elsewhere* far = nullptr;
};

TEST_F(RunningImports, a_long_one_gives_its_thread_back_and_goes_on) {
    far->takes = std::chrono::seconds(4);
    auto const import = store(Kind::blocks, {{"zoe@far.example"}, {"yan@far.example"}});
    open_for_long(import);
    auto const jobs = server.read([&](db::Tx& tx) { return list_jobs(tx, false, "", 10); });
    ASSERT_EQ(jobs.size(), 1U);
    JobRun run(server.server(), jobs[0], LaneName::fetch);
    ASSERT_TRUE(run_import(run, {import.id}));
    EXPECT_TRUE(run.finished());
    server.drain();
    EXPECT_EQ(far->asked_by.size(), 2U) << "the second line is taken by the next job";
    EXPECT_EQ(find(import.id)->done, 2);
    EXPECT_TRUE(find(import.id)->finished);
    EXPECT_EQ(far->asked, 2);
    EXPECT_TRUE(blocks(eve) && blocks(fay));
}

TEST_F(RunningImports, what_the_file_names_in_other_words_stays) {
    block({bob.id(), carl.id(), eve.id()});
    overwrite(Kind::blocks, {{"bob"}, {"zoe@far.example"}});
    EXPECT_TRUE(blocks(bob));
    EXPECT_FALSE(blocks(carl));
    EXPECT_TRUE(blocks(eve));
}

TEST_F(RunningImports, the_title_of_a_list_may_have_blanks_around_it) {
    auto const list = server.write([&](db::Tx& tx) -> Result<social::List> {
        social::List friends;
        friends.account_id = ann.id();
        friends.title = "Friends";
        TRY(friends, social::insert_list(tx, friends));
        std::vector const members{bob.id(), carl.id()};
        for (auto const member : members) TRY_OK(social::follow(tx, ann.id(), member, {}));
        TRY_OK(social::add_list_members(tx, friends, members));
        return friends;
    });
    overwrite(Kind::lists, {{" Friends ", "@bob"}});
    auto const members =
        server.read([&](db::Tx& tx) { return social::list_all_members(tx, list.id); });
    EXPECT_THAT(members, ElementsAre(bob.id()));
}

TEST_F(RunningImports, a_domain_may_be_written_in_its_own_script) {
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::block_domain(tx, ann.id(), "xn--bcher-kva.example"));
        return social::block_domain(tx, ann.id(), "bad.example");
    });
    overwrite(Kind::domain_blocks, {{"Bücher.example"}});
    auto const left =
        server.read([&](db::Tx& tx) { return social::list_all_blocked_domains(tx, ann.id()); });
    EXPECT_THAT(left, ElementsAre("xn--bcher-kva.example"));
}

TEST_F(RunningImports, a_bookmark_may_be_named_by_the_page_of_its_post) {
    auto const kept = server.post(bob, "kept"), gone = server.post(bob, "gone");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::add_bookmark(tx, ann.id(), kept));
        return social::add_bookmark(tx, ann.id(), gone);
    });
    far->post = std::optional(kept.id);
    overwrite(Kind::bookmarks, {{"https://far.example/@somebody/7"}});
    auto const left = server.read(
        [&](db::Tx& tx) { return list_holdings(server.server(), tx, ann.id(), Kind::bookmarks); });
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].id, kept.id.value);
}

TEST_F(RunningImports, a_line_whose_server_does_not_answer_is_put_off) {
    auto const id = begin(store(Kind::bookmarks, {{"https://far.example/@somebody/7"}}));
    EXPECT_FALSE(find(id)->finished);
    EXPECT_EQ(find(id)->failed, 0);
    EXPECT_EQ(far->asked, 1);
    far->post = std::optional(server.post(bob, "there after all").id);
    later(std::chrono::minutes(2));
    EXPECT_TRUE(find(id)->finished);
    EXPECT_EQ(find(id)->done, 1);
}

TEST_F(RunningImports, a_line_is_put_off_a_few_times_only) {
    auto const id = begin(store(Kind::blocks, {{"nobody@far.example"}, {"bob"}}));
    EXPECT_EQ(find(id)->done, 1);
    for (int i = 0; i < 4; ++i) later(std::chrono::seconds(30));
    EXPECT_TRUE(find(id)->finished) << "nobody waits for longer than two minutes";
    EXPECT_EQ(find(id)->failed, 1);
    EXPECT_EQ(far->asked, 4);
}

TEST_F(RunningImports, a_server_that_wants_to_be_left_alone_is_waited_for) {
    far->silent = true;
    auto const id = begin(store(Kind::blocks, {{"zoe@far.example"}, {"bob"}}));
    for (int i = 0; i < 10; ++i) later(std::chrono::minutes(1));
    EXPECT_EQ(find(id)->done, 1);
    EXPECT_EQ(find(id)->failed, 0);
    EXPECT_FALSE(find(id)->finished);
    far->silent = false;
    later(std::chrono::minutes(5));
    EXPECT_EQ(find(id)->done, 2);
    EXPECT_TRUE(find(id)->finished);
}

TEST_F(RunningImports, a_server_that_never_answers_is_given_up) {
    far->silent = true;
    auto const id = begin(store(Kind::blocks, {{"zoe@far.example"}}));
    for (int i = 0; i < 15; ++i) later(std::chrono::minutes(1));
    EXPECT_TRUE(find(id)->finished);
    EXPECT_EQ(find(id)->failed, 1);
    EXPECT_EQ(far->asked, 7);
}

TEST_F(RunningImports, a_line_that_breaks_takes_no_other_along) {
    far->post = std::optional(server.post(bob, "there").id);
    far->breaks_for = "https://far.example/@somebody/7";
    auto const id =
        begin(store(Kind::bookmarks, {{far->breaks_for}, {"https://far.example/@somebody/8"}}));
    for (int i = 0; i < 5; ++i) later(std::chrono::minutes(9));
    EXPECT_EQ(far->asked, 3);
    EXPECT_TRUE(find(id)->finished);
    EXPECT_EQ(find(id)->done, 1);
    auto const ended = find(id);
    auto const lines = server.read([&](db::Tx& tx) { return list_failed(tx, *ended); });
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].place, 0);
}

TEST_F(RunningImports, failures_that_lie_apart_do_not_add_up) {
    far->post = std::optional(server.post(bob, "there").id);
    far->breaks_first = true;
    far->takes = std::chrono::seconds(4);
    std::vector<CsvRow> rows;
    for (int i = 0; i < 8; ++i)
        rows.push_back({fmt::format("https://far.example/@somebody/{}", i)});
    auto const id = begin(store(Kind::bookmarks, rows));
    for (int i = 0; i < 10; ++i) later(std::chrono::minutes(9));
    EXPECT_TRUE(find(id)->finished);
    EXPECT_EQ(find(id)->done, 8);
}

TEST_F(RunningImports, a_job_that_fails_for_good_stands_in_no_ones_way) {
    far->breaks = true;
    auto const id = begin(store(Kind::bookmarks, {{"https://far.example/@somebody/7"},
                                                  {"https://far.example/@somebody/8"},
                                                  {"https://far.example/@somebody/9"}}));
    // Until the last run, and not as long as until the next look for lost ones.
    for (int i = 0; i < 5; ++i) later(std::chrono::minutes(9));
    EXPECT_EQ(far->asked, 5);
    auto const second = begin(store(Kind::blocks, {{"bob"}}));
    EXPECT_EQ(find(second)->done, 1);
    auto const broken = find(id);
    EXPECT_TRUE(broken->finished);
    EXPECT_EQ(broken->failed, 3);
    auto const lines = server.read([&](db::Tx& tx) { return list_failed(tx, *broken); });
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[2].problem, broken_off_words);
}

TEST_F(RunningImports, it_ends_when_its_owner_may_not_act_any_more) {
    auto const decide = [&](Result<void> (*change)(db::Tx&, social::Account)) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, ann.id()));
            return change(tx, std::move(account));
        });
    };
    auto const ends = [&](Kind kind) {
        auto const id = begin(store(kind, {{"bob"}, {"zoe@far.example"}}, true));
        EXPECT_TRUE(find(id)->finished);
        EXPECT_EQ(find(id)->done, 0);
        EXPECT_EQ(find(id)->failed, 2);
    };
    block({carl.id()});
    decide(social::suspend_account);
    ends(Kind::blocks);
    decide(social::unsuspend_account);
    decide(social::memorialize_account);
    ends(Kind::blocks);
    ends(Kind::mutes);
    EXPECT_FALSE(blocks(bob) || blocks(eve));
    EXPECT_TRUE(blocks(carl)) << "nothing is taken away either";
    EXPECT_EQ(far->asked, 0);
}

TEST_F(RunningImports, one_of_a_deleted_account_stops_amid_its_lines_and_is_forgotten) {
    auto const id = begin(store(Kind::blocks, {{"nobody@far.example"}, {"bob"}}));
    ASSERT_FALSE(find(id)->finished);
    server.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    server.drain();
    EXPECT_TRUE(find(id)->finished);
    later(std::chrono::minutes(2));
    EXPECT_EQ(far->asked, 1);
    EXPECT_FALSE(blocks(bob));
    ASSERT_TRUE(sweep_imports(server.server()));
    EXPECT_FALSE(find(id)) << "whose names it kept";
    EXPECT_TRUE(server.read([&](db::Tx& tx) { return list_all(tx, id); }).empty());
}

TEST_F(RunningImports, one_that_lost_its_job_is_ended) {
    auto const lost = store(Kind::blocks, {{"bob"}}), running = store(Kind::mutes, {{"bob"}});
    open(lost);
    open_for_long(running);
    ASSERT_TRUE(sweep_imports(server.server()));
    EXPECT_TRUE(find(lost.id)->finished);
    EXPECT_EQ(find(lost.id)->failed, 1);
    EXPECT_FALSE(find(running.id)->finished);
}

TEST_F(RunningImports, nothing_goes_away_when_lines_are_lost) {
    block({bob.id(), carl.id()});
    auto import = store(Kind::blocks, {{"bob"}}, true);
    import.total = 2;
    begin(import);
    EXPECT_TRUE(find(import.id)->finished);
    EXPECT_TRUE(blocks(bob) && blocks(carl));
}

TEST_F(RunningImports, an_unfinished_one_is_kept_for_longer) {
    auto const broken_off = store(Kind::blocks, {{"bob"}}),
               unfinished = store(Kind::mutes, {{"bob"}});
    open_for_long(unfinished);
    server.clock().advance(std::chrono::days(8));
    ASSERT_TRUE(sweep_imports(server.server()));
    EXPECT_FALSE(find(broken_off.id));
    ASSERT_TRUE(find(unfinished.id));
    auto const rows = server.read([&](db::Tx& tx) { return list_all(tx, unfinished.id); });
    EXPECT_EQ(rows.size(), 1U);
    server.clock().advance(std::chrono::days(23));
    ASSERT_TRUE(sweep_imports(server.server()));
    EXPECT_FALSE(find(unfinished.id));
}

TEST_F(RunningImports, an_upload_that_breaks_off_stands_in_no_ones_way) {
    auto const broken_off = store(Kind::blocks, {{"bob"}});
    auto const second = store(Kind::blocks, {{"carl"}});
    open_for_long(second);
    auto const refused =
        server.db().write([&](db::Tx& tx) { return begin_import(tx, broken_off); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unprocessable);
    auto const shown = server.read([&](db::Tx& tx) { return list_imports(tx, ann.id()); });
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].id, second.id);
}

}  // namespace
}  // namespace skein::transfer
