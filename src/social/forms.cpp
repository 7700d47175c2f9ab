#include <algorithm>

#include "social/pages.h"

namespace skein::social {
namespace {

SafeHtml attribute_if(bool wanted, SafeHtml const& attribute) {
    return wanted ? attribute : SafeHtml();
}

}  // namespace

Form::Form(Locale const& locale, std::string_view action, FormToken const& token,
           FieldErrors errors)
    : locale_(&locale), action_(action), errors_(std::move(errors)) {
    // What a rule of the domain refused, it said in English.
    for (auto& error : errors_)
        if (auto const known = translated(locale, error.message); !known.empty())
            error.message = known;
    hidden("csrf", token.value);
}

std::string const* Form::error_of(std::string_view name) const {
    auto const found = std::ranges::find(errors_, name, &FieldError::field);
    return found == errors_.end() ? nullptr : &found->message;
}

SafeHtml Form::begin_field(Input const& input) const {
    auto const optional =
        html(" <span class=\"quiet\">{}</span>", (*locale_)("pages.form.optional"));
    return html("<div class=\"field\"><label for=\"{}\">{}{}</label>", input.name, input.label,
                attribute_if(!input.required, optional));
}

SafeHtml Form::attributes(Input const& input) const {
    auto out = html(" id=\"{}\" name=\"{}\" autocomplete=\"{}\"", input.name, input.name,
                    input.autocomplete);
    if (input.required) out += " required";
    if (input.characters_max > 0) out += html(" maxlength=\"{}\"", input.characters_max);
    auto const wrong = error_of(input.name) != nullptr;
    if (wrong) out += " aria-invalid=\"true\"";
    if (wrong || !input.hint.empty())
        out +=
            html(" aria-describedby=\"{}{}\"", wrong ? html("{}-wrong", input.name) : SafeHtml(),
                 input.hint.empty() ? SafeHtml() : html("{}{}-hint", wrong ? " " : "", input.name));
    return out;
}

SafeHtml Form::end_field(Input const& input) const {
    SafeHtml out;
    if (auto const* error = error_of(input.name))
        out += html("<p class=\"wrong\" id=\"{}-wrong\">{}</p>", input.name, *error);
    if (!input.hint.empty())
        out += html("<p class=\"hint\" id=\"{}-hint\">{}</p>", input.name, input.hint);
    return out + "</div>";
}

Form& Form::input(Input const& input) {
    known_.emplace_back(input.name);
    body_ += begin_field(input);
    if (!input.suffix.empty()) body_ += "<div class=\"with-end\">";
    body_ += html("<input type=\"{}\"{}", input.type, attributes(input));
    if (input.type != "password") body_ += html(" value=\"{}\"", input.value);
    if (input.autocomplete == "username" || input.type == "email")
        body_ += " autocapitalize=\"none\" spellcheck=\"false\" dir=\"ltr\"";
    body_ += ">";
    if (!input.suffix.empty()) body_ += html("<span dir=\"ltr\">{}</span></div>", input.suffix);
    body_ += end_field(input);
    return *this;
}

Form& Form::area(Input const& input) {
    known_.emplace_back(input.name);
    body_ += begin_field(input);
    body_ += html("<textarea rows=\"4\"{}>\n{}</textarea>", attributes(input), input.value);
    body_ += end_field(input);
    return *this;
}

Form& Form::hidden(std::string_view name, std::string_view value) {
    body_ += html("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
    return *this;
}

Form& Form::check(std::string_view name, SafeHtml const& label, bool checked) {
    known_.emplace_back(name);
    auto const* error = error_of(name);
    body_ += html(
        "<div class=\"field\"><label class=\"choice\"><input type=\"checkbox\" id=\"{}\" "
        "name=\"{}\" value=\"1\"{}{}><span class=\"plain\">{}</span></label>",
        name, name, attribute_if(checked, " checked"),
        error ? html(" aria-invalid=\"true\" aria-describedby=\"{}-wrong\"", name) : SafeHtml(),
        label);
    if (error) body_ += html("<p class=\"wrong\" id=\"{}-wrong\">{}</p>", name, *error);
    body_ += "</div>";
    return *this;
}

Form& Form::choose(std::string_view name, std::string_view legend,
                   std::vector<Choice> const& choices, std::string_view chosen) {
    known_.emplace_back(name);
    // The link in a summary of errors leads to the first choice.
    body_ += html("<fieldset><legend id=\"{}\">{}</legend>", name, legend);
    if (auto const* error = error_of(name)) body_ += html("<p class=\"wrong\">{}</p>", *error);
    for (auto const& choice : choices) {
        body_ += html(
            "<label class=\"choice\"><input type=\"radio\" name=\"{}\" value=\"{}\"{}><span "
            "class=\"plain\"><strong>{}</strong>",
            name, choice.value, attribute_if(choice.value == chosen, " checked"), choice.label);
        if (!choice.hint.empty()) body_ += html(" <span>{}</span>", choice.hint);
        body_ += "</span></label>";
    }
    body_ += "</fieldset>";
    return *this;
}

Form& Form::add(SafeHtml const& more) {
    body_ += more;
    return *this;
}

SafeHtml Form::done(std::string_view button, SafeHtml const& beside) {
    SafeHtml summary;
    if (!errors_.empty()) {
        summary += html("<div class=\"note bad\" role=\"alert\"><strong>{}</strong><ul>",
                        (*locale_)("pages.form.check"));
        for (auto const& error : errors_) {
            auto const linked = std::ranges::find(known_, error.field) != known_.end();
            summary += linked ? html("<li><a href=\"#{}\">{}</a></li>", error.field, error.message)
                              : html("<li>{}</li>", error.message);
        }
        summary += "</ul></div>";
    }
    // Only so does a browser send files.
    auto const encoding = body_.str().contains(" type=\"file\"")
                              ? SafeHtml(" enctype=\"multipart/form-data\"")
                              : SafeHtml();
    // The browser's own bubbles vanish and say less than our words at the field.
    return summary + html(
                         "<form method=\"post\" action=\"{}\"{} novalidate>{}<div "
                         "class=\"actions\"><button type=\"submit\">{}</button>{}</div></form>",
                         action_, encoding, body_, button, beside);
}

SafeHtml Form::button(std::string_view label, std::string_view kind) {
    return html(
        "<form class=\"inline\" method=\"post\" action=\"{}\">{}<button type=\"submit\" "
        "class=\"{}\">{}</button></form>",
        action_, body_, kind, label);
}

}  // namespace skein::social
