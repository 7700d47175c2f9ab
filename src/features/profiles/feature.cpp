#include "features/profiles/feature.h"

#include "core/server.h"
#include "features/profiles/accept_requests.h"
#include "features/profiles/choices.h"
#include "features/profiles/handlers.h"
#include "features/profiles/own_profile.h"
#include "features/profiles/verify_links.h"

namespace skein::profiles {
namespace {

/// Two pictures of 2 MB and the text around them.
constexpr std::uint64_t profile_bytes_max = (4 << 20) + (256 << 10);

void install_reading(Server& server) {
    server.get("/api/v1/accounts/verify_credentials", verify_credentials,
               {.scope = "profile read:accounts",
                .returns = "CredentialAccount",
                .summary = "One's own account."});
    server.get("/api/v1/accounts/lookup", look_up_account,
               {.who = Who::anyone,
                .scope = "read:accounts",
                .returns = "Account",
                .summary = "An account by its name."});
    server.get("/api/v1/accounts/{id}", show_account,
               {.who = Who::anyone,
                .scope = "read:accounts",
                .returns = "Account",
                .summary = "One account."});
    server.get("/api/v1/accounts", list_accounts,
               {.who = Who::anyone,
                .scope = "read:accounts",
                .returns = "[Account]",
                .summary = "Several accounts at once; unknown ones are left out."});
    server.get(
        "/api/v1/accounts/{id}/identity_proofs", list_identity_proofs,
        {.returns = "[IdentityProof]", .summary = "Always empty: what clients of old ask for."});
    server.get("/api/proofs", show_proof,
               {.who = Who::anyone,
                .returns = "{}",
                .summary = "Always 404: what a service of old asked for."});
    server.get("/api/v1/preferences", show_preferences,
               {.scope = "read:accounts",
                .returns = "Preferences",
                .summary = "One's own defaults for writing and reading."});
    server.get("/api/v1/skein/choices", show_choices,
               {.scope = "read:accounts",
                .returns = "object",
                .summary = "What the web app keeps with the account."});
}

}  // namespace

void install(Server& server) {
    install_reading(server);
    server.patch("/api/v1/accounts/update_credentials", update_profile,
                 {.scope = "write:accounts",
                  .lane = LaneName::slow,
                  .body_bytes_max = profile_bytes_max,
                  .to_disk = true,
                  .returns = "CredentialAccount",
                  .summary = "Change one's own profile and defaults."});
    server.get("/api/v1/profile", show_own_profile,
               {.scope = "profile read:accounts",
                .returns = "Profile",
                .summary = "One's own profile, as one typed it."});
    Route const changing{.scope = "write:accounts",
                         .lane = LaneName::slow,
                         .body_bytes_max = profile_bytes_max,
                         .to_disk = true,
                         .returns = "Profile",
                         .summary = "Change one's own profile."};
    server.patch("/api/v1/profile", update_own_profile, changing);
    // Mastodon for Android.
    server.put("/api/v1/profile", update_own_profile, changing);
    Route const removal{.scope = "write:accounts",
                        .lane = LaneName::write,
                        .returns = "CredentialAccount",
                        .summary = "Show the default picture again."};
    server.del("/api/v1/profile/avatar", remove_avatar, removal);
    server.del("/api/v1/profile/header", remove_header, removal);
    server.put("/api/v1/skein/choices", keep_choices,
               {.scope = "write:accounts",
                .lane = LaneName::write,
                .body_bytes_max = choices_body_bytes_max,
                .returns = "object",
                .summary = "Keep other choices with the account."});
    server.on<social::AccountRemoved>(forget_choices);
    server.job<AcceptRequests>(accept_requests);
    server.job<VerifyLinks>(verify_links, LaneName::fetch);
    server.on<social::AccountUpdated>(verify_links_later);
    server.on<social::AccountRemoved>(forget_display);
    server.every("profiles.verify_again", std::chrono::days(7), verify_again);
}

}  // namespace skein::profiles
