#include "features/instance/feature.h"

#include "core/server.h"
#include "features/instance/commands.h"
#include "features/instance/config.h"
#include "features/instance/figures.h"
#include "features/instance/handlers.h"
#include "features/instance/terms.h"
#include "social/about_page.h"
#include "social/annual_campaign.h"
#include "social/instance.h"
#include "social/invites.h"
#include "social/network.h"
#include "social/pages.h"
#include "social/sign_up_config.h"

namespace skein::instance {
namespace {

Route open_api(std::string_view returns, std::string_view summary) {
    return {.who = Who::anyone, .returns = returns, .summary = summary};
}

void install_commands(Server& server) {
    server.command({"instance rules",
                    "Replace the rules: one a line on standard input, `rule | hint`.",
                    {},
                    {{"language", "Put them into this language instead, line by line."}},
                    true,
                    write_rules});
    server.command({"instance text",
                    "Replace one of the server's own texts with standard input.",
                    {{"name",
                      "title, description, registrations, extended_description, privacy_policy or "
                      "terms_of_service."}},
                    {},
                    true,
                    write_text});
    server.command(
        {"instance terms",
         "Write the terms of service that hold from a day on, or list them.",
         {{"day", "As 2026-12-31; the text is standard input, none takes it away.", false}},
         {},
         true,
         write_terms});
}

void install_api(Server& server) {
    server.get("/api/v2/instance", show_instance,
               open_api("Instance", "The server, its limits and its rules."));
    server.get("/api/v1/instance", show_instance_v1,
               open_api("V1::Instance", "The same in the older form."));
    server.get("/api/v1/instance/rules", list_rules,
               open_api("[Rule]", "What people here agree to."));
    server.get("/api/v1/instance/extended_description", show_extended_description,
               open_api("ExtendedDescription", "The server described at length."));
    server.get("/api/v1/instance/privacy_policy", show_privacy_policy,
               open_api("PrivacyPolicy", "What is kept of people, and why."));
    server.get("/api/v1/instance/terms_of_service", show_terms_of_service,
               open_api("TermsOfService", "The terms, where the server has any."));
    server.get("/api/v1/instance/terms_of_service/{date}", show_dated_terms_of_service,
               open_api("TermsOfService", "The terms that took effect on a day."));
    server.get("/api/v1/instance/peers", list_peers,
               open_api("[string]", "The servers known here."));
    server.get("/api/v1/instance/activity", show_activity,
               open_api("[InstanceActivity]", "Twelve weeks in figures."));
    server.get("/api/v1/instance/languages", list_languages,
               open_api("[object]", "The languages a post may be in."));
    server.get("/api/v1/custom_emojis", list_custom_emojis,
               open_api("[CustomEmoji]", "The server's own emojis."));
}

Route document(std::string_view produces, std::string_view summary) {
    return {.who = Who::anyone,
            .surface = Surface::open,
            .produces = produces,
            .returns = "document",
            .summary = summary};
}

void install_documents(Server& server) {
    server.get("/.well-known/nodeinfo", show_nodeinfo_links,
               document("application/json", "Where NodeInfo is."));
    server.get("/nodeinfo/2.0", show_nodeinfo_2_0,
               document("application/json", "NodeInfo 2.0: software and figures."));
    server.get("/nodeinfo/2.1", show_nodeinfo_2_1,
               document("application/json", "NodeInfo 2.1: software and figures."));
}

void link_pages(social::FrameLinks& links) {
    links.top.push_back({"/about", "pages.frame.about", 20});
    links.foot.push_back({"/about", "pages.frame.about", 10});
    links.foot.push_back({"/rules", "pages.frame.rules", 20});
    links.foot.push_back({"/privacy-policy", "pages.frame.privacy", 30});
    links.foot.push_back({"/terms-of-service", "pages.frame.terms", 40});
    links.foot.push_back({"/source", "pages.frame.source", 50});
}

void install_pages(Server& server) {
    auto const page = [](std::string_view summary) {
        return Route{.who = Who::anyone,
                     .surface = Surface::page,
                     .produces = "text/html",
                     .returns = "page",
                     .summary = summary};
    };
    server.part<social::AboutSections>();
    link_pages(server.part<social::FrameLinks>());
    server.get("/about", show_about, page("What this server is, and who runs it."));
    server.get("/rules", show_rules_page, page("What people here agree to."));
    server.get("/privacy-policy", show_privacy_page, page("What is kept of people, and why."));
    server.get("/terms-of-service", show_terms_page, page("The terms that hold today."));
    server.get("/terms-of-service/{date}", show_dated_terms_page,
               page("The terms that took effect on a day."));
    server.get("/privacy", lead_to_privacy, page("Leads to the privacy policy."));
    server.get("/terms", lead_to_terms, page("Leads to the terms of service."));
    server.get("/source", lead_to_source, page("Leads to the source of the program."));
}

}  // namespace

void install(Server& server) {
    install_commands(server);
    server.settings<social::InstanceConfig>();
    server.settings<DocumentConfig>();
    server.settings<social::SignUpConfig>();
    server.settings<social::InviteConfig>();
    server.part<FigureBoard>();
    server.part<social::Networks>();
    server.part<social::AnnualCampaign>();
    install_api(server);
    install_documents(server);
    install_pages(server);
}

}  // namespace skein::instance
