// The first set-up: whoever has the link that the server printed makes the first account.

#include "features/sign_in/set_up.h"

#include <array>
#include <cstdio>

#include "base/text.h"
#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/link_pages.h"
#include "features/sign_in/session.h"
#include "social/access.h"
#include "social/instance.h"
#include "social/pages.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;
using social::Purpose;

constexpr auto link_age_max = std::chrono::days(30);
constexpr std::size_t title_characters_max = 60;
constexpr std::size_t description_characters_max = 500;

db::Sql const remove_owner_links{"one_time_tokens.remove_owner",
                                 "DELETE FROM one_time_tokens WHERE purpose = $1"};

// Strangers may have signed up already; whoever leads the server may not be one of them.
db::Query<std::int64_t> const count_leaders{"users.count_leaders",
                                            "SELECT COUNT(*) FROM users WHERE role >= $1"};

Reply dead_page(Call const& call) {
    auto const& say = social::locale_of(call);
    return dead_link_page(call, html("<p>{}</p><p><a href=\"/\">{}</a></p>",
                                     say("sign_in.set_up.dead"), say("pages.error.start")));
}

/// Whom the first account may let in, with the keys of what that is called and of what it means.
struct Letting {
    std::string_view value, label, hint;
};
constexpr auto lettings =
    std::to_array<Letting>({{"approval", "sign_in.set_up.approval", "sign_in.set_up.approval_hint"},
                            {"open", "sign_in.set_up.open", "sign_in.set_up.open_hint"},
                            {"closed", "sign_in.set_up.closed", "sign_in.set_up.closed_hint"}});

Reply set_up_page(Call const& call, SetUp const& input, social::FieldErrors errors) {
    PageWriter const page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form("/setup/" + call.path("token"), std::move(errors));
    form.add(html("<h2>{}</h2>", say("sign_in.set_up.server")));
    form.input({.name = "title",
                .label = say("sign_in.set_up.name"),
                .value = input.title,
                .characters_max = title_characters_max});
    form.area({.name = "description",
               .label = say("sign_in.set_up.what"),
               .value = input.description,
               .hint = say.html("sign_in.set_up.what_hint"),
               .required = false,
               .characters_max = description_characters_max});
    std::vector<social::Choice> choices;
    for (auto const& one : lettings)
        choices.push_back({one.value, say.html(one.label), say(one.hint)});
    form.choose("registrations", say("sign_in.set_up.who"), choices, input.registrations);
    form.add(html("<h2>{}</h2>", say("sign_in.set_up.account")));
    add_fields(form, say, call.server(), input.candidate);
    auto const& title = say("sign_in.set_up.title");
    return page.reply({.title = title,
                       .body = social::card(title, html("<p class=\"lead\">{}</p>{}",
                                                        say("sign_in.set_up.welcome",
                                                            {{"domain", call.server().domain()}}),
                                                        form.done(say("sign_in.set_up.begin")))),
                       .failed = wrong});
}

social::FieldErrors judge_set_up(social::Locale const& say, Server const& server,
                                 SetUp const& input) {
    social::FieldErrors errors;
    if (trim(input.title).empty()) errors.push_back({"title", say("sign_in.set_up.name_blank")});
    if (count_graphemes(input.title) > title_characters_max)
        errors.push_back({"title", say("sign_in.set_up.name_long")});
    if (count_graphemes(input.description) > description_characters_max)
        errors.push_back({"description", say("sign_in.set_up.text_long")});
    if (std::ranges::find(lettings, std::string_view(input.registrations), &Letting::value) ==
        lettings.end())
        errors.push_back({"registrations", say("sign_in.set_up.choose")});
    for (auto& error : for_people(say, judge(server, input.candidate, {.agreement = false})))
        errors.push_back(std::move(error));
    return errors;
}

/// The owner, or nobody when the link is dead or somebody was faster.
Result<std::optional<social::User>> store_owner(Server& server, std::string const& secret,
                                                social::NewUser const& owner, SetUp const& input) {
    return server.db().write([&](db::Tx& tx) -> Result<std::optional<social::User>> {
        TRY(auto const token, social::take_one_time_token(tx, secret, Purpose::first_owner));
        TRY(auto const leaders, tx.load(count_leaders, social::Role::admin));
        if (!token || leaders > 0) return std::optional<social::User>();
        TRY(auto user, social::insert_user(tx, server.keys(), owner));
        TRY_OK(social::set_instance_text(tx, "title", strip_controls(trim(input.title), false)));
        TRY_OK(social::set_instance_text(tx, "description",
                                         strip_controls(trim(input.description), true)));
        TRY_OK(social::set_instance_text(tx, "registrations", input.registrations));
        return std::optional(std::move(user));
    });
}

Result<bool> is_live(Call const& call) {
    TRY(auto const token, call.server().db().read([&](db::Tx& tx) {
        return social::find_one_time_token(tx, call.path("token"), Purpose::first_owner);
    }));
    return token.has_value();
}

}  // namespace

Result<std::optional<std::string>> make_set_up_link(Server& server) {
    auto const secret = server.random().token(social::secret_bytes);
    TRY(auto const wanted, server.db().write([&](db::Tx& tx) -> Result<bool> {
        TRY_OK(tx.run(remove_owner_links, Purpose::first_owner));
        TRY(auto const leaders, tx.load(count_leaders, social::Role::admin));
        if (leaders > 0) return false;
        social::OneTimeToken token{Purpose::first_owner, {}, {}, {}, tx.now() + link_age_max};
        TRY_OK(social::insert_one_time_token(tx, secret, token));
        return true;
    }));
    if (!wanted) return std::optional<std::string>();
    return std::optional(server.public_url() + "/setup/" + secret);
}

Result<void> print_set_up_link(Server& server) {
    TRY(auto const link, make_set_up_link(server));
    if (!link) return {};
    // To the terminal, not to the log: it is a secret until it is used.
    std::printf("Open %s to make the first account.\n", link->c_str());
    std::fflush(stdout);
    return {};
}

Result<Reply> show_set_up(Call& call) {
    TRY(auto const live, is_live(call));
    if (!live) return dead_page(call);
    SetUp blank;
    blank.registrations = "approval";
    return set_up_page(call, blank, {});
}

Result<Reply> set_up(Call& call, SetUp const& input) {
    auto& server = call.server();
    TRY(auto const live, is_live(call));
    if (!live) return dead_page(call);
    auto const& say = social::locale_of(call);
    auto const errors = judge_set_up(say, server, input);
    if (!errors.empty()) return set_up_page(call, input, errors);
    TRY(auto owner, prepare(server, input.candidate, say.language()));
    owner.role = social::Role::owner;
    owner.confirmed = owner.approved = true;
    TRY(auto const user, store_owner(server, call.path("token"), owner, input));
    if (!user) return dead_page(call);
    return enter(call, *user, "/");
}

}  // namespace skein::sign_in
