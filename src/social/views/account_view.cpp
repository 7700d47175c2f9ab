#include "social/views/account_view.h"

#include <algorithm>

#include "core/server.h"
#include "social/accounts.h"
#include "social/profile_display.h"
#include "social/views/emoji_view.h"
#include "social/views/profile_picture.h"

namespace skein::social {
namespace {

/// The profile's table as the API shows it.
void write_fields(std::string const& stored, json::Writer& out) {
    out.array([&] {
        auto const document = json::Document::parse(stored.empty() ? "[]" : stored);
        if (!document) return;
        for (auto const& field : document->root().elements()) {
            auto const html = field.get_text("html");
            out.object([&] {
                out.field("name", field.get_text("name"));
                out.field("value", html.empty() ? field.get_text("value") : html);
                write_verified_at(field, out);
            });
        }
    });
}

void write_picture(ProfilePicture const& picture, std::string_view name, json::Writer& out) {
    out.field(name, picture.url);
    out.field(fmt::format("{}_static", name), picture.static_url);
    out.field(fmt::format("{}_description", name), picture.description);
    out.field(fmt::format("skein_has_{}", name), picture.chosen);
}

/// What a suspended account has left to show is its name.
Account without_profile(Account account) {
    account.display_name.clear();
    account.note_html.clear();
    account.fields.clear();
    account.avatar.clear();
    account.header.clear();
    return account;
}

void write_names(Server const& server, Account const& account, json::Writer& out) {
    out.field("id", account.id);
    out.field("username", account.username);
    out.field("acct", account.acct());
    out.field("url", account.local() ? account_url(server, account.username) : account.url);
    out.field("uri", account.local() ? account_uri(server, account.id) : account.address);
    out.field("display_name", account.display_name);
    out.field("note", account.note_html);
}

/// Local accounts that want to be found may be put into collections by everybody here; nobody else
/// was asked.
void write_feature_approval(Account const& account, json::Writer& out) {
    auto const everybody = account.local() && account.discoverable.value_or(false);
    out.raw_field("feature_approval",
                  everybody ? R"({"automatic":["public"],"manual":[],"current_user":"automatic"})"
                            : R"({"automatic":[],"manual":[],"current_user":"denied"})");
}

void write_flags(Account const& account, ProfileDisplay const& display, json::Writer& out) {
    out.field("locked", account.locked);
    out.field("bot", account.kind == AccountKind::bot);
    out.field("group", account.kind == AccountKind::group);
    out.field("discoverable", account.discoverable);
    out.field("indexable", account.indexable);
    if (account.local()) out.field("noindex", !account.indexable);
    if (account.memorial) out.field("memorial", true);
    if (account.state == AccountState::suspended) out.field("suspended", true);
    if (account.state == AccountState::limited) out.field("limited", true);
    out.field("created_at", midnight(account.created_at));
    out.field("hide_collections", account.hide_collections);
    out.field("show_media", display.show_media);
    out.field("show_media_replies", display.show_media_replies);
    out.field("show_featured", display.show_featured);
    if (account.local()) out.raw_field("roles", "[]");
    write_feature_approval(account, out);
}

/// Everything but the closing brace and the holes.
std::string render(Server const& server, Account const& account, ProfileDisplay const& display,
                   EmojiBook const& emojis) {
    json::Writer out(2048);
    out.object([&] {
        write_names(server, account, out);
        write_picture(avatar_of(server, account), "avatar", out);
        write_picture(header_of(server, account), "header", out);
        out.key("fields");
        write_fields(account.fields, out);
        out.key("emojis");
        emojis.write(server, account.domain,
                     {account.display_name, account.note_html, account.fields}, out);
        write_flags(account, display, out);
    });
    auto text = out.take();
    text.pop_back();
    text.shrink_to_fit();
    return text;
}

void append_number(std::string& out, std::string_view key, std::int64_t number) {
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out += key;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_holes(std::string& out, AccountHead const& head) {
    append_number(out, R"(,"statuses_count":)", head.statuses_count);
    append_number(out, R"(,"followers_count":)", head.followers_count);
    append_number(out, R"(,"following_count":)", head.following_count);
    out += R"(,"last_status_at":)";
    if (head.last_status_at == Time{}) {
        out += "null";
        return;
    }
    out += '"';
    out += to_iso_date(head.last_status_at);
    out += '"';
}

}  // namespace

void write_verified_at(json::Value const& field, json::Writer& out) {
    auto const verified = field.find("verified_at");
    out.key("verified_at");
    if (verified && verified->text()) out.value(*verified->text());
    else if (verified && verified->integer().value_or(0) > 0)
        out.value(Time(Duration(*verified->integer())));
    else out.value(nullptr);
}

AccountPiece const* AccountPieces::find(AccountId id) const {
    auto const at = std::ranges::lower_bound(
        pieces_, id, {}, [](AccountPiece const& piece) { return piece.head.id; });
    return at != pieces_.end() && at->head.id == id ? &*at : nullptr;
}

Result<void> AccountPieces::load(ViewOf const& view) {
    std::vector<AccountId> targets;
    for (auto const* head : added_)
        if (head->moved_to) targets.push_back(head->moved_to);
    if (!targets.empty()) {
        TRY(auto moved, list_account_heads(view.tx, targets));
        moved_to_ = std::move(moved.heads);
        for (auto const& head : moved_to_) added_.push_back(&head);
    }
    make_pieces();
    return load_fragments(view);
}

void AccountPieces::make_pieces() {
    auto const id = [](AccountHead const* head) { return head->id; };
    std::ranges::sort(added_, {}, id);
    auto const twice = std::ranges::unique(added_, {}, id);
    added_.erase(twice.begin(), twice.end());
    pieces_.reserve(added_.size());
    for (auto const* head : added_) {
        pieces_.push_back({*head, nullptr, {}});
        append_holes(pieces_.back().holes, *head);
    }
}

Result<void> AccountPieces::load_fragments(ViewOf const& view) {
    auto& kept = view.server.part<Fragments>();
    std::vector<AccountId> missing;
    for (auto& piece : pieces_) {
        piece.fragment = kept.find(FragmentKind::account, piece.head.id.value,
                                   {piece.head.version, emoji_version_});
        if (!piece.fragment) missing.push_back(piece.head.id);
    }
    if (missing.empty()) return {};
    TRY(auto accounts, list_accounts(view.tx, missing));
    TRY(auto const displays, list_profile_displays(view.tx, missing));
    EmojiBook emojis;
    for (auto& account : accounts) {
        if (account.state == AccountState::suspended) account = without_profile(std::move(account));
        for (auto const* text : {&account.display_name, &account.note_html, &account.fields})
            emojis.note(account.domain, *text);
    }
    TRY_OK(emojis.load(view.tx));
    for (auto const& account : accounts) {
        auto const chosen = std::ranges::find(displays, account.id, &ProfileDisplay::account_id);
        auto fragment = std::make_shared<std::string const>(render(
            view.server, account, chosen == displays.end() ? ProfileDisplay{} : *chosen, emojis));
        // What a write sees may be taken back.
        if (!view.tx.writable())
            kept.put(FragmentKind::account, account.id.value, {account.version, emoji_version_},
                     fragment);
        auto const at = std::ranges::lower_bound(
            pieces_, account.id, {}, [](AccountPiece const& piece) { return piece.head.id; });
        at->fragment = std::move(fragment);
    }
    return {};
}

void AccountPieces::append_open(std::string& out, AccountId id) const {
    auto const* const piece = find(id);
    expects(piece && piece->fragment);
    out += *piece->fragment;
    out += piece->holes;
    if (!piece->head.moved_to) return;
    auto const* const target = find(piece->head.moved_to);
    if (!target || !target->fragment) return;
    out += R"(,"moved":)";
    out += *target->fragment;
    out += target->holes;
    out += '}';
}

void AccountPieces::append(std::string& out, AccountId id) const {
    append_open(out, id);
    out += '}';
}

std::size_t AccountPieces::bytes(AccountId id) const {
    constexpr std::size_t holes_bytes = 128;
    auto const* const piece = find(id);
    return piece && piece->fragment ? piece->fragment->size() + holes_bytes : 0;
}

Result<void> write_accounts(ViewOf const& view, std::span<AccountId const> ids, json::Writer& out) {
    TRY(auto const heads, list_account_heads(view.tx, ids));
    AccountPieces pieces(heads.emoji_version);
    for (auto const& head : heads.heads) pieces.add(head);
    TRY_OK(pieces.load(view));
    for (auto const& head : heads.heads) {
        out.begin_value();
        pieces.append(out.buffer(), head.id);
    }
    return {};
}

Result<void> write_account(ViewOf const& view, AccountId id, json::Writer& out) {
    TRY(auto const heads, list_account_heads(view.tx, std::span(&id, 1)));
    if (heads.heads.empty()) return fail(Errc::not_found, "Record not found");
    AccountPieces pieces(heads.emoji_version);
    pieces.add(heads.heads.front());
    TRY_OK(pieces.load(view));
    out.begin_value();
    pieces.append(out.buffer(), id);
    return {};
}

Result<void> write_muted_accounts(ViewOf const& view, std::span<MutedAccount const> muted,
                                  json::Writer& out) {
    std::vector<AccountId> ids;
    for (auto const& one : muted) ids.push_back(one.id);
    TRY(auto const heads, list_account_heads(view.tx, ids));
    AccountPieces pieces(heads.emoji_version);
    for (auto const& head : heads.heads) pieces.add(head);
    TRY_OK(pieces.load(view));
    for (auto const& one : muted) {
        if (!pieces.has(one.id)) continue;
        out.begin_value();
        pieces.append_open(out.buffer(), one.id);
        json::Writer until;
        until.value(one.expires_at);
        out.buffer() += R"(,"mute_expires_at":)" + until.take() + "}";
    }
    return {};
}

}  // namespace skein::social
