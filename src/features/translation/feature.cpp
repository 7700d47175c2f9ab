#include "features/translation/feature.h"

#include "core/server.h"
#include "features/translation/config.h"
#include "features/translation/handlers.h"
#include "features/translation/translator.h"
#include "social/translation.h"

namespace skein::translation {

void install(Server& server) {
    auto const& config = server.settings<TranslationConfig>();
    auto& translator = server.part<Translator>();
    if (config.provider == "libretranslate" && !config.url.empty())
        translator.provider = make_libretranslate(config);
    if (config.provider == "deepl" && !config.key.empty()) translator.provider = make_deepl(config);
    server.part<social::TranslationSupport>().enabled = translator.provider != nullptr;
    // What is kept costs nothing; the rest costs whoever runs the server money.
    server.limit("translate", {"translate", 60, std::chrono::minutes(5)});
    server.post("/api/v1/statuses/{id}/translate", translate_status,
                {.who = Who::app,
                 .scope = "read:statuses",
                 .lane = LaneName::fetch,
                 .returns = "Translation",
                 .summary = "A public post in another language."});
    server.get("/api/v1/instance/translation_languages", list_languages,
               {.who = Who::anyone,
                .lane = LaneName::fetch,
                .returns = "TranslationLanguages",
                .summary = "From which language to which posts can be translated."});
}

}  // namespace skein::translation
