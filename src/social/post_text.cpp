#include "social/post_text.h"

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "base/text.h"
#include "social/admission.h"
#include "social/post_entities.h"

namespace skein::social {
namespace {

using Kind = PostEntity::Kind;

constexpr std::size_t link_characters = 23;
/// What is beyond counts by its size: otherwise one post could weigh as much as a thousand.
constexpr std::size_t link_bytes_usual = 2048;
constexpr std::size_t shown_link_characters = 30;

struct Known {
    AccountId account;
    std::string username, folded, domain, url;
    auto row() { return std::tie(account, username, folded, domain, url); }
};
db::Query<Known> const find_known{
    "accounts.find_mentioned",
    "SELECT a.id, a.username, a.username_folded, a.domain, a.url FROM accounts a "
    "WHERE a.username_folded IN {texts:$1} AND a.domain IN {texts:$2} AND a.state <> 2 "
    "AND " SKEIN_ADMITTED("a")};

/// How two spellings of one handle are the same.
std::pair<std::string, std::string> folded(Handle const& handle) {
    return {fold_case(handle.user), handle.host};
}

/// The first `count` code points of `text`, as bytes.
std::size_t bytes_of(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (count-- > 0 && at < text.size()) next_code_point(text, at);
    return at;
}

void append_link(std::string& out, std::string_view link, std::string_view rel) {
    auto prefix = link.find("://") + 3;
    auto const www = fold_case(link.substr(prefix, 4)) == "www.";
    if (www) prefix += 4;
    auto const rest = link.substr(prefix);
    auto const shown = bytes_of(rest, shown_link_characters);
    out += "<a href=\"";
    append_escaped_html(out, link);
    out += "\" target=\"_blank\" rel=\"";
    out += rel;
    out += "\" translate=\"no\"><span class=\"invisible\">";
    append_escaped_html(out, link.substr(0, prefix));
    out += shown < rest.size() ? "</span><span class=\"ellipsis\">" : "</span><span class=\"\">";
    append_escaped_html(out, rest.substr(0, shown));
    out += "</span><span class=\"invisible\">";
    append_escaped_html(out, rest.substr(shown));
    out += "</span></a>";
}

void append_hashtag(std::string& out, std::string_view name, std::string_view public_url) {
    out += "<a href=\"";
    append_escaped_html(out, public_url);
    out += "/tags/";
    out += percent_encode(fold_tag(name));
    out += "\" class=\"mention hashtag\" rel=\"tag\">#<span>";
    append_escaped_html(out, name);
    out += "</span></a>";
}

void append_mention(std::string& out, MentionedAccount const& mentioned) {
    out += "<span class=\"h-card\" translate=\"no\"><a href=\"";
    append_escaped_html(out, mentioned.url);
    out += "\" class=\"u-url mention\">@<span>";
    append_escaped_html(out, mentioned.username);
    out += "</span></a></span>";
}

/// Escapes text between entities; blank lines part paragraphs, single breaks stay breaks.
void append_plain(std::string& out, std::string_view text) {
    while (!text.empty()) {
        auto const line = text.find('\n');
        append_escaped_html(out, text.substr(0, line));
        if (line == std::string_view::npos) return;
        auto const after = text.find_first_not_of('\n', line);
        auto const breaks = std::min(after, text.size()) - line;
        out += breaks > 1 ? "</p><p>" : "<br />";
        text.remove_prefix(line + breaks);
    }
}

class Mentioned {
  public:
    explicit Mentioned(std::vector<MentionedAccount> const& all) {
        for (auto const& one : all) by_handle_.emplace(folded(one.handle), &one);
    }
    MentionedAccount const* find(std::string_view name) const {
        auto const handle = Handle::parse(name);
        if (!handle) return nullptr;
        auto const found = by_handle_.find(folded(*handle));
        return found == by_handle_.end() ? nullptr : found->second;
    }

