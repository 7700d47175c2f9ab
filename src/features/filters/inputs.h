// What requests of this feature say, and what it makes of a filter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"
#include "social/filters.h"

namespace skein::filters {

/// Where a filter is for, and until when: the same in both versions.
struct Scope {
    std::vector<std::string> context;
    bool context_given = false;
    std::optional<std::int64_t> expires_in;  ///< Seconds; nothing is for good.
    bool expiry_given = false;

    void read(Fields& in);
    /// Errc::unprocessable: a context that there is not.
    Result<void> apply(social::Filter& filter, Time now) const;
};

/// One element of `keywords_attributes`: a new keyword, or a change of one that has this id.
struct KeywordAttributes {
    social::FilterKeywordId id;
    std::optional<std::string> keyword;
    std::optional<bool> whole_word;
    bool destroy = false;
    void read(Fields& in) {
        in("id", id, "Of a keyword that is there; nothing: a new one.");
        in("keyword", keyword, "A word or a phrase.");
        in("whole_word", whole_word, "Not within other words.");
        in("_destroy", destroy, "Remove this keyword.");
    }
};

struct FilterInput {
    std::optional<std::string> title, filter_action;
    Scope scope;
    std::vector<KeywordAttributes> keywords;
    void read(Fields& in);
    Result<void> apply(social::Filter& filter, Time now) const;
};

struct KeywordInput {
    std::optional<std::string> keyword;
    std::optional<bool> whole_word;
    void read(Fields& in) {
        in("keyword", keyword, "A word or a phrase.");
        in("whole_word", whole_word, "Not within other words.");
    }
    void apply(social::FilterKeyword& keyword) const;
};

struct StatusInput {
    StatusId status_id;
    void read(Fields& in) { in.required("status_id", status_id, "A post one may see."); }
};

struct OldInput {
    std::optional<std::string> phrase;
    std::optional<bool> whole_word, irreversible;
    Scope scope;
    void read(Fields& in) {
        in("phrase", phrase, "A word or a phrase.");
        in("whole_word", whole_word, "Not within other words.");
        in("irreversible", irreversible, "Hide it instead of warning.");
        scope.read(in);
    }
};

/// Writes what the owner typed without what nobody sees.
std::string clean_keyword(std::string_view typed);

}  // namespace skein::filters
