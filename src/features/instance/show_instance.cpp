// The instance document in both its forms.

#include "base/version.h"
#include "core/assets.h"
#include "core/server.h"
#include "features/instance/config.h"
#include "features/instance/figures.h"
#include "features/instance/handlers.h"
#include "features/instance/limits.h"
#include "features/instance/rules.h"
#include "features/instance/terms.h"
#include "platform/crypto/web_push.h"
#include "social/accounts.h"
#include "social/annual_campaign.h"
#include "social/invites.h"
#include "social/media_support.h"
#include "social/sign_up_config.h"
#include "social/translation.h"
#include "social/users.h"
#include "social/views/views.h"

namespace skein::instance {
namespace {

/// What both forms are made of.
struct Facts {
    social::InstanceConfig const& config;
    social::ServerWords words;
    std::vector<social::Rule> rules;
    std::vector<RuleTranslation> translations;
    std::optional<AccountId> contact;
    std::shared_ptr<Figures const> figures;
    bool playables = false, translates = false;
    std::int64_t age_min = 0;
    bool has_terms = false;

    Limits limits() const { return {config, playables}; }
};

Result<Facts> load_facts(Server& server, db::Tx& tx, std::shared_ptr<Figures const> figures) {
    Facts facts{server.settings<social::InstanceConfig>(),
                {},
                {},
                {},
                {},
                std::move(figures),
                false,
                false,
                0,
                false};
    facts.playables = server.part<social::MediaSupport>().playables;
    facts.translates = server.part<social::TranslationSupport>().enabled;
    TRY(facts.words, social::load_server_words(tx, facts.config));
    TRY(facts.rules, social::list_rules(tx));
    TRY(facts.translations, list_rule_translations(tx));
    TRY(auto const terms, list_terms(tx));
    facts.has_terms = !terms.empty();
    facts.age_min = server.settings<social::SignUpConfig>().age_min;
    if (facts.config.contact_account.empty()) return facts;
    TRY(auto const contact, social::find_account_by_name(tx, facts.config.contact_account, ""));
    if (contact) facts.contact = contact->id;
    return facts;
}

/// `wss://example.org`: the public address with the scheme of sockets.
std::string streaming_url(Server const& server) {
    return "ws" + server.public_url().substr(std::string_view("http").size());
}

std::string thumbnail_url(Server const& server) {
    return server.public_url() + asset_path("header-missing.png");
}

Result<void> write_contact(social::ViewOf const& view, Facts const& facts, json::Writer& out) {
    if (facts.contact) return social::write_account(view, *facts.contact, out);
    out.value(nullptr);
    return {};
}

void write_access(json::Writer& out, std::string_view name) {
    out.key(name);
    out.object([&] {
        out.field("local", "public");
        out.field("remote", "public");
    });
}

void write_configuration(Server const& server, Facts const& facts, json::Writer& out) {
    out.object([&] {
        out.key("urls");
        out.object([&] {
            out.field("streaming", streaming_url(server));
            out.field("status", nullptr);
            out.field("about", server.public_url() + "/about");
            out.field("privacy_policy", server.public_url() + "/privacy-policy");
            // Mastodon names none where there are none.
            out.field("terms_of_service",
                      facts.has_terms ? std::optional(server.public_url() + "/terms-of-service")
                                      : std::nullopt);
        });
        out.key("vapid");
        out.object([&] { out.field("public_key", crypto::vapid_public_key(server.keys())); });
        write_limits(facts.limits(), Form::second, out);
        out.key("translation");
        out.object([&] { out.field("enabled", facts.translates); });
        out.key("timelines_access");
        out.object([&] {
            write_access(out, "live_feeds");
            write_access(out, "hashtag_feeds");
            write_access(out, "trending_link_feeds");
        });
        out.field("limited_federation", false);
    });
}

void write_registrations(Facts const& facts, json::Writer& out) {
    auto const mode = facts.words.registrations;
    out.object([&] {
        out.field("enabled", mode != social::Registrations::closed);
        out.field("approval_required", mode == social::Registrations::approval);
        out.field("reason_required", mode == social::Registrations::approval);
        out.field("message", nullptr);
        out.key("min_age");
        facts.age_min > 0 ? out.value(facts.age_min) : out.value(nullptr);
        out.field("url", nullptr);
    });
}

void write_languages(Facts const& facts, json::Writer& out) {
    out.key("languages");
    out.array([&] {
        for (auto const& language : facts.config.languages) out.value(language);
    });
}

void write_head(Server& server, Facts const& facts, json::Writer& out) {
    auto const& source_url = server.settings<DocumentConfig>().source_url;
    out.field("domain", server.domain());
    out.field("title", facts.words.title);
    out.field("version", api_version_text);
    out.field("source_url", source_url.empty() ? server.public_url() + "/source" : source_url);
    out.field("description", facts.words.description);
    auto const campaign = server.part<social::AnnualCampaign>().year_at(server.clock().now());
    out.key("wrapstodon");
    campaign ? out.value(std::to_string(*campaign)) : out.value(nullptr);
    out.key("usage");
    out.object([&] {
        out.key("users");
        out.object([&] { out.field("active_month", facts.figures->server.active_month); });
    });
    out.key("thumbnail");
    out.object([&] {
        out.field("url", thumbnail_url(server));
        out.field("description", "");
    });
    out.key("icon");
    out.array([] {});
    write_languages(facts, out);
}

Result<void> write_instance(social::ViewOf const& view, Facts const& facts, json::Writer& out) {
    return out.object([&]() -> Result<void> {
        write_head(view.server, facts, out);
        out.key("configuration");
        write_configuration(view.server, facts, out);
        out.key("registrations");
        write_registrations(facts, out);
        out.key("api_versions");
        // 2 is notifications in groups, 7 quotes, 9 the profile's endpoint, 10 collections: apps
        // ask for each by its number alone.
        out.object([&] { out.field("mastodon", 10); });
        out.key("contact");
        TRY_OK(out.object([&] {
            out.field("email", facts.config.contact_email);
            out.key("account");
            return write_contact(view, facts, out);
        }));
        out.key("rules");
        write_rules(facts.rules, facts.translations, out);
        return {};
    });
}

Result<void> write_instance_v1(social::ViewOf const& view, Facts const& facts, json::Writer& out) {
    auto const mode = facts.words.registrations;
    auto const& figures = facts.figures->server;
    return out.object([&]() -> Result<void> {
        out.field("uri", view.server.domain());
        out.field("title", facts.words.title);
        out.field("short_description", facts.words.description);
        out.field("description", facts.words.description);
        out.field("email", facts.config.contact_email);
        out.field("version", api_version_text);
        out.key("urls");
        out.object([&] { out.field("streaming_api", streaming_url(view.server)); });
        out.key("stats");
        out.object([&] {
            out.field("user_count", figures.users);
            out.field("status_count", figures.local_statuses);
            out.field("domain_count", figures.known_domains);
        });
        out.field("thumbnail", thumbnail_url(view.server));
        write_languages(facts, out);
        out.field("registrations", mode != social::Registrations::closed);
        out.field("approval_required", mode == social::Registrations::approval);
        out.field("invites_enabled",
                  social::may_invite(view.server.settings<social::InviteConfig>(), mode,
                                     social::permissions_of(social::Role::user)));
        out.key("configuration");
        out.object([&] { write_limits(facts.limits(), Form::first, out); });
        out.key("contact_account");
        TRY_OK(write_contact(view, facts, out));
        out.key("rules");
        write_rules(facts.rules, facts.translations, out);
        return {};
    });
}

using WriteDocument = Result<void> (*)(social::ViewOf const&, Facts const&, json::Writer&);

Result<Reply> document(Call& call, WriteDocument write) {
    auto& server = call.server();
    TRY(auto figures, server.part<FigureBoard>().get(server));
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const facts, load_facts(server, tx, figures));
        json::Writer out;
        TRY_OK(write({server, tx, AccountId{}}, facts, out));
        return json_reply(std::move(out));
    });
}

}  // namespace

Result<Reply> show_instance(Call& call) { return document(call, write_instance); }
Result<Reply> show_instance_v1(Call& call) { return document(call, write_instance_v1); }

}  // namespace skein::instance
