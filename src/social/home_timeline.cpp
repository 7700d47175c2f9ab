// The home timeline: entries, the posts of wide authors beside them, and a query for what is older.

#include "social/home_tags.h"
#include "social/timeline_pages.h"
#include "social/timelines.h"

namespace skein::social {
namespace {

#define ENTRIES(order)                                                                 \
    "SELECT status_id FROM home_entries WHERE account_id = $1 AND status_id < $2 AND " \
    "status_id > $3 ORDER BY status_id " order " LIMIT $4"
IdQuery const entries{"home.entries", ENTRIES("DESC")};
IdQuery const entries_up{"home.entries.up", ENTRIES("ASC")};

// The newest $4 of each author below $2, then the newest $4 of all: an index range for each author,
// however much any of them wrote.
IdQuery const posts_of{
    "home.posts_of",
    "SELECT p.id FROM accounts w JOIN statuses p ON p.account_id = w.id "
    "WHERE w.id IN {list:$1} AND p.id < $2 AND p.id > COALESCE((SELECT i.id FROM statuses i "
    "WHERE i.account_id = w.id AND i.id < $2 AND i.id > $3 ORDER BY i.id DESC LIMIT 1 OFFSET $4), "
    "$3) ORDER BY p.id DESC LIMIT $4"};
IdQuery const posts_of_up{
    "home.posts_of.up",
    "SELECT p.id FROM accounts w JOIN statuses p ON p.account_id = w.id "
    "WHERE w.id IN {list:$1} AND p.id > $3 AND p.id < COALESCE((SELECT i.id FROM statuses i "
    "WHERE i.account_id = w.id AND i.id < $2 AND i.id > $3 ORDER BY i.id ASC LIMIT 1 OFFSET $4), "
    "$2) ORDER BY p.id ASC LIMIT $4"};

/// Is `word` one of the words of a space-separated text?
bool has_word(std::string_view text, std::string_view word) {
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        if (text.substr(0, end) == word) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

Result<HeadBatch> posts_batch(db::Tx& tx, std::span<AccountId const> authors, Page const& page) {
    return list_heads(tx, page.ascending ? posts_of_up : posts_of, authors, page.max_id,
                      page.floor_id, page.limit);
}

std::vector<AccountId> authors_of(Reader const& reader, bool only_wide) {
    std::vector<AccountId> authors;
    for (auto const& followed : reader.followed())
        if (!only_wide || followed.wide) authors.push_back(followed.id);
    if (!only_wide) authors.push_back(reader.account);
    return authors;
}

HomeSources everything_for(Reader const& reader) {
    return {authors_of(reader, false), followed_tags_of(reader, false)};
}

/// Fills a page of home: `fetch` answers what may belong there.
template <class Fetch>
Result<std::vector<StatusHead>> fill_home(db::Tx& tx, Reader const& reader, Page const& page,
                                          Fetch const& fetch) {
    std::unordered_set<StatusId> brought;
    auto const noted = [&](Page const& part) -> Result<HeadBatch> {
        TRY(auto batch, fetch(part));
        TRY(brought, list_brought_by_tags(tx, reader, batch.heads));
        return batch;
    };
    return fill_page(
        tx, reader, page, without_blocked_domains(tx, reader, noted), [&](StatusHead const& head) {
            return belongs_in_home(reader, head, tx.now()) || brought.contains(head.id());
        });
}

Result<HeadBatch> with_tagged(db::Tx& tx, std::span<TagId const> tags, Page const& page,
                              HeadBatch batch) {
    if (tags.empty()) return batch;
    TRY(auto more, tagged_batch(tx, tags, page));
    return merge(std::move(batch), std::move(more), page);
}

/// The part of home that has entries.
Result<std::vector<StatusHead>> list_recent(db::Tx& tx, Reader const& reader, Page const& page) {
    auto const wide = reader.follows_wide() ? authors_of(reader, true) : std::vector<AccountId>{};
    auto const tags = followed_tags_of(reader, true);
    return fill_home(tx, reader, page, [&](Page const& part) -> Result<HeadBatch> {
        TRY(auto batch, list_heads(tx, part.ascending ? entries_up : entries, reader.account,
                                   part.max_id, part.floor_id, part.limit));
        if (!wide.empty()) {
            TRY(auto more, posts_batch(tx, wide, part));
            batch = merge(std::move(batch), std::move(more), part);
        }
        return with_tagged(tx, tags, part, std::move(batch));
    });
}

Result<std::vector<StatusHead>> list_posts(db::Tx& tx, Reader const& reader,
                                           HomeSources const& sources, Page const& page) {
    return fill_home(tx, reader, page, [&](Page const& part) -> Result<HeadBatch> {
        TRY(auto batch, posts_batch(tx, sources.authors, part));
        return with_tagged(tx, sources.tags, part, std::move(batch));
    });
}

}  // namespace

bool belongs_among_followed(Reader const& reader, StatusHead const& head, Time now) {
    auto const& author = head.own.author;
    if (author.id == reader.account) return true;
    auto const* const followed = reader.follows(author.id);
    if (!followed || reader.mutes(author.id, now)) return false;
    if (head.is_boost()) {
        auto const& original = head.boosted.author;
        return followed->show_boosts && !reader.mutes(original.id, now) &&
               allows_limited(reader, original);
    }
    if (!followed->languages.empty() && !head.language.empty() &&
        !has_word(followed->languages, head.language))
        return false;
    auto const answered = head.in_reply_to_account;
    return !answered || answered == author.id || answered == reader.account ||
           reader.follows(answered);
}

bool belongs_in_home(Reader const& reader, StatusHead const& head, Time now) {
    auto const author = head.own.author.id;
    if (author != reader.account && reader.reads_apart(author)) return false;
    return belongs_among_followed(reader, head, now);
}

Result<std::vector<StatusHead>> list_home_posts(db::Tx& tx, Reader const& reader,
                                                HomeSources const& sources, Page const& page) {
    TRY(auto heads, list_posts(tx, reader, sources, page));
    newest_first(page, heads);
    return heads;
}

Result<std::vector<StatusHead>> list_home(db::Tx& tx, Home const& home, Reader const& reader,
                                          Page const& page) {
    auto const from = home.filled ? home.entries_from.value : INT64_MAX;
    auto recent = page, older = page;
    recent.floor_id = std::max(page.floor_id, from - 1);
    older.max_id = std::min(page.max_id, from);
    std::vector<StatusHead> heads;
    // In the page's direction: the one part, then the other for what is missing.
    for (auto const is_recent : {!page.ascending, page.ascending}) {
        auto part = is_recent ? recent : older;
        part.limit = page.limit - static_cast<std::int64_t>(heads.size());
        if (part.limit == 0 || part.max_id - 1 <= part.floor_id) continue;
        TRY(auto more, is_recent ? list_recent(tx, reader, part)
                                 : list_posts(tx, reader, everything_for(reader), part));
        heads.insert(heads.end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
    }
    newest_first(page, heads);
    return heads;
}

Result<std::vector<StatusHead>> list_home(db::Tx& tx, AccountId account, Page const& page) {
    TRY(auto const home, find_home(tx, account));
    if (!home) return fail(Errc::not_found, "Record not found");
    TRY(auto const reader, load_reader(tx, account, *home));
    return list_home(tx, *home, *reader, page);
}

Result<bool> home_is_rebuilding(db::Tx& tx, AccountId account) {
    TRY(auto const home, find_home(tx, account));
    return home && (!home->filled || home->rebuilding_since);
}

}  // namespace skein::social
