// LibreTranslate: https://docs.libretranslate.com/api/

#include "base/json.h"
#include "features/translation/provider.h"

namespace skein::translation {
namespace {

class LibreTranslate : public Provider {
  public:
    explicit LibreTranslate(TranslationConfig const& config) : config_(config) {}

    std::string_view name() const override { return "LibreTranslate"; }

    http::Outgoing languages_request(bool) const override {
        http::Outgoing request;
        request.url = join_address(config_.url, "languages");
        return request;
    }

    Result<Languages> read_languages(std::string_view sources, std::string_view) const override {
        TRY(auto const document, json::Document::parse(sources));
        Languages languages;
        for (auto const& one : document.root().elements()) {
            auto const code = one.get_text("code");
            if (code.empty() || languages.size() >= languages_max) continue;
            auto& targets = languages[std::string(code)];
            auto const list = one.find("targets");
            if (!list) continue;
            for (auto const& target : list->elements()) {
                auto const text = target.text().value_or("");
                if (text.empty() || text == code || targets.size() >= languages_max) continue;
                targets.emplace(text);
                languages[std::string(unknown_language)].emplace(text);
            }
        }
        return languages;
    }

    http::Outgoing request(std::vector<std::string> const& texts, std::string_view source,
                           std::string_view target) const override {
        json::Writer out;
        out.object([&] {
            out.key("q");
            out.array([&] {
                for (auto const& text : texts) out.value(text);
            });
            out.field("source", source == unknown_language ? "auto" : source);
            out.field("target", target);
            out.field("format", "html");
            if (!config_.key.empty()) out.field("api_key", config_.key);
        });
        http::Outgoing request;
        request.method = http::Method::post;
        request.url = join_address(config_.url, "translate");
        request.headers.set("Content-Type", "application/json");
        request.body = out.take();
        return request;
    }

    Result<Translated> read(std::string_view body, std::string_view source) const override {
        TRY(auto const document, json::Document::parse(body));
        auto const root = document.root();
        Translated translated;
        translated.source = source;
        if (auto const texts = root.find("translatedText"))
            for (auto const& text : texts->elements())
                translated.texts.emplace_back(text.text().value_or(""));
        if (auto const detected = root.find("detectedLanguage")) {
            auto const all = detected->elements();
            auto const& first = all.empty() ? *detected : all.front();
            auto const found = first.get_text("language");
            if (!found.empty()) translated.source = found;
        }
        return translated;
    }

  private:
    TranslationConfig config_;
};

}  // namespace

std::unique_ptr<Provider> make_libretranslate(TranslationConfig const& config) {
    return std::make_unique<LibreTranslate>(config);
}

}  // namespace skein::translation
