// What the mails say, in the languages there are words for. `{who}` and the like stand for what
// differs from mail to mail.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace skein::mail_notices {

struct Words {
    std::string_view language;
    std::string_view hello;                                             ///< {name}
    std::string_view mention_subject, mention, direct_subject, direct;  ///< {who}, {title}
    std::string_view warned;                                            ///< The post is hidden.
    std::string_view no_text;                                           ///< Only attachments.
    std::string_view follow_subject, follow;                            ///< {who}, {title}
    std::string_view request_subject, request, request_how;             ///< {who}, {title}
    std::string_view report_subject;                                    ///< {target}
    std::string_view report;                                            ///< {who}, {target}
    std::string_view spam, legal, violation, other;                     ///< Why it was reported.
    std::string_view digest_subject, digest;                            ///< {title}, {count}
    std::string_view digest_mention;                                    ///< {who}, {text}
    std::string_view digest_follow, digest_request;                     ///< {who}
    std::string_view see_post, see_profile, open_server;                ///< {title}
    std::string_view why;                                               ///< {title}
    std::string_view settings, stop;                                    ///< Links.
    std::string_view button_hint;
};

/// Those of the language, whatever the region: `de-AT` has the words of `de`; English for what
/// there are none for.
Words const& words_for(std::string_view locale);
/// Every language there is.
std::span<Words const> all_words();

/// Puts values in their places, once: what stands in a value is text.
std::string fill(std::string_view pattern,
                 std::initializer_list<std::pair<std::string_view, std::string_view>> values);

}  // namespace skein::mail_notices
