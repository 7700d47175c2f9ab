// Five servers on a bad network: people follow, write, answer, mark, edit, delete and block while
// requests are delayed, dropped and repeated, servers are cut off and restarted. When it is quiet
// again, everybody agrees on who follows whom, on every post, and on every count.

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/html.h"
#include "features/activitypub/feature.h"
#include "features/interactions/feature.h"
#include "features/posting/feature.h"
#include "features/relationships/feature.h"
#include "features/search/feature.h"
#include "features/timelines/feature.h"
#include "social/statuses.h"
#include "testing/answer.h"
#include "testing/world.h"

namespace skein::activitypub {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;
using testing::World;

constexpr std::size_t servers = 5;
constexpr std::size_t people_per_server = 2;

struct Member {
    std::size_t server = 0;
    Person person;
    std::string token;
    std::string handle;  ///< `name@one.example`.
};

/// A post as its author made it, by the address every server knows it under.
struct Post {
    std::size_t author = 0;
    std::string uri, id;
    std::string visibility;
    std::size_t named = 0;  ///< Of a direct one: whom it names.
    bool deleted = false;
};

class Simulation {
  public:
    explicit Simulation(std::uint64_t seed)
        : world_({.seed = seed,
                  .servers = servers,
                  .features = {{"activitypub", install},
                               {"interactions", interactions::install},
                               {"posting", posting::install},
                               {"relationships", relationships::install},
                               {"search", search::install},
                               {"timelines", timelines::install}},
                  .in_files = true}) {
        for (std::size_t i = 0; i < servers * people_per_server; ++i) {
            auto& server = world_.server(i / people_per_server);
            Member member;
            member.server = i / people_per_server;
            member.person = server.make_account(fmt::format("p{}", i));
            member.token = server.token(member.person);
            member.handle = fmt::format("p{}@{}", i, server.server().domain());
            members_.push_back(std::move(member));
        }
        world_.settle();
        introduce();
    }

    void live(int deeds) {
        world_.faults({.drop = 0.15, .repeat = 0.15, .delay_max = std::chrono::seconds(4)});
        for (int i = 0; i < deeds; ++i) {
            deed();
            world_.run_for(std::chrono::milliseconds(below(8000)));
            disturb();
        }
        world_.heal();
        world_.faults({});
        // Longer than a breaker stays open and than any retry takes after so short a time.
        world_.run_for(std::chrono::hours(3));
        world_.settle();
    }

    void agree() {
        for (std::size_t a = 0; a < members_.size(); ++a)
            for (std::size_t b = 0; b < members_.size(); ++b)
                if (members_[a].server != members_[b].server) agree_on_follow(a, b);
        for (auto const& post : posts_) agree_on_post(post);
    }

    std::string seed() const { return world_.seed(); }

  private:
    std::uint64_t below(std::uint64_t bound) { return world_.scheduler().below(bound); }
    std::size_t somebody() { return below(members_.size()); }
    TestServer& server_of(Member const& member) { return world_.server(member.server); }

    /// Everybody learns of everybody, while the network is well.
    void introduce() {
        for (auto const& reader : members_)
            for (auto const& other : members_)
                if (reader.server != other.server) EXPECT_FALSE(find(reader, other).empty());
        world_.settle();
    }

    /// The id under which a reader's server knows somebody.
    std::string find(Member const& reader, Member const& other) {
        auto const key = std::pair(reader.server, other.handle);
        if (auto const known = ids_.find(key); known != ids_.end()) return known->second;
        Answer const answer(server_of(reader).get(
            "/api/v2/search?type=accounts&resolve=true&q=" + other.handle, reader.token));
        if (answer.status() != 200 || answer.at("accounts.0.id") == "absent") return {};
        return ids_[key] = answer.at("accounts.0.id");
    }

    /// The id under which a server knows a post, or nothing.
    std::optional<StatusId> copy_of(std::size_t server, Post const& post) {
        if (members_[post.author].server == server) return StatusId{*parse_id(post.id)};
        auto const found = world_.server(server).read([&](db::Tx& tx) {
            return social::find_status_by_address(tx, social::Network::activitypub, post.uri);
        });
        return found ? std::optional(found->id) : std::nullopt;
    }

    Answer act(Member const& member, std::string const& path, std::string body = "{}") {
        return Answer(server_of(member).post(path, std::move(body), member.token));
    }

    void deed() {
        switch (below(12)) {
            case 0:
            case 1:
            case 2: return write_post();
            case 3: return with_post([&](auto const& me, auto id) { mark(me, id, "favourite"); });
            case 4: return with_post([&](auto const& me, auto id) { mark(me, id, "unfavourite"); });
            case 5: return with_post([&](auto const& me, auto id) { mark(me, id, "reblog"); });
            case 6: return with_post([&](auto const& me, auto id) { mark(me, id, "unreblog"); });
            case 7:
            case 8: return relate("follow");
            case 9: return relate("unfollow");
            case 10: return edit();
            default: return remove();
        }
    }

    void write_post() {
        auto const author = somebody();
        auto const& me = members_[author];
        Post post;
        post.author = author;
        auto const kind = below(6);
        post.visibility = kind == 0 ? "private" : kind == 1 ? "direct" : "public";
        auto text = fmt::format("post {}", ++written_);
        if (post.visibility == "direct") {
            post.named = somebody();
            if (members_[post.named].server == me.server) return;
            text += " @" + members_[post.named].handle;
        }
        auto const answer =
            act(me, "/api/v1/statuses",
                fmt::format(R"({{"status":"{}","visibility":"{}"}})", text, post.visibility));
        if (answer.status() != 200) return;
        post.uri = answer.at("uri");
        post.id = answer.at("id");
        posts_.push_back(std::move(post));
    }

