// The public, tag and account timelines. Home is home_timeline.cpp.

#include "social/timelines.h"

#include "social/tags.h"
#include "social/timeline_pages.h"

namespace skein::social {
namespace {

// $1 below, $2 above, $3 how many.
#define PUBLIC_PAGE(where, order)                                                             \
    "SELECT status_id FROM public_entries WHERE status_id < $1 AND status_id > $2 AND " where \
    " ORDER BY status_id " order " LIMIT $3"
IdQuery const public_all{"public.all", PUBLIC_PAGE("TRUE", "DESC")};
IdQuery const public_all_up{"public.all.up", PUBLIC_PAGE("TRUE", "ASC")};
IdQuery const public_media{"public.media", PUBLIC_PAGE("has_media = TRUE", "DESC")};
IdQuery const public_media_up{"public.media.up", PUBLIC_PAGE("has_media = TRUE", "ASC")};
IdQuery const public_origin{"public.origin", PUBLIC_PAGE("is_local = $4", "DESC")};
IdQuery const public_origin_up{"public.origin.up", PUBLIC_PAGE("is_local = $4", "ASC")};
IdQuery const public_origin_media{"public.origin_media",
                                  PUBLIC_PAGE("is_local = $4 AND has_media = TRUE", "DESC")};
IdQuery const public_origin_media_up{"public.origin_media.up",
                                     PUBLIC_PAGE("is_local = $4 AND has_media = TRUE", "ASC")};

struct TagName {
    TagId id;
    std::string name;
    auto row() { return std::tie(id, name); }
};
db::Query<TagName> const tags_by_names{"tags.list_named",
                                       "SELECT id, name FROM tags WHERE name IN {texts:$1}"};

// $1 a tag, $2 below, $3 above, $4 how many: what most ask for, answered by the index alone.
#define PLAIN_TAG_PAGE(order)                                                                 \
    "SELECT status_id FROM status_tags WHERE tag_id = $1 AND status_id < $2 AND status_id > " \
    "$3 ORDER BY status_id " order " LIMIT $4"
IdQuery const plain_tag_page{"tag.plain_page", PLAIN_TAG_PAGE("DESC")};
IdQuery const plain_tag_page_up{"tag.plain_page.up", PLAIN_TAG_PAGE("ASC")};

// And $5 all of these tags and $6 how many they are, $7 none of these, $8 where from, $9 with media
// only.
#define TAG_PAGE(order)                                                                        \
    "SELECT t.status_id FROM status_tags t JOIN statuses s ON s.id = t.status_id "             \
    "WHERE t.tag_id = $1 AND t.status_id < $2 AND t.status_id > $3 AND s.visibility = 0 "      \
    "AND (s.has_media = TRUE OR $9 = FALSE) "                                                  \
    "AND ($8 = 0 OR ($8 = 1 AND s.network = 0) OR ($8 = 2 AND s.network <> 0)) "               \
    "AND $6 = (SELECT COUNT(*) FROM status_tags ta WHERE ta.status_id = t.status_id AND "      \
    "ta.tag_id IN {list:$5}) AND NOT EXISTS (SELECT 1 FROM status_tags tn WHERE tn.status_id " \
    "= t.status_id AND tn.tag_id IN {list:$7}) ORDER BY t.status_id " order " LIMIT $4"
IdQuery const tag_page{"tag.page", TAG_PAGE("DESC")};
IdQuery const tag_page_up{"tag.page.up", TAG_PAGE("ASC")};

// $1 whose, $2 below, $3 above, $4 how many, $5 the widest visibility shown to everybody else,
// $6 the viewer, who also sees what names them.
#define SHOWN_OF_ACCOUNT                                                          \
    "SELECT s.id FROM statuses s WHERE s.account_id = $1 AND s.id < $2 AND s.id " \
    "> $3 AND (s.visibility <= $5 OR EXISTS (SELECT 1 FROM mentions m WHERE "     \
    "m.status_id = s.id AND m.account_id = $6)) "
#define ORDERED(order) "ORDER BY s.id " order " LIMIT $4"
IdQuery const plain_account_page{"account.plain_page", SHOWN_OF_ACCOUNT ORDERED("DESC")};
IdQuery const plain_account_page_up{"account.plain_page.up", SHOWN_OF_ACCOUNT ORDERED("ASC")};

// And $7 … $9 media, replies, boosts, $10 a tag or 0.
#define ACCOUNT_PAGE(order)                                                      \
    SHOWN_OF_ACCOUNT                                                             \
    "AND (s.has_media = TRUE OR $7 = FALSE) AND (s.in_reply_to_id IS NULL OR "   \
    "s.in_reply_to_account_id = s.account_id OR $8 = FALSE) AND (s.boost_of_id " \
    "IS NULL OR $9 = FALSE) AND ($10 = 0 OR EXISTS (SELECT 1 FROM status_tags "  \
    "t WHERE t.tag_id = $10 AND t.status_id = s.id)) " ORDERED(order)
IdQuery const account_page{"account.page", ACCOUNT_PAGE("DESC")};
IdQuery const account_page_up{"account.page.up", ACCOUNT_PAGE("ASC")};

IdQuery const account_pins{"account.pins",
                           "SELECT status_id FROM pins WHERE account_id = $1 ORDER BY id DESC"};

enum class Origin : std::int64_t { any = 0, local = 1, remote = 2 };

Origin origin_of(bool local_only, bool remote_only) {
    if (local_only == remote_only) return Origin::any;
    return local_only ? Origin::local : Origin::remote;
}

Result<std::vector<TagName>> list_named(db::Tx& tx, std::vector<std::string> const& names) {
    if (names.size() != 1) return tx.list(tags_by_names, names);
    // As nearly always; a list of one costs several times as much.
    TRY(auto const tag, find_tag(tx, names.front()));
    if (!tag) return std::vector<TagName>{};
    return std::vector<TagName>{{tag->id, tag->name}};
}

std::vector<TagId> ids_of_tags(std::vector<TagName> const& known,
                               std::vector<std::string> const& names) {
    std::vector<TagId> ids;
    for (auto const& tag : known)
        if (std::ranges::find(names, tag.name) != names.end()) ids.push_back(tag.id);
    return ids;
}

/// Of one account everybody may see this much; the rest only who is named in it.
Visibility widest_for(Reader const& reader, AccountId account) {
    if (reader.account == account) return Visibility::direct;
    return reader.follows(account) ? Visibility::private_ : Visibility::unlisted;
}

Result<std::vector<StatusHead>> list_pinned(db::Tx& tx, Reader const& reader, AccountId account) {
    TRY(auto batch, list_heads(tx, account_pins, account));
    TRY_OK(keep_visible(tx, reader, batch.heads));
    return std::move(batch.heads);
}

}  // namespace

bool belongs_among_strangers(Reader const& reader, StatusHead const& head, Time now) {
    return allows_limited(reader, head.own.author) && !reader.mutes(head.own.author.id, now);
}

Result<std::vector<StatusHead>> list_public(db::Tx& tx, AccountId viewer,
                                            PublicFilter const& filter, Page const& page) {
    TRY(auto const reader, load_reader(tx, viewer));
    auto const origin = origin_of(filter.local_only, filter.remote_only);
    auto const up = page.ascending;
    auto const fetch = [&](Page const& part) {
        if (origin == Origin::any) {
            auto const& query = filter.only_media ? (up ? public_media_up : public_media)
                                                  : (up ? public_all_up : public_all);
            return list_heads(tx, query, part.max_id, part.floor_id, part.limit);
        }
        auto const& query = filter.only_media ? (up ? public_origin_media_up : public_origin_media)
                                              : (up ? public_origin_up : public_origin);
        return list_heads(tx, query, part.max_id, part.floor_id, part.limit,
                          origin == Origin::local);
    };
    auto const shown = without_blocked_domains(tx, *reader, fetch);
    TRY(auto heads, fill_page(tx, *reader, page, shown, [&](StatusHead const& head) {
            return belongs_among_strangers(*reader, head, tx.now());
        }));
    newest_first(page, heads);
    return heads;
}

Result<std::vector<StatusHead>> list_tagged(db::Tx& tx, AccountId viewer, TagFilter const& filter,
                                            Page const& page) {
    std::vector<std::string> names;
    for (auto const* list : {&filter.any, &filter.all, &filter.none})
        names.insert(names.end(), list->begin(), list->end());
    TRY(auto const known, list_named(tx, names));
    auto const any = ids_of_tags(known, filter.any);
    auto const all = ids_of_tags(known, filter.all);
    auto const none = ids_of_tags(known, filter.none);
    // A tag nobody has ever used: no post carries it.
    auto wanted = filter.all;
    std::ranges::sort(wanted);
    wanted.erase(std::ranges::unique(wanted).begin(), wanted.end());
    if (any.empty() || all.size() < wanted.size()) return std::vector<StatusHead>{};
    TRY(auto const reader, load_reader(tx, viewer));
    auto const origin = origin_of(filter.local_only, filter.remote_only);
    // Posts for few have tags too, so half as many rows again are read at first. Whoever fills a
    // tag with them hides nobody's: if those are not enough, the database is asked for what is
    // public.
    auto by_index = all.empty() && none.empty() && origin == Origin::any && !filter.only_media;
    auto const page_of = [&](TagId tag, Page const& part) {
        auto const up = part.ascending;
        return by_index
                   ? list_heads(tx, up ? plain_tag_page_up : plain_tag_page, tag, part.max_id,
                                part.floor_id, part.limit + part.limit / 2)
                   : list_heads(tx, up ? tag_page_up : tag_page, tag, part.max_id, part.floor_id,
                                part.limit, all, all.size(), none, origin, filter.only_media);
    };
    auto const fetch = [&](Page const& part) -> Result<HeadBatch> {
        HeadBatch merged;
        for (auto const tag : any) {
            TRY(auto batch, page_of(tag, part));
            merged = any.size() == 1 ? std::move(batch)
                                     : merge(std::move(merged), std::move(batch), part);
        }
        by_index = false;
        return merged;
    };
    auto const shown = without_blocked_domains(tx, *reader, fetch);
    TRY(auto heads, fill_page(tx, *reader, page, shown, [&](StatusHead const& head) {
            return head.own.visibility == Visibility::public_ &&
                   belongs_among_strangers(*reader, head, tx.now());
        }));
    newest_first(page, heads);
    return heads;
}

Result<std::vector<StatusHead>> list_by_account(db::Tx& tx, AccountId viewer, AccountId account,
                                                AccountFilter const& filter, Page const& page) {
    TRY(auto const reader, load_reader(tx, viewer));
    if (filter.pinned) return list_pinned(tx, *reader, account);
    TagId tag;
    if (!filter.tagged.empty()) {
        TRY(auto const found, find_tag(tx, filter.tagged));
        if (!found) return std::vector<StatusHead>{};
        tag = found->id;
    }
    auto const widest = widest_for(*reader, account);
    auto const plain =
        !filter.only_media && !filter.exclude_replies && !filter.exclude_boosts && !tag;
    auto const fetch = [&](Page const& part) {
        auto const up = part.ascending;
        return plain ? list_heads(tx, up ? plain_account_page_up : plain_account_page, account,
                                  part.max_id, part.floor_id, part.limit, widest, viewer)
                     : list_heads(tx, up ? account_page_up : account_page, account, part.max_id,
                                  part.floor_id, part.limit, widest, viewer, filter.only_media,
                                  filter.exclude_replies, filter.exclude_boosts, tag);
    };
    TRY(auto heads, fill_page(tx, *reader, page, fetch, [](StatusHead const&) { return true; }));
    newest_first(page, heads);
    return heads;
}

}  // namespace skein::social
