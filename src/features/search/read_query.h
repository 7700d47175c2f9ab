// What somebody typed into the search for posts, taken apart as Mastodon does:
//
//     tea "green tea" -coffee #tea from:@ann@far.example has:image is:reply language:en
//     before:2026-11-24 after:2026-11-01 during:2026-11-10 in:library|public|all
//
// Every part must hold; a minus turns one round. An operator nobody knows is looked for as a word.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/url.h"
#include "features/search/index_words.h"

namespace skein::search {

struct PostQuery {
    enum class In : std::uint8_t { all, public_, library };
    struct From {
        std::optional<Handle> handle;  ///< Nothing: `from:me`.
        bool not_by = false;
    };

    Asked asked;
    std::vector<From> from;
    std::optional<Time> after;   ///< From this moment on.
    std::optional<Time> before;  ///< Before this moment.
    In in = In::all;
    bool empty = true;        ///< Nothing was asked.
    bool impossible = false;  ///< No post can be meant.
};

/// Errc::unprocessable says which value an operator does not know.
Result<PostQuery> read_query(std::string_view text);
inline constexpr std::size_t query_parts_max = 32;

}  // namespace skein::search
