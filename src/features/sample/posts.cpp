#include "core/assets.h"
#include "features/sample/fill.h"
#include "features/sample/words.h"
#include "social/accounts.h"
#include "social/media.h"
#include "social/post_text.h"
#include "social/statuses.h"

namespace skein::sample {
namespace {

constexpr std::int64_t posts_a_write = 40;
constexpr auto oldest_post = std::chrono::days(180);
constexpr std::size_t recent_posts = 2000;  // Replies, boosts and favourites go to these.
constexpr std::string_view sample_picture = "header-missing.png";
constexpr std::int64_t picture_width = 1500, picture_height = 500;

struct Recent {
    StatusId id;
    std::size_t author;
    bool open;  ///< Public or unlisted.
};

/// The one picture that local posts of a sample show, stored once.
Result<storage::Stored> store_picture(Server& server) {
    auto const* asset = find_asset(sample_picture);
    expects(asset != nullptr);
    return server.storage().put(asset->identity);
}

/// Makes the posts of one sample, one write after another.
class Posts {
  public:
    Posts(Filling& filling, storage::Stored picture)
        : filling_(filling),
          picture_(std::move(picture)),
          start_(filling.server.clock().now() - oldest_post) {}

    Result<void> make_all();

  private:
    Result<std::vector<Recent>> make_some(db::Tx& tx, std::int64_t first, std::int64_t count);
    Result<Recent> make_post(db::Tx& tx, std::int64_t number, std::vector<Recent> const& fresh);
    Result<Recent> make_boost(db::Tx& tx, std::size_t who, Recent const& original);
    Result<social::StatusDraft> draft_of(db::Tx& tx, std::size_t who, std::int64_t number);
    Result<MediaId> make_media(db::Tx& tx, Person const& author);
    Result<void> react(db::Tx& tx, Recent const& post);
    Recent const* earlier(std::vector<Recent> const& fresh);
    Time time_of(std::int64_t number) const {
        return start_ +
               Duration(oldest_post) / std::max<std::int64_t>(filling_.plan.statuses, 1) * number;
    }

