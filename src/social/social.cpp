#include "social/social.h"

#include "core/server.h"
#include "social/access.h"
#include "social/account_removal.h"
#include "social/conversations.h"
#include "social/domains.h"
#include "social/endorsements.h"
#include "social/featured_tags.h"
#include "social/filter_sets.h"
#include "social/instance.h"
#include "social/moves.h"
#include "social/polls.h"
#include "social/reactions.h"
#include "social/readers.h"
#include "social/remote_files.h"
#include "social/removal.h"
#include "social/severances.h"
#include "social/standing.h"
#include "social/status_heads.h"
#include "social/tag_follows.h"
#include "social/tag_uses.h"
#include "social/upkeep.h"
#include "social/views/views.h"

namespace skein::social {

void install(Server& server) {
    server.settings<InstanceConfig>();
    install_access(server);
    install_upkeep(server);
    install_heads(server);
    install_readers(server);
    install_views(server);
    install_filters(server);
    install_standing(server);
    install_domains(server);
    install_account_domain_blocks(server);
    install_account_removal(server);
    install_moves(server);
    install_severances(server);
    install_polls(server);
    install_reactions(server);
    install_remote_files(server);
    install_tag_uses(server);
    install_tag_follows(server);
    install_featured_tags(server);
    install_conversations(server);
    install_endorsements(server);
    // Taking a post back and taking a boost back count together.
    server.limit("delete", {"delete", 30, std::chrono::minutes(30)});
    server.job<RemoveBoosts>(remove_boosts);
}

}  // namespace skein::social
