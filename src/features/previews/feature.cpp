#include "features/previews/feature.h"

#include "core/server.h"
#include "features/previews/cards.h"
#include "features/previews/creators.h"
#include "features/previews/fetch_card.h"
#include "features/previews/linked_posts.h"
#include "features/previews/trending_links.h"
#include "social/views/decorator.h"

namespace skein::previews {

void install(Server& server) {
    server.part<PreviewContext>() = {server.public_url(), server.domain(),
                                     server.settings<PreviewConfig>()};
    server.on<social::StatusPublished>(ask_for_card);
    server.on<social::StatusEdited>(ask_for_card_again);
    server.on<social::StatusRemoved>(forget_card);
    server.network_job<FetchCard>(prepare_card, finish_card, card_retry);
    server.part<social::Decorators>().statuses.push_back(
        {.field = "card",
         .fallback = "null",
         .render =
             [&server](db::Tx& tx, AccountId, std::span<StatusId const> statuses) {
                 return render_cards(server, tx, statuses);
             },
         .concerned = list_uncredited});
    server.part<social::RemoteSources>().list.push_back(
        {"cards", find_card_picture, card_picture_tasks});
    install_creators(server);
    install_linked_posts(server);
    install_trending_links(server);
    server.every("previews.sweep", std::chrono::hours(6), sweep_cards);
}

}  // namespace skein::previews