    template <class Deed>
    void with_post(Deed const& deed) {
        if (posts_.empty()) return;
        auto const& post = posts_[below(posts_.size())];
        auto const& me = members_[somebody()];
        if (post.deleted || post.visibility != "public") return;
        if (auto const id = copy_of(me.server, post)) deed(me, *id);
    }

    void mark(Member const& me, StatusId id, std::string_view what) {
        act(me, fmt::format("/api/v1/statuses/{}/{}", id.value, what));
    }

    void relate(std::string_view how) {
        auto const& me = members_[somebody()];
        auto const& other = members_[somebody()];
        if (me.server == other.server) return;
        act(me, fmt::format("/api/v1/accounts/{}/{}", find(me, other), how));
    }

    void edit() {
        if (posts_.empty()) return;
        auto const& post = posts_[below(posts_.size())];
        if (post.deleted || post.visibility == "direct") return;
        auto const& me = members_[post.author];
        (void)server_of(me).put("/api/v1/statuses/" + post.id,
                                fmt::format(R"({{"status":"edited {}"}})", ++written_), me.token);
    }

    void remove() {
        if (posts_.empty() || below(3) != 0) return;
        auto& post = posts_[below(posts_.size())];
        if (post.deleted) return;
        auto const& me = members_[post.author];
        (void)server_of(me).del("/api/v1/statuses/" + post.id, me.token);
        post.deleted = true;
    }

    void disturb() {
        auto const chance = below(40);
        if (chance == 0) world_.cut(below(servers), below(servers));
        if (chance == 1) world_.heal();
        if (chance == 2) world_.restart(below(servers));
    }

    Answer relation(std::size_t reader, std::size_t other) {
        auto const& me = members_[reader];
        return Answer(server_of(me).get(
            "/api/v1/accounts/relationships?id[]=" + find(me, members_[other]), me.token));
    }

    void agree_on_follow(std::size_t follower, std::size_t followed) {
        auto const mine = relation(follower, followed);
        EXPECT_EQ(mine.at("0.requested"), "false")
            << seed() << ": " << members_[follower].handle << " still waits for "
            << members_[followed].handle;
        EXPECT_EQ(mine.at("0.following"), relation(followed, follower).at("0.followed_by"))
            << seed() << ": " << members_[follower].handle << " and " << members_[followed].handle
            << " disagree";
    }

    void agree_on_post(Post const& post) {
        auto const home = members_[post.author].server;
        std::string original;
        std::int64_t favourites = 0, boosts = 0;
        for (std::size_t server = 0; server < servers; ++server) {
            auto const id = copy_of(server, post);
            auto const status = id ? world_.server(server).read(
                                         [&](db::Tx& tx) { return social::find_status(tx, *id); })
                                   : std::nullopt;
            if (post.deleted) {
                EXPECT_FALSE(status) << seed() << ": " << post.uri << " lives on at " << server;
                continue;
            }
            if (server == home) original = status->content;
            if (post.visibility == "direct" && server != home &&
                server != members_[post.named].server)
                EXPECT_FALSE(status) << seed() << ": " << post.uri << " was told to " << server;
            if (!status) continue;
            auto const marks = own_marks(server, *id);
            favourites += marks.first;
            boosts += marks.second;
        }
        if (!post.deleted) agree_on_text(post, original, favourites, boosts);
    }

    /// What people of a server did with a post, by their own server's word.
    std::pair<std::int64_t, std::int64_t> own_marks(std::size_t server, StatusId id) {
        std::pair<std::int64_t, std::int64_t> marks;
        for (auto const& member : members_) {
            if (member.server != server) continue;
            Answer const seen(
                server_of(member).get("/api/v1/statuses/" + to_string(id), member.token));
            if (seen.at("favourited") == "true") ++marks.first;
            if (seen.at("reblogged") == "true") ++marks.second;
        }
        return marks;
    }

    void agree_on_text(Post const& post, std::string const& original, std::int64_t favourites,
                       std::int64_t boosts) {
        auto const& me = members_[post.author];
        Answer const own(server_of(me).get("/api/v1/statuses/" + post.id, me.token));
        EXPECT_EQ(own.at("favourites_count"), std::to_string(favourites)) << seed() << post.uri;
        EXPECT_EQ(own.at("reblogs_count"), std::to_string(boosts)) << seed() << post.uri;
        for (std::size_t server = 0; server < servers; ++server) {
            auto const id = copy_of(server, post);
            if (!id || server == me.server) continue;
            auto const status = world_.server(server).read(
                [&](db::Tx& tx) { return social::load_status(tx, *id); });
            EXPECT_EQ(plain_text_of(status.content), plain_text_of(original))
                << seed() << ": " << post.uri << " differs at " << server;
        }
    }

    World world_;
    std::vector<Member> members_;
    std::vector<Post> posts_;
    std::map<std::pair<std::size_t, std::string>, std::string> ids_;
    int written_ = 0;
};

TEST(FederationWorld, after_quiet_everybody_agrees) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        Simulation simulation(seed);
        simulation.live(50);
        simulation.agree();
    }
}

}  // namespace
}  // namespace skein::activitypub
