#include "features/activitypub/serve/interaction.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "core/server.h"
#include "social/admission.h"
#include "social/audience.h"
#include "social/instance.h"
#include "social/network.h"
#include "social/post_text.h"
#include "social/relations.h"
#include "social/standing.h"
#include "social/users.h"

namespace skein::activitypub {
namespace {

using social::FoundBehind;

constexpr std::size_t uri_bytes_max = 2048;

std::unexpected<Error> nothing_found() {
    return fail(Errc::not_found, "Nothing was found at this address.");
}

Result<FoundBehind> find_address(Server& server, Url const& address) {
    for (auto const& network : server.part<social::Networks>().all) {
        TRY(auto const known,
            server.db().read([&](db::Tx& tx) { return network->find(server, tx, address); }));
        if (!known.empty()) return known;
        auto const asked = network->resolve(server, address);
        if (asked && !asked->empty()) return *asked;
    }
    return nothing_found();
}

Result<FoundBehind> find_handle(Server& server, Handle handle) {
    if (handle.host == server.domain()) handle.host.clear();
    TRY(auto const known, server.db().read([&](db::Tx& tx) {
        return social::find_account_by_name(tx, handle.user, handle.host);
    }));
    if (known) return FoundBehind{{}, known->id};
    if (handle.host.empty()) return nothing_found();
    for (auto const& network : server.part<social::Networks>().all)
        if (auto const found = network->resolve_handles(server, {handle}).front())
            return FoundBehind{{}, found};
    return nothing_found();
}

Result<FoundBehind> find_behind(Server& server, std::string_view uri) {
    uri = trim(uri);
    if (uri.size() > uri_bytes_max) return nothing_found();
    if (uri.starts_with("https://") || uri.starts_with("http://")) {
        auto const address = Url::parse(uri);
        return address ? find_address(server, *address) : nothing_found();
    }
    auto const handle = Handle::parse(uri);
    return handle ? find_handle(server, *handle) : nothing_found();
}

/// How a reply goes out: as the author is used to, and never wider than what it answers.
social::Visibility reply_visibility(social::User const& user, social::Status const& parent) {
    auto const visibility = std::max(user.posting_visibility, parent.visibility);
    return visibility == social::Visibility::limited ? social::Visibility::direct : visibility;
}

Result<void> write(Call& call, std::function<Result<void>(db::Tx&)> const& deed) {
    return call.server().db().write(deed);
}

}  // namespace

Result<Subject> find_subject(Call& call, std::string_view uri) {
    auto& server = call.server();
    TRY(auto const found, find_behind(server, uri));
    return server.db().read([&](db::Tx& tx) -> Result<Subject> {
        Subject subject;
        auto account = found.account.value_or(AccountId{});
        if (found.status) {
            auto status = social::load_visible_status(tx, call.viewer(), *found.status);
            if (!status) return nothing_found();
            account = status->account_id;
            subject.status = *std::move(status);
        }
        auto owner = social::load_shown_account(tx, call.viewer(), account);
        if (!owner || owner->state == social::AccountState::suspended) return nothing_found();
        subject.account = *std::move(owner);
        return subject;
    });
}

Result<void> follow_subject(Call& call, Subject const& subject) {
    return write(call, [&](db::Tx& tx) {
        return social::follow(tx, call.viewer(), subject.account.id, {});
    });
}

Result<void> favourite_subject(Call& call, Subject const& subject) {
    return write(call, [&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, social::load_visible_status(tx, call.viewer(), subject.status->id));
        return social::add_favourite(tx, call.viewer(), status);
    });
}

Result<void> boost_subject(Call& call, Subject const& subject) {
    return write(call, [&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::check_not_moved(tx, call.viewer()));
        TRY(auto const status, social::load_visible_status(tx, call.viewer(), subject.status->id));
        TRY_OK(social::boost_status(tx, {.account = call.viewer()}, status));
        return {};
    });
}

Result<void> answer_subject(Call& call, Subject const& subject, std::string_view typed) {
    auto& server = call.server();
    social::StatusDraft draft;
    draft.author = call.viewer();
    draft.text = social::clean_post_text(typed);
    draft.in_reply_to_id = subject.status->id;
    auto const characters_max = server.settings<social::InstanceConfig>().status_characters_max;
    if (draft.text.empty()) return fail(Errc::unprocessable, "Write something first.");
    if (social::post_length(draft.text, "") > characters_max)
        return fail(Errc::unprocessable,
                    fmt::format("An answer may have {} characters.", characters_max));
    return write(call, [&](db::Tx& tx) -> Result<void> {
        auto answer = draft;
        TRY(auto const user, social::load_user(tx, call.who().user));
        TRY(auto const mentioned, social::list_mentioned(tx, social::handles_in(answer.text),
                                                         server.public_url(), server.domain()));
        for (auto const& one : mentioned)
            if (std::ranges::find(answer.mentions, one.account) == answer.mentions.end())
                answer.mentions.push_back(one.account);
        answer.tags = social::tags_in(answer.text);
        answer.content = social::render_post(answer.text, mentioned, server.public_url()).str();
        answer.visibility = reply_visibility(user, *subject.status);
        answer.language = user.posting_language;
        TRY_OK(social::publish_status(tx, answer));
        return {};
    });
}

}  // namespace skein::activitypub
