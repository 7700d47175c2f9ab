// Other servers from a file: address to answer, as tests/fixtures/federation/world/net.json has
// them. What no line answers is 404; `https://evil.example/chain/N` goes on without end.
//
//     RecordedInternet internet(SKEIN_SOURCE_DIR "/tests/fixtures/federation/world/net.json");
//     internet.answer_for(server.outside());
#pragma once

#include <map>
#include <optional>
#include <string>

#include "testing/fake_client.h"

namespace skein::testing {

class RecordedInternet {
  public:
    /// Ends the program when the file is not there.
    explicit RecordedInternet(std::string const& path);

    /// The answer to one request.
    http::Answer answer(http::Outgoing const& request) const;
    /// Lets `outside` answer so; what was given to `Outside::answer` is then not looked at. This
    /// object must outlive it.
    void answer_for(Outside& outside) const;

    /// Takes one more line, or another instead. `headers` may be empty.
    void set(std::string url, http::Answer answer) { answers_[std::move(url)] = std::move(answer); }
    void remove(std::string const& url) { answers_.erase(url); }
    /// The body of a line, "" without one: to be changed and set again.
    std::string body(std::string const& url) const;

  private:
    std::map<std::string, http::Answer> answers_;
};

/// An answer with these parts.
http::Answer make_answer(int status, std::string body,
                         std::string_view content_type = "application/activity+json");

}  // namespace skein::testing
