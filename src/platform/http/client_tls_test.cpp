#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>

#include "platform/http/client.h"
#include "platform/threads/scheduler.h"

namespace skein::http {
namespace {

std::string fixture(std::string const& name) {
    return SKEIN_SOURCE_DIR "/tests/fixtures/tls/" + name;
}

/// `openssl s_server` with one of the saved certificates, on a port that the system chose.
class TlsServer {
  public:
    explicit TlsServer(std::string const& certificate) {
        int ends[2] = {-1, -1};
        EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
        ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
        std::vector<std::string> words = {
            "openssl", "s_server",           "-accept", "127.0.0.1:0",
            "-cert",   fixture(certificate), "-key",    fixture("server.key"),
            "-www"};
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        if (::posix_spawnp(&process_, "openssl", &actions, nullptr, arguments.data(), environ) != 0)
            process_ = -1;
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        if (process_ > 0) read_port(ends[0]);
        ::close(ends[0]);
    }

    ~TlsServer() {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }

    unsigned port() const { return port_; }

  private:
    /// It says "ACCEPT 127.0.0.1:<port>" once it listens.
    void read_port(int fd) {
        std::string said;
        char buffer[256];
        while (said.find("ACCEPT ") == std::string::npos ||
               said.find('\n', said.find("ACCEPT ")) == std::string::npos) {
            auto const got = ::read(fd, buffer, sizeof buffer);
            if (got <= 0) return;
            said.append(buffer, static_cast<std::size_t>(got));
        }
        auto const at = said.find(':', said.find("ACCEPT ")) + 1;
        std::from_chars(said.data() + at, said.data() + said.size(), port_);
    }

    pid_t process_ = -1;
    unsigned port_ = 0;
};

class ClientTls : public testing::Test {
  protected:
    static Result<Answer> ask(TlsServer const& server, std::string const& extra_ca) {
        SystemClock clock;
        auto const scheduler = threads::make_real_scheduler(clock);
        ClientOptions options;
        options.connect_to = {"ok.example:443:127.0.0.1:" + std::to_string(server.port())};
        options.extra_ca = extra_ca;
        auto const client = make_client(options, *scheduler).value();
        Outgoing request;
        request.url = "https://ok.example/";
        return client->ask(request);
    }
};

TEST_F(ClientTls, only_a_certificate_of_a_trusted_authority_for_that_name_and_time_will_do) {
    TlsServer const good("good.pem");
    if (good.port() == 0) GTEST_SKIP() << "the openssl program is not installed";
    EXPECT_EQ(ask(good, fixture("ca.pem")).value().status, 200);
    EXPECT_EQ(ask(good, "").error().code, Errc::remote);
    EXPECT_EQ(ask(TlsServer("wrong_name.pem"), fixture("ca.pem")).error().code, Errc::remote);
    EXPECT_EQ(ask(TlsServer("expired.pem"), fixture("ca.pem")).error().code, Errc::remote);
}

}  // namespace
}  // namespace skein::http
