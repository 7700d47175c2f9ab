#include "features/activitypub/actor_profile.h"

#include "base/json.h"

namespace skein::activitypub {
namespace {

/// The table as it is stored; a row that is still the same stays verified.
std::string stored_fields(std::vector<social::ProfileField> const& fields,
                          std::string const& before) {
    auto const old = json::Document::parse(before.empty() ? "[]" : before);
    auto const verified_at = [&](social::ProfileField const& field) -> std::string {
        if (!old) return "null";
        for (auto const& row : old->root().elements()) {
            if (row.get_text("name") != field.name || row.get_text("html") != field.value) continue;
            auto const at = row.find("verified_at");
            return at ? at->dump() : "null";
        }
        return "null";
    };
    json::Writer out;
    out.array([&] {
        for (auto const& field : fields)
            out.object([&] {
                out.field("name", field.name);
                out.field("value", field.value);
                out.field("html", field.value);
                out.raw_field("verified_at", verified_at(field));
            });
    });
    return out.take();
}

/// The picture as it is stored: what was fetched of it stays as long as its address does.
std::string stored_picture(PictureLink const& link, std::string const& before,
                           std::vector<std::string>& dropped_files) {
    std::string key, static_key, url, description;
    if (auto const old = json::Document::parse(before.empty() ? "{}" : before)) {
        auto const root = old->root();
        key = root.get_text("key");
        static_key = root.get_text("static_key");
        url = root.get_text("remote_url");
        description = root.get_text("description");
    }
    if (url == link.url && (url.empty() || description == link.description)) return before;
    if (url != link.url) {
        for (auto const& file : {key, static_key})
            if (!file.empty()) dropped_files.push_back(file);
        key.clear();
        static_key.clear();
    }
    if (link.url.empty()) return {};
    json::Writer out;
    out.object([&] {
        out.field("key", key);
        out.field("static_key", static_key);
        out.field("description", link.description);
        out.field("remote_url", link.url);
    });
    return out.take();
}

template <class T>
bool take(T& to, T from) {
    if (to == from) return false;
    to = std::move(from);
    return true;
}

}  // namespace

bool apply_profile(social::Account& account, ActorDocument const& document, bool rejects_media,
                   std::vector<std::string>& dropped_files) {
    PictureLink const none;
    bool changed = false;
    changed |= take(account.url, document.url);
    changed |= take(account.display_name, document.display_name);
    changed |= take(account.note_html, document.note_html);
    changed |= take(account.fields, stored_fields(document.fields, account.fields));
    changed |= take(account.avatar, stored_picture(rejects_media ? none : document.icon,
                                                   account.avatar, dropped_files));
    changed |= take(account.header, stored_picture(rejects_media ? none : document.image,
                                                   account.header, dropped_files));
    changed |= take(account.kind, document.kind);
    changed |= take(account.locked, document.locked);
    changed |= take(account.discoverable, document.discoverable);
    changed |= take(account.indexable, document.indexable);
    changed |= take(account.memorial, document.memorial);
    return changed;
}

}  // namespace skein::activitypub