  private:
    std::map<std::pair<std::string, std::string>, MentionedAccount const*> by_handle_;
};

}  // namespace

std::string clean_post_text(std::string_view text) {
    std::string valid;
    if (!is_valid_utf8(text)) text = valid = to_valid_utf8(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const begin = i;
        auto const c = next_code_point(text, i);
        if (c == '\r') {
            if (i >= text.size() || text[i] != '\n') out += '\n';
            continue;
        }
        auto const control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
        if (!control) out += text.substr(begin, i - begin);
    }
    return std::string(trim(out));
}

std::int64_t post_length(std::string_view text, std::string_view spoiler_text) {
    std::string counted(spoiler_text);
    std::size_t at = 0;
    for (auto const& entity : entities_in(text)) {
        auto const begin = static_cast<std::size_t>(entity.text.data() - text.data());
        counted += text.substr(at, begin - at);
        if (entity.kind == Kind::link)
            counted.append(link_characters, 'x')
                .append(entity.text.substr(std::min(link_bytes_usual, entity.text.size())));
        else if (entity.kind == Kind::mention)
            counted += entity.text.substr(0, entity.text.find('@', 1));
        else counted += entity.text;
        at = begin + entity.text.size();
    }
    counted += text.substr(at);
    return static_cast<std::int64_t>(count_graphemes(counted));
}

std::vector<Handle> handles_in(std::string_view text) {
    std::vector<Handle> handles;
    std::set<std::pair<std::string, std::string>> seen;
    for (auto const& entity : entities_in(text)) {
        if (entity.kind != Kind::mention || handles.size() >= mentions_max) continue;
        auto handle = Handle::parse(entity.name);
        if (handle && seen.insert(folded(*handle)).second) handles.push_back(*std::move(handle));
    }
    return handles;
}

std::vector<std::string> tags_in(std::string_view text) {
    std::vector<std::string> tags;
    std::set<std::string> seen;
    for (auto const& entity : entities_in(text)) {
        if (entity.kind != Kind::hashtag || tags.size() >= tags_max) continue;
        if (seen.insert(fold_tag(entity.name)).second) tags.emplace_back(entity.name);
    }
    return tags;
}

Result<std::vector<MentionedAccount>> list_mentioned(db::Tx& tx, std::vector<Handle> const& handles,
                                                     std::string_view public_url,
                                                     std::string_view domain) {
    std::vector<MentionedAccount> mentioned;
    if (handles.empty()) return mentioned;
    std::vector<std::string> names, domains;
    auto const domain_of = [&](Handle const& handle) {
        return handle.host == domain ? std::string() : handle.host;
    };
    for (auto const& handle : handles) {
        names.push_back(fold_case(handle.user));
        domains.push_back(domain_of(handle));
    }
    TRY(auto const found, tx.list(find_known, names, domains));
    std::map<std::pair<std::string, std::string>, Known const*> known;
    for (auto const& one : found) known.emplace(std::pair(one.folded, one.domain), &one);
    for (std::size_t i = 0; i < handles.size(); ++i) {
        auto const match = known.find({names[i], domains[i]});
        if (match == known.end()) continue;
        auto const& account = *match->second;
        auto url = account.domain.empty() ? fmt::format("{}/@{}", public_url, account.username)
                                          : account.url;
        mentioned.push_back({handles[i], account.account, std::move(url), account.username});
    }
    return mentioned;
}

SafeHtml render_post(std::string_view text, std::vector<MentionedAccount> const& mentioned,
                     std::string_view public_url) {
    std::string valid;
    if (!is_valid_utf8(text)) text = valid = to_valid_utf8(text);
    text = trim(text);
    if (text.empty()) return {};
    Mentioned const by_handle(mentioned);
    std::string out = "<p>";
    out.reserve(text.size() * 2);
    std::size_t at = 0;
    for (auto const& entity : entities_in(text)) {
        auto const begin = static_cast<std::size_t>(entity.text.data() - text.data());
        append_plain(out, text.substr(at, begin - at));
        at = begin + entity.text.size();
        auto const* account = entity.kind == Kind::mention ? by_handle.find(entity.name) : nullptr;
        if (entity.kind == Kind::link) append_link(out, entity.text, "nofollow noopener");
        else if (entity.kind == Kind::hashtag) append_hashtag(out, entity.name, public_url);
        else if (account) append_mention(out, *account);
        else append_escaped_html(out, entity.text);
    }
    append_plain(out, text.substr(at));
    out += "</p>";
    return SafeHtml::trusted(std::move(out));
}

SafeHtml render_note(std::string_view text, std::vector<MentionedAccount> const& mentioned,
                     std::string_view public_url) {
    return render_post(text, mentioned, public_url);
}

SafeHtml render_field(std::string_view text) {
    std::string valid;
    if (!is_valid_utf8(text)) text = valid = to_valid_utf8(text);
    text = trim(text);
    std::string out;
    std::size_t at = 0;
    for (auto const& entity : entities_in(text)) {
        if (entity.kind != Kind::link) continue;
        auto const begin = static_cast<std::size_t>(entity.text.data() - text.data());
        append_escaped_html(out, text.substr(at, begin - at));
        append_link(out, entity.text, "nofollow noopener me");
        at = begin + entity.text.size();
    }
    append_escaped_html(out, text.substr(at));
    return SafeHtml::trusted(std::move(out));
}

}  // namespace skein::social
