// A server that asks a recorded internet, and what it asked.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "testing/recorded_internet.h"
#include "testing/test_server.h"

namespace skein::testing {

struct Asking {
    explicit Asking(std::vector<Feature> features) : test({.features = std::move(features)}) {
        internet.answer_for(test.outside());
    }

    RecordedInternet internet{SKEIN_SOURCE_DIR "/tests/fixtures/federation/world/net.json"};
    TestServer test;
    Server& server = test.server();

    /// The addresses asked for since the last call.
    std::vector<std::string> asked() {
        std::vector<std::string> urls;
        auto const requests = test.outside().requests();
        for (; seen_ < requests.size(); ++seen_) urls.push_back(requests[seen_].url);
        return urls;
    }
    /// Serves a document with some of its text replaced; our own test must know that text.
    void change(std::string const& url, std::string_view from, std::string_view to) {
        auto body = internet.body(url);
        auto const at = body.find(from);
        expects(at != std::string::npos);
        internet.set(url, make_answer(200, body.replace(at, from.size(), to)));
    }
    void answer(std::string const& url, int status, std::string body = {}) {
        internet.set(url, make_answer(status, std::move(body)));
    }

  private:
    std::size_t seen_ = 0;
};

}  // namespace skein::testing
