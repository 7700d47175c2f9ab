#include "social/status_heads.h"

#include <gtest/gtest.h>

#include "platform/crypto/random.h"
#include "social/emojis.h"
#include "social/readers.h"
#include "social/relations.h"
#include "social/statuses.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;

db::Sql const widen{"test.widen",
                    "INSERT INTO wide_authors (id, account_id) VALUES ($1, $2) "
                    "ON CONFLICT (account_id) DO NOTHING"};

/// Everything that is kept in memory, as one text: found there by a read, and always asked of the
/// tables by a write.
class KeptRows : public ::testing::Test {
  protected:
    static std::string words_of(AccountHead const& head) {
        return fmt::format("{} v{} state {} moved {} counts {} {} {} at {}", head.id.value,
                           head.version, static_cast<int>(head.state), head.moved_to.value,
                           head.statuses_count, head.followers_count, head.following_count,
                           head.last_status_at.time_since_epoch().count());
    }
    static std::string words_of(TextHead const& head) {
        return fmt::format("{} for {} v{} marks {} in {} by ({})", head.id.value,
                           static_cast<int>(head.visibility), head.version, head.marks,
                           head.conversation.value, words_of(head.author));
    }
    Result<std::string> everything(db::Tx& tx) const {
        std::string text;
        TRY(auto const heads, list_heads_of(tx, ids));
        for (auto const& head : heads)
            text += fmt::format("[{}] [{}] to {} in {} counts {} {} {} {} emoji {}\n",
                                words_of(head.own), words_of(head.boosted),
                                head.in_reply_to_account.value, head.language, head.replies_count,
                                head.boosts_count, head.favourites_count, head.quotes_count,
                                head.emoji_version);
        for (auto const& person : people) {
            TRY(auto const accounts, list_account_heads(tx, std::span(&person.account.id, 1)));
            for (auto const& head : accounts.heads) text += words_of(head) + "\n";
            TRY(auto const home, find_home(tx, person.id()));
            if (home)
                text += fmt::format("home {} {} {} {}\n", home->filled, home->entries_from.value,
                                    home->relations_version, home->wide_version.value_or(0));
        }
        return text;
    }
    std::string in_memory() {
        return server.read([&](db::Tx& tx) { return everything(tx); });
    }
    std::string in_tables() {
        return server.write([&](db::Tx& tx) { return everything(tx); });
    }

    Person const& pick() { return people[random.below(people.size())]; }
    /// One of many things that change what is kept; some are refused, which changes nothing.
    Result<void> change(db::Tx& tx) {
        auto const &a = pick(), &b = pick();
        TRY(auto const status, load_status(tx, ids[random.below(ids.size())]));
        switch (random.below(12)) {
            case 0: return add_favourite(tx, a.id(), status);
            case 1: return remove_favourite(tx, a.id(), status);
            case 2: return follow(tx, a.id(), b.id(), {});
            case 3: return unfollow(tx, a.id(), b.id());
            case 4: return block(tx, a.id(), b.id());
            case 5: {
                Emoji emoji;
                emoji.shortcode = fmt::format("e{}", random.below(99));
                return put_emoji(tx, emoji);
            }
            case 6: {
                StatusEdit edit;
                edit.text = edit.language = "de";
                TRY_OK(edit_status(tx, status, edit));
                return {};
            }
            case 7: {
                TRY(auto account, load_account(tx, a.id()));
                account.state = static_cast<AccountState>(random.below(3));
                return update_account(tx, account);
            }
            case 8: {
                TRY_OK(tx.run(widen, tx.new_id<Id<struct WideTag>>(), a.id()));
                return {};
            }
            case 9: return set_policy(tx, status.id, policy_for(QuotePolicy::public_));
            case 10: return quote(tx, a.id(), status.id);
            default: return remove_status(tx, status, true);
        }
    }
    static Result<void> quote(db::Tx& tx, AccountId author, StatusId quoted) {
        StatusDraft draft;
        draft.author = author;
        draft.quote = QuoteDraft{quoted};
        TRY_OK(publish_status(tx, draft));
        return {};
    }
    /// Whoever is suspended just then says nothing.
    void post() {
        auto const posted = server.db().write([&](db::Tx& tx) -> Result<Status> {
            if (random.below(3) == 0 && !ids.empty()) {
                TRY(auto const status, load_status(tx, ids[random.below(ids.size())]));
                return boost_status(tx, {.account = pick().id(), .visibility = Visibility::public_},
                                    status);
            }
            StatusDraft draft;
            draft.author = pick().id();
            return publish_status(tx, draft);
        });
        if (posted) ids.push_back(posted->id);
    }

    TestServer server{{.in_file = true}};
    crypto::SeededRandom random{7};
    std::vector<Person> people{server.make_account("ann"), server.make_account("bob"),
                               server.make_account("eve", {.domain = "remote.example"})};
    std::vector<StatusId> ids;
};

TEST_F(KeptRows, are_those_of_the_tables_whatever_changes) {
    for (int i = 0; i < 300; ++i) {
        if (i % 4 == 0) post();
        (void)in_memory();
        auto const undone = random.below(4) == 0;
        (void)server.db().write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(change(tx));
            if (undone) return fail(Errc::conflict, "");
            return {};
        });
        ASSERT_EQ(in_memory(), in_tables()) << "after change " << i;
    }
}

TEST_F(KeptRows, cost_no_statement_where_commits_have_numbers) {
    for (int i = 0; i < 20; ++i) post();
    // Remote people have no home, which is asked each time.
    people.pop_back();
    auto const first = server.statements([&] { (void)in_memory(); });
    auto const second = server.statements([&] { (void)in_memory(); });
    EXPECT_GT(first, 0u);
    EXPECT_EQ(second, server.db().embedded() ? 0u : first);
}

}  // namespace
}  // namespace skein::social
