// DeepL: https://developers.deepl.com/api-reference/translate

#include "base/ascii.h"
#include "base/json.h"
#include "features/translation/provider.h"

namespace skein::translation {
namespace {

/// `EN-GB` as `en-GB`.
std::string code_of(std::string_view text) {
    std::string code(text);
    for (auto& c : code) {
        if (c == '-') break;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return code;
}

std::string upper(std::string_view code) {
    std::string text(code);
    for (auto& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

class DeepL : public Provider {
  public:
    explicit DeepL(TranslationConfig const& config) : config_(config) {
        if (!config_.url.empty()) return;
        // Keys of the free plan say so.
        config_.url =
            config_.key.ends_with(":fx") ? "https://api-free.deepl.com" : "https://api.deepl.com";
    }

    std::string_view name() const override { return "DeepL.com"; }
    bool asks_twice() const override { return true; }

    http::Outgoing languages_request(bool targets) const override {
        http::Outgoing request;
        request.url = join_address(
            config_.url, targets ? "v2/languages?type=target" : "v2/languages?type=source");
        authorize(request);
        return request;
    }

    Result<Languages> read_languages(std::string_view sources,
                                     std::string_view targets) const override {
        TRY(auto const from, json::Document::parse(sources));
        TRY(auto const to, json::Document::parse(targets));
        // Understood, though only their variants are listed.
        std::set<std::string> all{"en", "pt"};
        for (auto const& one : to.root().elements())
            if (all.size() < languages_max && !one.get_text("language").empty())
                all.insert(code_of(one.get_text("language")));
        Languages languages;
        languages[std::string(unknown_language)] = all;
        for (auto const& one : from.root().elements()) {
            auto const code = code_of(one.get_text("language"));
            if (code.empty() || languages.size() >= languages_max) continue;
            auto& targets_of = languages[code] = all;
            targets_of.erase(code);
        }
        return languages;
    }

    http::Outgoing request(std::vector<std::string> const& texts, std::string_view source,
                           std::string_view target) const override {
        json::Writer out;
        out.object([&] {
            out.key("text");
            out.array([&] {
                for (auto const& text : texts) out.value(text);
            });
            if (source != unknown_language) out.field("source_lang", upper(source));
            out.field("target_lang", upper(target));
            out.field("tag_handling", "html");
        });
        http::Outgoing request;
        request.method = http::Method::post;
        request.url = join_address(config_.url, "v2/translate");
        request.headers.set("Content-Type", "application/json");
        authorize(request);
        request.body = out.take();
        return request;
    }

    Result<Translated> read(std::string_view body, std::string_view source) const override {
        TRY(auto const document, json::Document::parse(body));
        Translated translated;
        translated.source = source;
        auto const all = document.root().find("translations");
        if (!all) return strange_answer("no translations");
        for (auto const& one : all->elements()) {
            translated.texts.emplace_back(one.get_text("text"));
            auto const detected = one.get_text("detected_source_language");
            if (translated.texts.size() == 1 && !detected.empty())
                translated.source = code_of(detected);
        }
        return translated;
    }

  private:
    void authorize(http::Outgoing& request) const {
        request.headers.set("Authorization", "DeepL-Auth-Key " + config_.key);
    }

    TranslationConfig config_;
};

}  // namespace

std::unique_ptr<Provider> make_deepl(TranslationConfig const& config) {
    return std::make_unique<DeepL>(config);
}

}  // namespace skein::translation
