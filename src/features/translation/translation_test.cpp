#include <gtest/gtest.h>

#include "features/translation/feature.h"
#include "features/translation/texts.h"
#include "testing/answer.h"

namespace skein::translation {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

constexpr auto languages =
    R"([{"code":"en","name":"English","targets":["de","en"]},{"code":"de","name":"German","targets":["en"]}])";

class Translation : public ::testing::Test {
  protected:
    Translation() {
        server.outside().answer("https://t.example/languages", 200, languages);
        says(R"(["<p>Hallo</p>",""])");
    }
    void says(std::string texts) {
        server.outside().answer("https://t.example/translate", 200,
                                R"({"translatedText":)" + texts +
                                    R"(,"detectedLanguage":[{"confidence":90,"language":"en"}]})");
    }
    Answer translate(StatusId id, std::string body = "lang=de", std::string token = {}) {
        return Answer(server.post("/api/v1/statuses/" + to_string(id) + "/translate",
                                  std::move(body), token.empty() ? anns : token));
    }
    std::size_t asked() {
        std::size_t count = 0;
        for (auto const& request : server.outside().requests())
            if (request.url.ends_with("/translate")) ++count;
        return count;
    }

    TestServer server{{.features = {{"translation", install}},
                       .settings = {{"translation.provider", "libretranslate"},
                                    {"translation.url", "https://t.example/"},
                                    {"translation.key", "hush"}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann);
};

TEST_F(Translation, a_post_is_translated_once_and_kept) {
    auto const post = server.post(bob, "Hello");
    auto const first = translate(post.id);
    ASSERT_EQ(first.status(), 200);
    EXPECT_EQ(first.at("content"), "<p>Hallo</p>");
    EXPECT_EQ(first.at("language"), "de");
    EXPECT_EQ(first.at("detected_source_language"), "en");
    EXPECT_EQ(first.at("provider"), "LibreTranslate");
    EXPECT_EQ(first.at("poll"), "null");
    EXPECT_EQ(first.at("media_attachments"), "[]");
    EXPECT_EQ(translate(post.id, "lang=de-AT").at("content"), "<p>Hallo</p>");
    EXPECT_EQ(asked(), 1U);
    EXPECT_NE(server.outside().requests().back().body.find(R"("api_key":"hush")"),
              std::string::npos);
    server.clock().advance(std::chrono::hours(25));
    translate(post.id);
    EXPECT_EQ(asked(), 2U);
}

TEST_F(Translation, what_is_not_for_everybody_goes_nowhere) {
    auto const secret = server.post(ann, "Hello", social::Visibility::private_);
    EXPECT_EQ(translate(secret.id).status(), 403);
    EXPECT_EQ(translate(secret.id, "lang=de", server.token(bob)).status(), 404);
    EXPECT_EQ(translate(StatusId{7}).status(), 404);
    EXPECT_EQ(server.post("/api/v1/statuses/7/translate", "").status, 401);
    EXPECT_EQ(asked(), 0U);
}

TEST_F(Translation, a_pair_nobody_knows_is_not_found) {
    auto const post = server.post(bob, "Hello");
    EXPECT_EQ(translate(post.id, "lang=fr").status(), 404);
    EXPECT_EQ(translate(post.id, "lang=en").status(), 404) << "it is English already";
    EXPECT_EQ(translate(post.id, "").status(), 404) << "the reader reads English";
}

TEST_F(Translation, a_service_that_fails_or_lies_is_unavailable) {
    auto const post = server.post(bob, "Hello");
    for (auto const* texts :
         {"[]", R"(["one"])", R"(["<a href=\"https://evil.example/\">x</a>",""])", "7"}) {
        says(texts);
        EXPECT_EQ(translate(post.id).status(), 503) << texts;
    }
    server.outside().answer("https://t.example/translate", 200, "no json");
    EXPECT_EQ(translate(post.id).status(), 503);
    server.outside().answer("https://t.example/translate", 500, "{}");
    EXPECT_EQ(translate(post.id).error(), "Service Unavailable");
}

TEST_F(Translation, what_comes_back_is_made_safe) {
    auto const post = server.post(bob, "Hello");
    says(R"(["<p>Hallo<script>x</script> <b onclick=\"x\">du</b></p>","<i>&lt;x&gt;</i>"])");
    auto const translated = translate(post.id);
    ASSERT_EQ(translated.status(), 200);
    EXPECT_EQ(translated.at("content").find("script"), std::string::npos);
    EXPECT_EQ(translated.at("content").find("onclick"), std::string::npos);
    EXPECT_EQ(translated.at("spoiler_text"), "<x>");
}

TEST_F(Translation, languages_are_asked_for_once) {
    Answer const answer(server.get("/api/v1/instance/translation_languages"));
    EXPECT_EQ(answer.at("en"), R"(["de"])");
    EXPECT_EQ(answer.at("und"), R"(["de","en"])");
    server.get("/api/v1/instance/translation_languages");
    EXPECT_EQ(server.outside().requests().size(), 1U);
}

TEST(TranslationWithout, a_service_nothing_is_translated) {
    TestServer server({.features = {{"translation", install}}});
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "Hello");
    EXPECT_EQ(server
                  .post("/api/v1/statuses/" + to_string(post.id) + "/translate", "lang=de",
                        server.token(ann))
                  .status,
              404);
    EXPECT_EQ(Answer(server.get("/api/v1/instance/translation_languages")).at(""), "{}");
}

TEST(TranslationByDeepL, speaks_its_words) {
    TestServer server(
        {.features = {{"translation", install}},
         .settings = {{"translation.provider", "deepl"}, {"translation.key", "k:fx"}}});
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "Hello");
    server.outside().answer("https://api-free.deepl.com/v2/languages?type=source", 200,
                            R"([{"language":"EN"},{"language":"DE"}])");
    server.outside().answer("https://api-free.deepl.com/v2/languages?type=target", 200,
                            R"([{"language":"EN-GB"},{"language":"DE"}])");
    server.outside().answer(
        "https://api-free.deepl.com/v2/translate", 200,
        R"({"translations":[{"detected_source_language":"EN","text":"<p>Hallo</p>"},{"text":""}]})");
    Answer const answer(server.post("/api/v1/statuses/" + to_string(post.id) + "/translate",
                                    "lang=de", server.token(ann)));
    ASSERT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.at("content"), "<p>Hallo</p>");
    EXPECT_EQ(answer.at("detected_source_language"), "en");
    EXPECT_EQ(answer.at("provider"), "DeepL.com");
    auto const request = server.outside().requests().back();
    EXPECT_EQ(request.headers.get("Authorization"), "DeepL-Auth-Key k:fx");
    EXPECT_NE(request.body.find(R"("target_lang":"DE")"), std::string::npos);
}

TEST(TranslationTexts, what_is_no_word_is_guarded) {
    EXPECT_EQ(
        outgoing_text("a <b> :goose: 12:30:45"),
        R"(a &lt;b&gt; <span translate="no">:goose:</span> 12<span translate="no">:30:</span>45)");
    EXPECT_EQ(
        outgoing_html(R"(<a href="https://a.example/:x:">:ab:</a>)"),
        R"(<a translate="no" href="https://a.example/:x:"><span translate="no">:ab:</span></a>)");
    EXPECT_EQ(incoming_text("<p>a &lt;b&gt; <span translate=\"no\">:goose:</span></p>"),
              "a <b> :goose:");
}

}  // namespace
}  // namespace skein::translation
