#include "features/profiles/choices.h"

#include <gtest/gtest.h>

#include "features/profiles/feature.h"
#include "social/account_removal.h"
#include "testing/answer.h"

namespace skein::profiles {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class KeptChoices : public ::testing::Test {
  protected:
    Answer keep(std::string body, std::string token = {}) {
        return Answer(server.put("/api/v1/skein/choices", std::move(body),
                                 token.empty() ? anns : std::move(token)));
    }
    Answer show(std::string const& token) {
        return Answer(server.get("/api/v1/skein/choices", token));
    }
    std::int64_t rows() {
        static db::Query<std::int64_t> const count{"test.count_choices",
                                                   "SELECT COUNT(*) FROM app_choices"};
        return server.read([](db::Tx& tx) { return tx.load(count); });
    }

    TestServer server{{.features = {{"profiles", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(KeptChoices, come_back_as_they_were_and_replace_those_before) {
    EXPECT_EQ(show(anns).root().dump(), "{}");
    auto const kept = keep(R"({"choices":{"theme":"dark","columns":[1,{"wide":true}],"ü":null}})");
    EXPECT_EQ(kept.status(), 200);
    EXPECT_EQ(kept.root().dump(), R"({"theme":"dark","columns":[1,{"wide":true}],"ü":null})");
    EXPECT_EQ(show(anns).root().dump(), kept.root().dump());
    EXPECT_EQ(show(bobs).root().dump(), "{}") << "somebody else's";
    EXPECT_EQ(keep(R"({"choices":{"theme":"light"}})").at("columns"), "absent");
    EXPECT_EQ(show(anns).root().dump(), R"({"theme":"light"})");
    EXPECT_EQ(keep(R"({"choices":{}})").root().dump(), "{}");
    EXPECT_EQ(rows(), 1);
}

TEST_F(KeptChoices, that_are_no_object_or_too_much_are_refused_with_words) {
    for (auto const* body : {R"({"choices":[]})", R"({"choices":null})", R"({"choices":"x"})", "{}",
                             R"({"other":{}})"})
        EXPECT_EQ(keep(body).error(), "Validation failed: Choices must be an object") << body;
    auto const form = keep("choices[a]=b");
    EXPECT_EQ(form.status(), 422);
    EXPECT_EQ(form.error(), "Validation failed: The body must be JSON");
    auto const nested = [](int levels) {
        std::string text = "1";
        for (int i = 1; i < levels; ++i) text = i % 2 ? R"({"a":)" + text + "}" : "[" + text + "]";
        return R"({"choices":{"a":)" + text + "}}";
    };
    EXPECT_EQ(keep(nested(choices_depth_max)).status(), 200);
    EXPECT_EQ(keep(nested(choices_depth_max + 1)).status(), 422);
    auto const long_text = [](std::size_t bytes) {
        return R"({"choices":{"a":")" + std::string(bytes - 8, 'x') + "\"}}";
    };
    EXPECT_EQ(keep(long_text(choices_bytes_max)).status(), 200);
    EXPECT_EQ(keep(long_text(choices_bytes_max + 1)).status(), 422);
    EXPECT_EQ(keep(R"({"choices":{"a":1,"a":2}})").status(), 400);
}

TEST_F(KeptChoices, are_for_those_who_may) {
    EXPECT_EQ(server.get("/api/v1/skein/choices").status, 401);
    EXPECT_EQ(show(server.token(ann, "write")).status(), 403);
    EXPECT_EQ(keep(R"({"choices":{}})", server.token(ann, "read")).status(), 403);
    EXPECT_EQ(keep(R"({"choices":{}})", server.token(ann, "write:accounts")).status(), 200);
}

TEST_F(KeptChoices, go_with_the_account) {
    keep(R"({"choices":{"a":1}})");
    keep(R"({"choices":{"a":1}})", bobs);
    server.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    server.drain();
    EXPECT_EQ(rows(), 1);
    EXPECT_EQ(show(bobs).at("a"), "1");
}

}  // namespace
}  // namespace skein::profiles
