// The page of a person's other accounts.

#include "core/server.h"
#include "features/moving/handlers.h"
#include "features/moving/named_account.h"
#include "social/moves.h"
#include "social/pages.h"
#include "social/views/views.h"

namespace skein::moving {
namespace {

using social::PageWriter;

struct Named {
    std::string address, username, domain;
    auto row() { return std::tie(address, username, domain); }
};
db::Query<Named> const list_named{"moving.list_named",
                                  "SELECT address, username, domain FROM accounts WHERE network "
                                  "<> 0 AND address IN {texts:$1}"};

/// The id in the address of an account here.
std::optional<AccountId> own_id(Server const& server, std::string_view address) {
    auto const id = parse_id(address.substr(address.rfind('/') + 1));
    if (!id || social::account_uri(server, AccountId{*id}) != address) return std::nullopt;
    return AccountId{*id};
}

/// What people know these addresses as; the address itself where that is not known.
Result<std::vector<std::string>> names_of(Server const& server, db::Tx& tx,
                                          std::vector<std::string> const& addresses) {
    std::vector<AccountId> ids;
    for (auto const& address : addresses)
        if (auto const id = own_id(server, address)) ids.push_back(*id);
    TRY(auto const own, social::list_accounts(tx, ids));
    TRY(auto const others, tx.list(list_named, addresses));
    std::vector<std::string> names;
    for (auto const& address : addresses) {
        auto name = address;
        for (auto const& account : own)
            if (alias_address(server, account) == address) name = full_handle(server, account);
        for (auto const& one : others)
            if (one.address == address) name = fmt::format("@{}@{}", one.username, one.domain);
        names.push_back(std::move(name));
    }
    return names;
}

SafeHtml alias_item(PageWriter const& page, std::string const& address, std::string const& name) {
    auto remove = page.form("/settings/aliases/remove");
    remove.hidden("address", address);
    return html("<li><div><strong>{}</strong></div>{}</li>", name,
                remove.button(page.locale()("moving.aliases.remove"), "danger"));
}

Result<Reply> aliases_page(Call& call, std::string const& typed, social::FieldErrors errors,
                           SafeHtml word = {}) {
    PageWriter const page(call);
    auto const& say = page.locale();
    SafeHtml list;
    TRY_OK(call.server().db().read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const addresses, social::list_aliases(tx, call.viewer()));
        TRY(auto const names, names_of(call.server(), tx, addresses));
        for (std::size_t i = 0; i < addresses.size(); ++i)
            list += alias_item(page, addresses[i], names[i]);
        return {};
    }));
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/aliases", std::move(errors));
    form.input({.name = "handle",
                .label = say("moving.aliases.other"),
                .value = typed,
                .hint = say.html("moving.aliases.hint"),
                .characters_max = 400});
    auto const shown = list.empty() ? SafeHtml() : html("<ul class=\"list\">{}</ul>", list);
    return page.reply(
        social::in_settings(call, {.path = "/settings/aliases",
                                   .title = say("moving.aliases.title"),
                                   .word = std::move(word),
                                   .body = html("<p>{}</p>{}{}", say("moving.aliases.text"), shown,
                                                form.done(say("moving.aliases.add"))),
                                   .failed = wrong}));
}

}  // namespace

Result<Reply> show_aliases(Call& call) {
    auto const* done = call.params().find("done");
    return aliases_page(call, {}, {},
                        done ? social::locale_of(call).html("moving.aliases.done") : SafeHtml());
}

Result<Reply> add_alias(Call& call, AddAlias const& input) {
    auto& server = call.server();
    auto const& say = social::locale_of(call);
    TRY(auto const account, find_named(call, input.handle));
    if (!account)
        return aliases_page(call, input.handle, {{"handle", say("moving.wrong.unknown")}});
    if (account->id == call.viewer())
        return aliases_page(call, input.handle, {{"handle", say("moving.wrong.own")}});
    auto const added = server.db().write([&](db::Tx& tx) {
        return social::add_alias(tx, call.viewer(), alias_address(server, *account));
    });
    if (!added && added.error().code == Errc::unprocessable)
        return aliases_page(call, input.handle, {{"handle", added.error().message}});
    TRY_OK(added);
    return http::redirect(303, "/settings/aliases?done=1");
}

Result<Reply> remove_alias(Call& call, RemoveAlias const& input) {
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::remove_alias(tx, call.viewer(), input.address); }));
    return http::redirect(303, "/settings/aliases?done=1");
}

}  // namespace skein::moving
