#include "features/profiles/profile_text.h"

#include "base/text.h"
#include "base/url.h"
#include "social/attributions.h"
#include "social/languages.h"
#include "social/post_text.h"

namespace skein::profiles {
namespace {

/// More than any note has that is short enough, links and all.
constexpr std::size_t note_bytes_max = 256 << 10;
/// Apps send the rows nobody filled in, too.
constexpr std::size_t blank_fields_max = 60;

std::unexpected<Error> too_long(std::string_view what, std::int64_t most) {
    return fail(
        Errc::unprocessable,
        fmt::format("Validation failed: {} is too long (maximum is {} characters)", what, most));
}

std::unexpected<Error> too_many_fields() {
    return fail(Errc::unprocessable, "Validation failed: There may be at most 4 fields");
}

Result<void> apply_note(Server const& server, db::Tx& tx, std::string_view text,
                        social::Account& account) {
    if (text.size() > note_bytes_max) return too_long("Note", note_characters_max);
    auto note = social::clean_post_text(text);
    if (social::post_length(note, "") > note_characters_max)
        return too_long("Note", note_characters_max);
    TRY(auto const mentioned,
        social::list_mentioned(tx, social::handles_in(note), server.public_url(), server.domain()));
    account.note_html = social::render_note(note, mentioned, server.public_url()).str();
    account.note = std::move(note);
    return {};
}

/// When the value of a field was found to be theirs; JSON, "null" when it never was.
std::string verified_before(json::Value before, std::string_view value) {
    for (auto const& field : before.elements())
        if (field.get_text("value") == value)
            if (auto const at = field.find("verified_at")) return at->dump();
    return "null";
}

Result<void> apply_fields(std::vector<FieldInput> const& fields, social::Account& account) {
    if (fields.size() > blank_fields_max + fields_max) return too_many_fields();
    TRY(auto const before, json::Document::parse(account.fields.empty() ? "[]" : account.fields));
    json::Writer out;
    std::size_t count = 0;
    std::string_view excess;
    out.array([&] {
        for (auto const& field : fields) {
            auto const name = strip_controls(trim(field.name), false);
            auto const value = strip_controls(trim(field.value), false);
            if (name.empty() && value.empty()) continue;
            ++count;
            if (has_more_graphemes(name, field_characters_max)) excess = "Field name";
            if (has_more_graphemes(value, field_characters_max)) excess = "Field value";
            if (!excess.empty()) return;
            out.object([&] {
                out.field("name", name);
                out.field("value", value);
                out.field("html", social::render_field(value).str());
                out.raw_field("verified_at", verified_before(before.root(), value));
            });
        }
    });
    if (!excess.empty()) return too_long(excess, field_characters_max);
    if (count > fields_max) return too_many_fields();
    account.fields = out.take();
    return {};
}

Result<std::string> joined_domains(std::vector<std::string> const& domains) {
    std::string joined;
    std::size_t count = 0;
    for (auto const& domain : domains) {
        if (trim(domain).empty()) continue;
        auto const host = Host::parse(trim(domain));
        if (!host || !social::may_be_listed(*host))
            return fail(Errc::unprocessable,
                        "Validation failed: Attribution domains must be domain names");
        if (++count > attribution_domains_max)
            return fail(Errc::unprocessable,
                        "Validation failed: There may be at most 10 attribution domains");
        joined += (joined.empty() ? "" : " ") + host->str();
    }
    return joined;
}

template <class T>
void take(std::optional<T> const& wanted, T& out) {
    if (wanted) out = *wanted;
}

}  // namespace

Result<void> apply_profile(Server const& server, db::Tx& tx, UpdateProfile const& input,
                           social::Account& account) {
    if (input.display_name) {
        account.display_name = strip_controls(trim(*input.display_name), false);
        if (has_more_graphemes(account.display_name, display_name_characters_max))
            return too_long("Display name", display_name_characters_max);
    }
    if (input.note) TRY_OK(apply_note(server, tx, *input.note, account));
    if (input.fields) TRY_OK(apply_fields(*input.fields, account));
    take(input.locked, account.locked);
    take(input.indexable, account.indexable);
    take(input.hide_collections, account.hide_collections);
    if (input.discoverable) account.discoverable = input.discoverable;
    if (input.bot)
        account.kind = *input.bot ? social::AccountKind::bot : social::AccountKind::person;
    return {};
}

Result<void> apply_defaults(UpdateProfile const& input, social::User& user) {
    auto const& source = input.source;
    if (source.privacy && !source.privacy->empty()) {
        auto const visibility = social::parse_visibility(*source.privacy);
        if (!visibility)
            return fail(Errc::unprocessable,
                        "Validation failed: Privacy must be public, unlisted, private or direct");
        user.posting_visibility = *visibility;
    }
    if (source.quote_policy && !source.quote_policy->empty()) {
        auto const policy = social::parse_quote_policy(*source.quote_policy);
        if (!policy)
            return fail(Errc::unprocessable,
                        "Validation failed: Quote policy must be public, followers or nobody");
        user.posting_quote_policy = *policy;
    }
    take(source.sensitive, user.posting_sensitive);
    if (source.language) {
        user.posting_language = social::language_code(*source.language);
        if (user.posting_language.empty() && !source.language->empty())
            return fail(Errc::unprocessable, "Validation failed: Language must be an ISO 639 code");
    }
    if (input.attribution_domains) {
        TRY(user.attribution_domains, joined_domains(*input.attribution_domains));
    }
    return {};
}

}  // namespace skein::profiles
