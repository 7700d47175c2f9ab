// Pages drawn by the server, complete without JavaScript: one frame, one kind of form, one set of
// headers for all of them.
//
//     PageWriter page(call);
//     auto const& say = page.locale();
//     auto form = page.form("/auth/sign_in", errors);
//     form.input({.name = "login", .label = say("sign_in.page.login"), .value = input.login});
//     return page.reply({.title = say("sign_in.page.title"), .body = form.done(say("…"))});
//
// Words come from `locales/`, in the language of whoever looks (locales.h).
//
// Errors of a form stand in a summary above it, each linked to its field, and again at the field.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/html.h"
#include "core/endpoint.h"
#include "core/forms.h"
#include "social/instance.h"
#include "social/locales.h"

namespace skein::social {

/// What was wrong with one field of a form, in words that say what to do. `field` "" is the form as
/// a whole.
struct FieldError {
    std::string field, message;
};
using FieldErrors = std::vector<FieldError>;

/// One text field.
struct Input {
    std::string_view name, label;
    std::string value = {};
    std::string_view type = "text";
    std::string_view autocomplete = "off";
    SafeHtml hint = {};
    std::string suffix = {};  ///< Shown behind the field: `@example.org`.
    bool required = true;
    std::size_t characters_max = 0;
};

/// One of several answers.
struct Choice {
    std::string_view value;
    SafeHtml label;
    std::string_view hint = {};
};

/// A form of ours, with its CSRF token.
class Form {
  public:
    Form& input(Input const& input);
    Form& area(Input const& input);
    Form& hidden(std::string_view name, std::string_view value);
    Form& check(std::string_view name, SafeHtml const& label, bool checked);
    Form& choose(std::string_view name, std::string_view legend, std::vector<Choice> const& choices,
                 std::string_view chosen);
    Form& add(SafeHtml const& html);
    /// The summary of errors and the finished form.
    SafeHtml done(std::string_view button, SafeHtml const& beside = {});
    /// A form that is one button, drawn in line: `kind` is a class ("second", "danger", "link").
    SafeHtml button(std::string_view label, std::string_view kind);

  private:
    friend class PageWriter;
    Form(Locale const& locale, std::string_view action, FormToken const& token, FieldErrors errors);
    std::string const* error_of(std::string_view name) const;
    SafeHtml begin_field(Input const& input) const;
    SafeHtml attributes(Input const& input) const;
    SafeHtml end_field(Input const& input) const;

    Locale const* locale_;
    std::string action_;
    FieldErrors errors_;
    SafeHtml body_;
    std::vector<std::string> known_;
};

/// A link that every page has.
struct FrameLink {
    std::string_view path;
    std::string_view label;  ///< The key of its words.
    int place = 0;           ///< Smaller ones come first.
};
/// Those in the bar on top and at the foot; features add theirs. A part of the board.
struct FrameLinks {
    std::vector<FrameLink> top, foot;
};

/// What differs from page to page.
struct PageContent {
    std::string title = {};  ///< Of the page; the server's own title follows it.
    SafeHtml body = {};
    SafeHtml head = {};  ///< More for the page's head: links and descriptions for machines.
    int status = 200;
    bool wide = false;
    bool failed = false;  ///< The title says so first, for those who hear the page; 422 unless
                          ///< another status is given.
    std::string form_target =
        {};  ///< A further source for `form-action`, e.g. `https://app.example`.
};

/// Draws the page that answers one call.
class PageWriter {
  public:
    explicit PageWriter(Call const& call);

    Form form(std::string_view action, FieldErrors errors = {}) const;
    /// The language of this page.
    Locale const& locale() const { return locale_; }
    /// The server's title, description and mode of registration.
    ServerWords const& words() const { return words_; }
    Reply reply(PageContent const& content) const;

  private:
    Call const& call_;
    Locale const& locale_;
    FormToken token_;
    mutable bool has_form_ = false;  ///< A cookie is set only where a form needs it.
    ServerWords words_;
};

/// What most pages are: one card with a heading.
SafeHtml card(std::string_view heading, SafeHtml const& content);

/// A page that only says something: a heading, a paragraph, and where to go on.
Reply notice_page(Call const& call, std::string_view title, SafeHtml const& text, int status = 200);

/// One page of the settings; features add theirs to the list of tabs.
struct SettingsTab {
    std::string path;
    std::string label;  ///< The key of its words.
    int place = 0;      ///< Smaller ones come first.
};
/// The tabs of one server. A part of the board.
struct SettingsTabs {
    std::vector<SettingsTab> all;
};

struct SettingsPage {
    std::string_view path;  ///< The tab that is shown.
    std::string title;
    SafeHtml word = {};  ///< What was just done, or nothing.
    SafeHtml body = {};
    bool failed = false;
};
/// The content of a settings page with the tabs above it.
PageContent in_settings(Call const& call, SettingsPage page);

/// The server's words; as they are set when the database cannot be asked.
ServerWords server_words(Server& server);

/// A page in the frame for a failed request: `Server::error_page`.
Reply error_page(Server& server, http::Request const& request, Error const& error);

/// What a browser may do with a page of ours (security.md 4.10); `form_target` as above.
void add_page_headers(http::Headers& headers, Server const& server,
                      std::string_view form_target = {});

/// The part of it that holds for every page, whatever its own policy: no sniffing, no frames, no
/// foreign use, no devices; https for a year where we speak it.
void add_browser_headers(http::Headers& headers, Server const& server);

/// `next` when it is a path on this site, else "/": never a way to another site.
std::string safe_next(std::string_view next);

}  // namespace skein::social
