#include "features/translation/translator.h"

#include "core/server.h"

namespace skein::translation {
namespace {

/// The body of a good answer.
Result<std::string> ask_service(Server& server, http::Outgoing request) {
    request.body_bytes_max = 1 << 20;
    auto answer = server.http().ask(std::move(request));
    if (!answer) return strange_answer(answer.error().message + " " + answer.error().detail);
    if (answer->status != 200) return strange_answer(fmt::format("status {}", answer->status));
    return std::move(answer->body);
}

/// Whatever is wrong with what a service says is its failure, not the reader's.
template <class T>
Result<T> or_strange(Result<T> read) {
    if (read) return read;
    return strange_answer(read.error().message + " " + read.error().detail);
}

}  // namespace

std::string join_address(std::string_view base, std::string_view more) {
    while (base.ends_with('/')) base.remove_suffix(1);
    return fmt::format("{}/{}", base, more);
}

std::unexpected<Error> strange_answer(std::string detail) {
    return fail(Errc::unavailable, "Service Unavailable", "translation: " + std::move(detail));
}

Result<Languages> Translator::ask_languages(Server& server) const {
    TRY(auto const sources, ask_service(server, provider->languages_request(false)));
    std::string targets;
    if (provider->asks_twice()) {
        TRY(targets, ask_service(server, provider->languages_request(true)));
    }
    TRY(auto languages, or_strange(provider->read_languages(sources, targets)));
    return languages;
}

Result<std::shared_ptr<Languages const>> Translator::languages(Server& server) {
    if (!provider) return fail(Errc::not_found, "Record not found");
    auto const now = server.clock().now();
    {
        std::lock_guard const lock(mutex_);
        if (now < languages_until_) {
            if (languages_) return languages_;
            return strange_answer("it failed a moment ago");
        }
        // Others get what was known before while this one asks.
        languages_until_ = now + failure_kept_for;
    }
    auto asked = ask_languages(server);
    std::lock_guard const lock(mutex_);
    if (asked) {
        languages_ = std::make_shared<Languages const>(*std::move(asked));
        languages_until_ = now + languages_kept_for;
    }
    if (!languages_) return fail(std::move(asked).error());
    return languages_;
}

std::shared_ptr<Translated const> Translator::find(std::string const& key, Time now) {
    std::lock_guard const lock(mutex_);
    auto const found = kept_.find(key);
    return found != kept_.end() && now < found->second.until ? found->second.translated : nullptr;
}

Result<std::shared_ptr<Translated const>> Translator::ask(Server& server, std::string key,
                                                          std::vector<std::string> const& texts,
                                                          std::string_view source,
                                                          std::string_view target) {
    TRY(auto const body, ask_service(server, provider->request(texts, source, target)));
    TRY(auto translated, or_strange(provider->read(body, source)));
    if (translated.texts.size() != texts.size()) return strange_answer("not all that was asked");
    auto shared = std::make_shared<Translated const>(std::move(translated));
    keep(std::move(key), shared, server.clock().now());
    return shared;
}

void Translator::keep(std::string key, std::shared_ptr<Translated const> translated, Time now) {
    std::size_t bytes = key.size();
    for (auto const& text : translated->texts) bytes += text.size();
    if (bytes > translated_bytes_max) return;
    std::lock_guard const lock(mutex_);
    auto [place, fresh] = kept_.try_emplace(key);
    if (fresh) order_.push_back(std::move(key));
    bytes_ += bytes - place->second.bytes;
    place->second = {std::move(translated), now + translation_kept_for, bytes};
    while (kept_.size() > translations_kept_max || bytes_ > translations_bytes_max) {
        auto const oldest = kept_.find(order_.front());
        bytes_ -= oldest->second.bytes;
        kept_.erase(oldest);
        order_.pop_front();
    }
}

}  // namespace skein::translation
