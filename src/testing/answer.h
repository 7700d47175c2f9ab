// What a server answered, as a test reads it.
//
//     Answer const answer(server.get("/api/v1/statuses/1", token));
//     EXPECT_EQ(answer.status(), 200);
//     EXPECT_EQ(answer.at("account.acct"), "ann");
//     EXPECT_EQ(answer.at("mentions.0.acct"), "bob");
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "testing/test_server.h"

namespace skein::testing {

class Answer {
  public:
    explicit Answer(http::Response response)
        : response_(std::move(response)), document_(json_of(response_)) {}

    int status() const { return response_.status; }
    std::string header(std::string_view name) const {
        return std::string(response_.headers.get(name));
    }
    json::Value root() const { return document_.root(); }

    /// The value at a dotted path: text as it is, anything else as JSON, "absent" when it is not
    /// there.
    std::string at(std::string_view path) const;
    /// The `id` of each element of an array, in order.
    std::vector<std::string> ids() const;
    std::size_t size() const { return root().elements().size(); }
    /// The message of an error.
    std::string error() const { return at("error"); }
    /// Path and query of the next page by `Link`; "" when there is none.
    std::string next() const { return link("next"); }
    std::string previous() const { return link("prev"); }

  private:
    std::string link(std::string_view rel) const;

    http::Response response_;
    json::Document document_;
};

}  // namespace skein::testing
