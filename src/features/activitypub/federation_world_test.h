// For tests: this server with the people, posts, follows and blocks that every federation vector
// assumes (tests/fixtures/federation/world/local.json), and the fake internet of net.json around
// it. Sample addresses of the fixtures are rewritten to ours before anything is signed or answered.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "features/activitypub/signatures/http_signature.h"
#include "testing/recorded_internet.h"
#include "testing/test_server.h"

namespace skein::activitypub::vectors {

inline constexpr std::string_view fixtures = SKEIN_SOURCE_DIR "/tests/fixtures/federation/";

std::string read_fixture(std::string_view name);

struct Delivery {
    std::string signer;  ///< Key of signers.json; else a key id is made of it.
    std::string inbox = "shared";
    std::string body;  ///< As in the fixture; rewritten here.
    std::string content_type = "application/activity+json";
    /// Of another key than the signer's, below tests/fixtures/federation.
    std::string key_file = {};
    /// Changes the signed request before it goes.
    std::function<void(http::Outgoing&)> tamper = {};
};

class FederationWorld {
  public:
    FederationWorld();

    skein::testing::TestServer& test() { return test_; }
    Server& server() { return test_.server(); }
    skein::testing::RecordedInternet& internet() { return internet_; }

    /// A sample address (`https://skein.example/users/ana/statuses/101`) as it is here.
    std::string rewrite(std::string text) const;
    /// POSTs the bytes, signed; what follows is not waited for.
    http::Response post(Delivery const& delivery);
    /// Lets everything happen that follows, too.
    int deliver(Delivery const& delivery);
    /// Delivers a file of activities/, signed as its row says.
    int deliver_file(std::string_view file);
    /// What state a row asks for first.
    void establish(std::string_view pre);

    skein::testing::Person const& person(std::string_view name) const {
        return people_.find(name)->second;
    }
    /// Of a remote id or of a sample one; zero when it is not known here.
    AccountId account(std::string_view address);
    std::optional<social::Status> status(std::string_view address);
    /// By its sample number.
    StatusId own(int number) const { return own_.at(number); }

    /// Requests to other servers since the world stood: GETs, and deliveries by inbox.
    std::vector<std::string> asked();
    struct Sent {
        std::string inbox, body;
    };
    std::vector<Sent> sent();
    /// Everything an activity could change, as text: who follows, what is posted, and so on.
    std::string fingerprint();

  private:
    void make_people();
    void make_posts();
    void make_follows();
    void make_quotes();
    void make_policies();
    void follow(std::string_view follower, std::string_view followed);
    StatusId publish(int number, social::StatusDraft draft);
    void remember(std::string sample, std::string ours);

    skein::testing::RecordedInternet internet_;
    skein::testing::TestServer test_;
    std::map<std::string, skein::testing::Person, std::less<>> people_;
    std::map<int, StatusId> own_;
    mutable std::mutex mutex_;
    std::vector<std::pair<std::string, std::string>> rewrites_;  // Longest first.
    std::size_t requests_before_ = 0;
};

/// A row of index.tsv.
struct Row {
    std::string file, software, activity, verdict, http, signer, inbox, pre, outcome;
};
std::vector<Row> const& rows();
Row const& row_of(std::string_view file);

/// What came of it, checked against the row. In vectors_facts_test.cpp.
void check_facts(FederationWorld& world, Row const& row);
/// The rest, by hand: nothing when the row has no such check. In vectors_checks_test.cpp.
using Check = void (*)(FederationWorld&);
Check check_of(std::string_view file);

}  // namespace skein::activitypub::vectors