    Filling& filling_;
    storage::Stored picture_;
    Time start_;
    std::vector<Recent> recent_;
};

social::Visibility make_visibility(Dice& dice) {
    auto const share = dice.share();
    if (share < 0.72) return social::Visibility::public_;
    if (share < 0.88) return social::Visibility::unlisted;
    return share < 0.97 ? social::Visibility::private_ : social::Visibility::direct;
}

Result<MediaId> Posts::make_media(db::Tx& tx, Person const& author) {
    social::Media media;
    media.account_id = author.id;
    media.kind = social::MediaKind::image;
    media.state = social::MediaState::ready;
    media.description = make_description(filling_.dice);
    media.blurhash = "LKO2?U%2Tw=w]~RBVZRi};RPxuwH";
    media.width = media.preview_width = picture_width;
    media.height = media.preview_height = picture_height;
    if (author.local) {
        TRY(media.original_key,
            social::insert_file(tx, social::new_file_key(filling_.server.random()), picture_,
                                "image/png", false));
        media.preview_key = media.original_key;
    } else {
        media.remote_url =
            fmt::format("https://{}/media/{}.png", author.domain, filling_.dice.next());
    }
    TRY(auto const stored, social::insert_media(tx, std::move(media)));
    return stored.id;
}

Result<social::StatusDraft> Posts::draft_of(db::Tx& tx, std::size_t who, std::int64_t number) {
    auto& dice = filling_.dice;
    auto const& author = filling_.people[who];
    auto const text = make_text(dice);
    social::StatusDraft draft;
    draft.author = author.id;
    draft.text = text.text;
    draft.language = text.language;
    draft.visibility = make_visibility(dice);
    draft.quiet = true;
    draft.created_at = time_of(number);
    draft.tags = social::tags_in(text.text);
    draft.content = social::render_post(text.text, {}, filling_.server.public_url()).str();
    if (dice.chance(0.06)) draft.spoiler_text = make_description(dice);
    if (dice.chance(0.12)) {
        TRY(auto const media, make_media(tx, author));
        draft.media.push_back(media);
    }
    if (!author.local) {
        draft.network = social::Network::activitypub;
        draft.text.clear();
        draft.address =
            fmt::format("https://{}/users/{}/statuses/{}", author.domain, author.username, number);
        draft.url = fmt::format("{}/{}", author.url, number);
    }
    return draft;
}

/// One of the recent posts that anybody may answer, or nothing.
Recent const* Posts::earlier(std::vector<Recent> const& fresh) {
    auto const total = recent_.size() + fresh.size();
    if (total == 0) return nullptr;
    auto const place = total - 1 - filling_.dice.popular(total);
    auto const& chosen = place < recent_.size() ? recent_[place] : fresh[place - recent_.size()];
    return chosen.open ? &chosen : nullptr;
}

Result<Recent> Posts::make_boost(db::Tx& tx, std::size_t who, Recent const& original) {
    TRY(auto const status, social::load_status(tx, original.id));
    TRY(auto const boost,
        social::boost_status(
            tx, {.account = filling_.people[who].id, .visibility = social::Visibility::public_},
            status));
    return Recent{boost.id, who, false};
}

Result<Recent> Posts::make_post(db::Tx& tx, std::int64_t number, std::vector<Recent> const& fresh) {
    auto& dice = filling_.dice;
    auto const who = dice.popular(filling_.people.size());
    auto const* const target = dice.chance(0.4) ? earlier(fresh) : nullptr;
    // Boosts are of the present; a local person makes them, since boosts of others arrive with an
    // address.
    if (target && filling_.people[who].local && dice.chance(0.3))
        return make_boost(tx, who, *target);
    TRY(auto draft, draft_of(tx, who, number));
    if (target) {
        draft.in_reply_to_id = target->id;
        if (draft.author != filling_.people[target->author].id)
            draft.mentions.push_back(filling_.people[target->author].id);
    }
    TRY(auto const status, social::publish_status(tx, draft));
    auto const open = status.visibility == social::Visibility::public_ ||
                      status.visibility == social::Visibility::unlisted;
    return Recent{status.id, who, open};
}

/// Favourites by local people.
Result<void> Posts::react(db::Tx& tx, Recent const& post) {
    auto& dice = filling_.dice;
    if (!post.open || filling_.locals.empty() || !dice.chance(0.3)) return {};
    TRY(auto const status, social::load_status(tx, post.id));
    for (auto count = 1 + dice.popular(4); count > 0; --count)
        TRY_OK(social::add_favourite(tx, filling_.people[dice.pick(filling_.locals)].id, status));
    return {};
}

Result<std::vector<Recent>> Posts::make_some(db::Tx& tx, std::int64_t first, std::int64_t count) {
    std::vector<Recent> fresh;
    for (std::int64_t i = 0; i < count; ++i) {
        TRY(auto const made, make_post(tx, first + i, fresh));
        TRY_OK(react(tx, made));
        fresh.push_back(made);
    }
    return fresh;
}

Result<void> Posts::make_all() {
    auto const total = filling_.plan.statuses;
    for (std::int64_t done = 0; done < total;) {
        auto const begun = filling_.dice;
        auto const made = filling_.server.db().write([&](db::Tx& tx) {
            filling_.dice = begun;  // A closure may run again, and must then throw the same.
            return make_some(tx, done, std::min(posts_a_write, total - done));
        });
        if (!made) return fail(made.error());
        for (auto const& post : *made) {
            recent_.push_back(post);
            filling_.progress("Posts", ++done, total);
        }
        if (recent_.size() > 2 * recent_posts)
            recent_.erase(recent_.begin(),
                          recent_.end() - static_cast<std::ptrdiff_t>(recent_posts));
    }
    return {};
}

}  // namespace

Result<void> make_posts(Filling& filling) {
    TRY(auto picture, store_picture(filling.server));
    return Posts(filling, std::move(picture)).make_all();
}

}  // namespace skein::sample
