// The languages in which the server itself speaks: on its pages and in its mails. The words are in
// `locales/*.json` (ICU messages by keys `feature.place.meaning`), packed into the program when it
// is built. tools/check_words.py holds every language to the same keys, and the code to keys that
// there are.
//
//     auto const& say = locale_of(call);
//     html("<h1>{}</h1>{}", say("sign_in.page.title"),
//          say.html("sign_in.up.invited_by", {{"name", name}, {"handle", handle}}));
//
// API answers are not translated: their texts are what apps know.
#pragma once

#include <array>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/html.h"
#include "base/messages.h"
#include "core/endpoint.h"

namespace skein::social {

/// `<name>…</name>` in a message is a link to this address.
struct LinkInWords {
    std::string_view name, href;
};
using LinksInWords = std::initializer_list<LinkInWords>;
using MessageValues = std::initializer_list<MessageValue>;

/// One language. Immutable; lives as long as the program.
class Locale {
  public:
    Locale(std::string_view language, std::string_view json);

    std::string_view language() const { return language_; }  ///< "ar"
    bool right_to_left() const;
    std::string_view direction() const { return right_to_left() ? "rtl" : "ltr"; }
    /// What its speakers call it.
    std::string const& own_name() const { return (*this)("pages.language.own_name"); }

    /// A message without values; "" for a key that there is not.
    std::string const& operator()(std::string_view key) const;
    std::string operator()(std::string_view key, MessageValues values) const;
    /// As HTML: texts are escaped, `<b>` is strong, other marks are links.
    SafeHtml html(std::string_view key, MessageValues values = {}, LinksInWords links = {}) const;

    /// Every key, in order.
    std::vector<std::string_view> keys() const;
    Message const* find(std::string_view key) const;

  private:
    std::string fill(Message const& message, MessageValues values, bool as_html) const;

    std::string language_;
    std::map<std::string, Message, std::less<>> messages_;
};

/// All of them, English first.
std::span<Locale const* const> all_locales();
/// Of a tag of whatever region (`de-AT`, `pt_BR`); null when the server does not speak it.
Locale const* find_locale(std::string_view tag);
/// The same, or English.
Locale const& locale_for(std::string_view tag);

/// In which an answer is to be: what `?lang=` asks for, else the cookie `lang`, the language of the
/// account, the first of Accept-Language that there is, the server's own.
Locale const& locale_of(Call const& call);
/// The same where nobody knows who asks.
Locale const& locale_of(Server& server, http::Request const& request);

/// The first language of an `Accept-Language` that the server speaks, by its weights; or null.
Locale const* first_accepted(std::string_view accept_language);

inline constexpr std::string_view language_cookie = "lang";

/// A sentence of `error.*`, said in English where it happened, as this language has it; "" for
/// others.
std::string_view translated(Locale const& locale, std::string_view english);

}  // namespace skein::social
