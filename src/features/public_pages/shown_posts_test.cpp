#include "features/public_pages/shown_posts.h"

#include <gtest/gtest.h>

#include "features/public_pages/feature.h"
#include "testing/test_server.h"

namespace skein::public_pages {
namespace {

TEST(ShownPosts, hidden_totals_of_a_poll_are_shown_at_its_end) {
    testing::TestServer server{{.features = {{"public_pages", install}}}};
    auto const ann = server.make_account("ann");
    auto const post = server.write([&](db::Tx& tx) {
        social::StatusDraft draft;
        draft.author = ann.id();
        draft.content = "<p>Which?</p>";
        draft.poll = social::PollDraft();
        draft.poll->options = {{"Tea"}, {"Coffee"}};
        draft.poll->hide_totals = true;
        draft.poll->expires_at = tx.now() + std::chrono::hours(1);
        return social::publish_status(tx, draft);
    });
    auto const shows = [&] {
        return testing::body_of(server.get("/@ann/" + to_string(post.id))).find("<progress") !=
               std::string::npos;
    };
    EXPECT_FALSE(shows());
    server.clock().advance(std::chrono::hours(2));
    EXPECT_TRUE(shows());
}

}  // namespace
}  // namespace skein::public_pages
