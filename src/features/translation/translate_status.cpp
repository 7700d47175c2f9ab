#include <algorithm>

#include "base/encoding.h"
#include "core/server.h"
#include "features/translation/handlers.h"
#include "features/translation/texts.h"
#include "features/translation/translator.h"
#include "platform/crypto/digest.h"
#include "social/audience.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/statuses.h"
#include "social/users.h"

namespace skein::translation {
namespace {

/// What is translated of a post, and how it is put together again.
struct Original {
    social::Status status;
    std::optional<social::Poll> poll;
    std::vector<social::Media> media;  ///< Those with a description.
    std::string locale;                ///< Of the reader.
};

Result<Original> load_original(db::Tx& tx, AccountId viewer, StatusId id) {
    Original original;
    TRY(original.status, social::load_status(tx, id));
    TRY(auto const visible, social::may_see(tx, viewer, original.status));
    if (!visible) return fail(Errc::not_found, "Record not found");
    if (original.status.boost_of_id) {
        TRY(original.status, social::load_status(tx, *original.status.boost_of_id));
    }
    if (!social::counts_for_all(original.status.visibility))
        return fail(Errc::forbidden, "This action is not allowed");
    TRY(original.poll, social::find_poll_of(tx, original.status.id));
    TRY(original.media, social::list_media_of(tx, std::span(&original.status.id, 1)));
    std::erase_if(original.media, [](auto const& one) { return one.description.empty(); });
    if (!viewer) return original;
    TRY(auto const user, social::find_user_by_account(tx, viewer));
    if (user) original.locale = user->locale;
    return original;
}

std::vector<std::string> texts_of(Original const& original) {
    std::vector<std::string> texts{outgoing_html(original.status.content),
                                   outgoing_text(original.status.spoiler_text)};
    if (original.poll)
        for (auto const& option : original.poll->options)
            texts.push_back(outgoing_text(option.title));
    for (auto const& one : original.media) texts.push_back(outgoing_text(one.description));
    return texts;
}

/// The pair of languages, as the service names them. Errc::not_found when it cannot.
Result<std::pair<std::string, std::string>> pair_of(Languages const& languages,
                                                    std::string_view language,
                                                    std::string_view wanted) {
    auto source = std::string(language.empty() ? unknown_language : language);
    if (!languages.contains(source)) source = source.substr(0, source.find_first_of("-_"));
    if (!languages.contains(source)) source = unknown_language;
    auto const found = languages.find(source);
    if (found != languages.end())
        for (auto const& target :
             {std::string(wanted), std::string(wanted.substr(0, wanted.find_first_of("-_")))})
            if (found->second.contains(target) && target != language)
                return std::pair(source, target);
    return fail(Errc::not_found, "Record not found");
}

std::string key_of(std::vector<std::string> const& texts, std::string_view source,
                   std::string_view target) {
    std::string all = fmt::format("{}\n{}", source, target);
    for (auto const& text : texts) all += fmt::format("\n{}\n{}", text.size(), text);
    return to_hex(crypto::sha256(all));
}

Result<std::string> translation_of(Original const& original, Translated const& translated,
                                   std::string_view target, std::string_view provider) {
    TRY(auto const content, incoming_html(translated.texts[0], original.status.content));
    json::Writer out;
    out.object([&] {
        auto next = translated.texts.begin() + 2;
        out.field("content", content);
        out.field("spoiler_text", incoming_text(translated.texts[1]));
        out.field("language", target);
        out.key("poll");
        if (original.poll)
            out.object([&] {
                out.field("id", original.poll->id);
                out.key("options");
                out.array([&] {
                    for (std::size_t i = 0; i < original.poll->options.size(); ++i)
                        out.object([&] { out.field("title", incoming_text(*next++)); });
                });
            });
        else out.value(nullptr);
        out.key("media_attachments");
        out.array([&] {
            for (auto const& one : original.media)
                out.object([&] {
                    out.field("id", one.id);
                    out.field("description", incoming_text(*next++));
                });
        });
        out.field("detected_source_language", translated.source);
        out.field("provider", provider);
    });
    return out.take();
}

}  // namespace

Result<Reply> translate_status(Call& call, TranslateStatus const& input) {
    auto& server = call.server();
    auto& translator = server.part<Translator>();
    TRY(auto const original, server.db().read([&](db::Tx& tx) {
        return load_original(tx, call.viewer(), call.path_id<StatusId>("id"));
    }));
    TRY(auto const languages, translator.languages(server));
    auto const& wanted = !input.lang.empty() ? input.lang : original.locale;
    TRY(auto const pair, pair_of(*languages, original.status.language,
                                 wanted.empty() ? std::string_view("en") : wanted));
    auto const& [source, target] = pair;
    auto const texts = texts_of(original);
    auto key = key_of(texts, source, target);
    auto translated = translator.find(key, server.clock().now());
    if (!translated) {
        TRY_OK(server.spend(call, "translate"));
        TRY(translated, translator.ask(server, std::move(key), texts, source, target));
    }
    TRY(auto body, translation_of(original, *translated, target, translator.provider->name()));
    return http::json_response(200, std::move(body));
}

Result<Reply> list_languages(Call& call) {
    auto& translator = call.server().part<Translator>();
    json::Writer out;
    if (!translator.provider) return empty_reply();
    TRY(auto const languages, translator.languages(call.server()));
    out.object([&] {
        for (auto const& [source, targets] : *languages) {
            out.key_escaped(source);
            out.array([&] {
                for (auto const& target : targets) out.value(target);
            });
        }
    });
    return json_reply(std::move(out));
}

}  // namespace skein::translation
