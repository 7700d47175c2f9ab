// One whole server in the test's process, for tests of `social` and of features: a clock that
// stands still, seeded randomness, a real database in memory, files in a directory that goes away,
// and an outside world that answers from a list.
//
//     TestServer server({.features = {{"posting", posting::install}}});
//     auto const ann = server.make_account("ann");
//     auto const answer = server.request(http::Method::get, "/api/v1/accounts/verify_credentials",
//                                        {.token = server.token(ann)});
//
// What goes wrong while the test prepares itself ends the program, with the error printed.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "core/server.h"
#include "social/accounts.h"
#include "social/statuses.h"
#include "social/users.h"
#include "testing/counting_database.h"
#include "testing/fake_client.h"
#include "testing/test_database.h"

namespace skein::testing {

struct TestOptions {
    std::vector<Feature> features = {};  ///< Besides `social`, which every server has.
    std::uint64_t seed = 1;
    bool in_file = false;  ///< SQLite in a file instead of memory.
    std::string public_url = "https://skein.example";
    std::map<std::string, std::string> settings = {};  ///< By key, as flags.
    std::string imaging_program = {};                  ///< The built program, or "": no pictures.
    /// Of a World: shared by its servers. Nothing: a clock that stands still and the system's
    /// threads.
    std::shared_ptr<ManualClock> clock = {};
    std::shared_ptr<threads::Scheduler> scheduler = {};
};

struct AccountOptions {
    std::string domain = {};  ///< Of another server: an account without a user.
    std::string display_name = {};
    bool locked = false;
    bool bot = false;
    social::Role role = social::Role::user;
    bool confirmed = true;
    bool approved = true;
    std::string password = {};  ///< "" cannot sign in; hashing one takes a while.
};

/// An account and, when it is local, the user behind it.
struct Person {
    social::Account account;
    std::optional<social::User> user;
    std::string email;
    AccountId id() const { return account.id; }
};

struct PostOptions {
    social::Visibility visibility = social::Visibility::public_;
    std::optional<StatusId> in_reply_to = {};
    std::string spoiler_text = {};
    bool sensitive = false;
    std::string language = "en";
    std::vector<MediaId> media = {};
    std::vector<AccountId> addressees = {};
    Time created_at = {};  ///< The epoch: now.
};

struct Ask {
    std::string token = {};
    std::string cookie = {};  ///< The session's secret; sent as from a page of our own.
    std::string body = {};
    std::string content_type = {};  ///< "" is JSON for `{…}` and `[…]`, else a form.
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string client_address = {};  ///< "" is loopback, which no limit counts.
};

class TestServer {
  public:
    explicit TestServer(TestOptions options = {});
    ~TestServer();

    Server& server() { return *server_; }
    db::Database& db() { return server_->db(); }
    ManualClock& clock() { return *clock_; }
    Outside& outside() { return *outside_; }
    std::filesystem::path const& directory() const { return directory_; }

    /// Ends the server as it is and starts it anew on the same database, which is in a file.
    void restart();

    // --- People and posts, through the domain's own functions ---

    Person make_account(std::string name, AccountOptions const& options = {});
    /// A bearer token of this person.
    std::string token(Person const& person, std::string_view scopes = "read write follow push");
    /// A bearer token of an app without a user.
    std::string app_token(std::string_view scopes = "read write");
    /// A session's secret, for `Ask::cookie`.
    std::string session(Person const& person);
    /// Posts as `posting` does: mentions, tags and links found, HTML rendered.
    social::Status post(Person const& author, std::string_view text,
                        PostOptions const& options = {});
    social::Status post(Person const& author, std::string_view text, social::Visibility visibility);

    /// Runs a closure in a transaction and gives its value; a failure ends the program.
    template <class Closure>
    auto write(Closure&& closure) {
        return value_of(db().write(std::forward<Closure>(closure)));
    }
    template <class Closure>
    auto read(Closure&& closure) {
        return value_of(db().read(std::forward<Closure>(closure)));
    }

    // --- Requests ---

    /// Gives a request to the server and waits for its answer.
    http::Response request(http::Method method, std::string_view target, Ask const& ask = {});
    http::Response get(std::string_view target, std::string token = {});
    http::Response post(std::string_view target, std::string body, std::string token = {});
    http::Response put(std::string_view target, std::string body, std::string token = {});
    http::Response del(std::string_view target, std::string token = {});

    // --- What happened ---

    /// Runs jobs until none is due and none runs.
    void drain();
    /// Statements that `work` caused: its own, and those of the requests it made.
    std::uint64_t statements(std::function<void()> const& work);

  private:
    template <class T>
    T value_of(Result<T> result) {
        if (!result) give_up(result.error());
        if constexpr (!std::is_void_v<T>) return *std::move(result);
    }
    [[noreturn]] static void give_up(Error const& error);
    void begin();
    ServerParts make_parts(TestOptions const& options);
    AppId app();

    TestOptions options_;
    std::filesystem::path directory_;
    std::shared_ptr<ManualClock> clock_;
    std::shared_ptr<threads::Scheduler> scheduler_;
    std::unique_ptr<threads::Timers> timers_;
    std::shared_ptr<Outside> outside_ = std::make_shared<Outside>();
    std::unique_ptr<TestDatabase> database_;
    std::unique_ptr<Server> server_;
    CountingDatabase* counting_ = nullptr;  // Owned by the server.
    std::optional<AppId> app_;
    std::uint64_t statements_of_requests_ = 0;
};

/// The body of an answer, wherever it is kept.
std::string body_of(http::Response const& response);
/// The body as JSON; what is no JSON ends the program.
json::Document json_of(http::Response const& response);

/// A body of `multipart/form-data`, with the content type to send it under.
struct Multipart {
    struct File {
        std::string field, name, content_type, bytes;
    };
    static Multipart make(std::vector<std::pair<std::string, std::string>> const& fields,
                          std::vector<File> const& files);
    std::string body, content_type;
};

}  // namespace skein::testing
