#include "features/mail_notices/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace skein::mail_notices {
namespace {

TEST(MailNoticeWords, every_language_says_everything_with_the_same_places) {
    auto const places = [](std::string_view text) {
        std::vector<std::string> found;
        for (auto at = text.find('{'); at != text.npos; at = text.find('{', at + 1))
            found.emplace_back(text.substr(at, text.find('}', at) - at + 1));
        std::ranges::sort(found);
        return found;
    };
    auto const texts = [](Words const& w) {
        return std::vector<std::string_view>{w.hello,
                                             w.mention_subject,
                                             w.mention,
                                             w.direct_subject,
                                             w.direct,
                                             w.warned,
                                             w.no_text,
                                             w.follow_subject,
                                             w.follow,
                                             w.request_subject,
                                             w.request,
                                             w.request_how,
                                             w.report_subject,
                                             w.report,
                                             w.spam,
                                             w.legal,
                                             w.violation,
                                             w.other,
                                             w.digest_subject,
                                             w.digest,
                                             w.digest_mention,
                                             w.digest_follow,
                                             w.digest_request,
                                             w.see_post,
                                             w.see_profile,
                                             w.open_server,
                                             w.why,
                                             w.settings,
                                             w.stop,
                                             w.button_hint};
    };
    auto const english = texts(words_for("en"));
    for (auto const& language : all_words()) {
        auto const own = texts(language);
        for (std::size_t i = 0; i < own.size(); ++i) {
            EXPECT_FALSE(own[i].empty()) << language.language << " " << english[i];
            EXPECT_EQ(places(own[i]), places(english[i])) << language.language << " " << own[i];
        }
    }
    EXPECT_EQ(&words_for("tlh"), &words_for("en"));
    EXPECT_EQ(&words_for(""), &words_for("en"));
    EXPECT_EQ(words_for("fr_CA").language, "fr");
}

TEST(MailNoticeWords, what_stands_in_a_value_is_text) {
    EXPECT_EQ(fill("{a} and {b}", {{"a", "{b}"}, {"b", "{a}"}}), "{b} and {a}");
    EXPECT_EQ(fill("{unknown}!", {{"a", "x"}}), "!");
    EXPECT_EQ(fill("open { only", {{"a", "x"}}), "open ");
}

}  // namespace
}  // namespace skein::mail_notices
