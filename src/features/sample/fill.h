// The steps of `skein sample`, in their order. Each says how far it is.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/commands.h"
#include "core/server.h"
#include "features/sample/dice.h"

namespace skein::sample {

/// What was asked for.
struct Plan {
    std::int64_t accounts = 0;
    std::int64_t follows = 0;  ///< Of each account, on average.
    std::int64_t statuses = 0;
    double remote_share = 0.8;
};

struct Person {
    AccountId id;
    bool local = false;
    std::string username;
    std::string domain;  ///< "" for local ones.
    std::string url;     ///< Of the profile, for remote ones.
};

/// One run: what has been made so far.
struct Filling {
    Server& server;
    CommandCall& call;
    Plan plan;
    Dice dice;
    std::vector<Person> people;       ///< The more popular first.
    std::vector<std::size_t> locals;  ///< Places in `people`.

    /// Prints a line whenever another tenth of a step is done.
    void progress(std::string_view what, std::int64_t done, std::int64_t of) const;
};

/// The command. Errc::bad_request for numbers that make no sense.
Result<void> run(Server& server, CommandCall& call);

Result<void> make_people(Filling& filling);
Result<void> make_follows(Filling& filling);
Result<void> make_posts(Filling& filling);

}  // namespace skein::sample
