#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/transfer/feature.h"
#include "social/domains.h"
#include "social/relations.h"
#include "testing/test_server.h"

namespace skein::transfer {
namespace {

using testing::body_of;
using ::testing::HasSubstr;
using testing::Multipart;
using ::testing::Not;
using testing::Person;
using testing::TestServer;

class Transfer : public ::testing::Test {
  protected:
    http::Response open(std::string const& path, std::string const& cookie) {
        return server.request(http::Method::get, path, {.cookie = cookie});
    }
    std::string csv(std::string const& file) {
        return body_of(open("/settings/exports/" + file + ".csv", anns));
    }
    http::Response send(std::string const& kind, std::string const& file,
                        std::string const& mode = "merge") {
        auto const text = body_of(open("/settings/import", anns));
        std::string const mark = "name=\"csrf\" value=\"";
        auto const at = text.find(mark) + mark.size();
        auto const token = text.substr(at, text.find('"', at) - at);
        auto const form = Multipart::make({{"csrf", token}, {"kind", kind}, {"mode", mode}},
                                          {{"data", "list.csv", "text/csv", file}});
        return server.request(
            http::Method::post, "/settings/import",
            {.cookie = anns, .body = form.body, .content_type = form.content_type});
    }
    std::string import(std::string const& kind, std::string const& file,
                       std::string const& mode = "merge") {
        EXPECT_EQ(send(kind, file, mode).status, 303) << kind;
        server.drain();
        return body_of(open("/settings/import", anns));
    }
    social::Relationship relation(Person const& target) {
        return server.read([&](db::Tx& tx) {
            auto const id = target.id();
            return social::list_relationships(tx, ann.id(), std::span(&id, 1));
        })[0];
    }

    TestServer server{{.features = {{"transfer", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           carl = server.make_account("carl"),
           eve = server.make_account("eve", {.domain = "far.example"});
    std::string anns = server.session(ann);
};

TEST_F(Transfer, files_are_as_mastodon_writes_them) {
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::follow(tx, ann.id(), bob.id(),
                              {.show_boosts = false, .notify = true, .languages = {{"en", "fr"}}}));
        TRY_OK(social::block(tx, ann.id(), eve.id()));
        TRY_OK(social::mute(tx, ann.id(), carl.id(), false, {}));
        return social::block_domain(tx, ann.id(), "bad.example");
    });
    EXPECT_EQ(csv("following_accounts"),
              "Account address,Show boosts,Notify on new posts,Languages\r\n"
              "bob@skein.example,false,true,\"en, fr\"\r\n");
    EXPECT_EQ(csv("blocked_accounts"), "eve@far.example\r\n");
    EXPECT_EQ(csv("muted_accounts"),
              "Account address,Hide notifications\r\ncarl@skein.example,false\r\n");
    EXPECT_EQ(csv("blocked_domains"), "bad.example\r\n");
    auto const reply = open("/settings/exports/blocked_domains.csv", anns);
    EXPECT_EQ(reply.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(std::string(reply.headers.get("Content-Disposition")), HasSubstr("attachment"));
    EXPECT_EQ(open("/settings/exports/passwords.csv", anns).status, 404);
    EXPECT_THAT(body_of(open("/settings/export", anns)), HasSubstr("blocked_accounts.csv"));
}

TEST_F(Transfer, what_was_written_out_is_brought_in_again) {
    auto const page = import("following",
                             "Account address,Show boosts,Notify on new posts,Languages\r\n"
                             "bob@skein.example,false,true,\"en, fr\"\r\n@carl@skein.example\r\n"
                             "nobody@skein.example\r\nann@skein.example\r\nno address,\r\n");
    EXPECT_TRUE(relation(bob).following);
    EXPECT_FALSE(relation(bob).showing_boosts);
    EXPECT_TRUE(relation(bob).notifying);
    EXPECT_EQ(relation(bob).languages.size(), 2U);
    EXPECT_TRUE(relation(carl).following);
    EXPECT_THAT(page, HasSubstr("5 of 5"));
    auto const at = page.find("/settings/imports/");
    ASSERT_NE(at, std::string::npos);
    auto const link = page.substr(at, page.find('"', at) - at);
    auto const failed = body_of(open(link, anns));
    EXPECT_THAT(failed, HasSubstr("nobody@skein.example"));
    EXPECT_THAT(failed, HasSubstr("no such account"));
    EXPECT_THAT(failed, HasSubstr("your own account"));
    EXPECT_THAT(failed, Not(HasSubstr("bob@")));
    // Nobody else's.
    EXPECT_EQ(open(link, server.session(bob)).status, 404);
    import("blocking", "eve@far.example\n");
    EXPECT_TRUE(relation(eve).blocking);
    import("muting", "Account address,Hide notifications\nbob@skein.example,false\n");
    EXPECT_TRUE(relation(bob).muting);
    EXPECT_FALSE(relation(bob).muting_notifications);
    import("domain_blocking", "#domain\nbad.example\nworse.example\n");
    EXPECT_EQ(csv("blocked_domains"), "bad.example\r\nworse.example\r\n");
}

TEST_F(Transfer, a_file_may_replace_what_was_there) {
    import("following", "bob@skein.example\n");
    import("following", "Carl@skein.example\n", "overwrite");
    EXPECT_FALSE(relation(bob).following);
    EXPECT_TRUE(relation(carl).following);
    import("domain_blocking", "bad.example\nworse.example\n");
    import("domain_blocking", "worse.example\n", "overwrite");
    EXPECT_EQ(csv("blocked_domains"), "worse.example\r\n");
}

TEST_F(Transfer, refuses_what_is_no_list) {
    EXPECT_EQ(send("following", "").status, 422);
    EXPECT_EQ(send("following", "Account address\r\n").status, 422);
    EXPECT_EQ(send("following", "\"open").status, 422);
    EXPECT_EQ(send("passwords", "x").status, 422);
    EXPECT_EQ(send("following", "x", "destroy").status, 422);
    EXPECT_EQ(server.request(http::Method::get, "/settings/import").status, 303);
    EXPECT_EQ(server.request(http::Method::get, "/settings/exports/lists.csv").status, 303);
    EXPECT_EQ(server
                  .request(http::Method::post, "/settings/import",
                           {.cookie = anns, .body = "kind=following&mode=merge"})
                  .status,
              403);
}

TEST_F(Transfer, one_import_runs_at_a_time) {
    EXPECT_EQ(send("following", "bob@skein.example\n").status, 303);
    server.drain();
    EXPECT_EQ(send("following", "carl@skein.example\n").status, 303);
    server.drain();
    EXPECT_TRUE(relation(carl).following);
}

}  // namespace
}  // namespace skein::transfer
