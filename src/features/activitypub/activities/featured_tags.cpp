#include "features/activitypub/activities/featured_tags.h"

#include <algorithm>

#include "base/text.h"
#include "core/server.h"
#include "features/activitypub/backfill/collections.h"
#include "social/featured_tags.h"
#include "social/tags.h"

namespace skein::activitypub {
namespace {

constexpr CollectionLimits tags_limits{.pages = 1, .items = 20};

}  // namespace

std::string hashtag_name(json::Value object) {
    if (!has_type(object, "Hashtag")) return {};
    auto const text = text_of(object, "name");
    auto name = std::string(trim(text));
    if (name.starts_with('#')) name.erase(0, 1);
    return social::is_tag_name(name) ? name : std::string();
}

Result<void> feature_remote_tag(db::Tx& tx, AccountId account, std::string_view name) {
    TRY(auto const shown, social::list_featured_tags(tx, account));
    if (std::ssize(shown) >= social::featured_tags_max) return {};
    TRY(auto const tag, social::ensure_tag(tx, name));
    return social::feature_tag(tx, account, tag.id, name);
}

Result<void> unfeature_remote_tag(db::Tx& tx, AccountId account, std::string_view name) {
    TRY(auto const tag, social::find_tag(tx, fold_tag(name)));
    return tag ? social::unfeature_tag(tx, account, tag->id) : Result<void>{};
}

Result<void> fill_featured_tags(Server& server, Actor const& actor, FetchBudget& budget) {
    auto const id = Iri::parse(actor.featured_tags);
    if (!id) return {};
    std::vector<std::string> names;
    TRY(auto const whole, read_collection(server, *id, budget, tags_limits,
                                          [&](Fetched const&, json::Value item) -> Result<bool> {
                                              auto name = hashtag_name(item);
                                              if (!name.empty()) names.push_back(std::move(name));
                                              return true;
                                          }));
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY(auto const shown, social::list_featured_tags(tx, actor.account_id));
            // What was not met may stand in what was not read.
            for (auto const& tag : shown)
                if (whole && std::ranges::none_of(names, [&](auto const& name) {
                        return fold_tag(name) == tag.folded;
                    }))
                    TRY_OK(social::unfeature_tag(tx, actor.account_id, tag.tag_id));
            for (auto const& name : names) TRY_OK(feature_remote_tag(tx, actor.account_id, name));
            return {};
        },
        db::Urgency::background);
}

}  // namespace skein::activitypub
