#include "base/markup_scanner.h"

#include <algorithm>

#include "base/ascii.h"

namespace skein {
namespace {

/// No name of an element or attribute that is looked at is longer.
constexpr std::size_t name_bytes_max = 16;

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool ends_name(char c) { return is_white(c) || c == '/' || c == '>'; }

std::string short_name(std::string_view name) {
    return name.size() > name_bytes_max ? std::string() : ascii_lower(name);
}

}  // namespace

template <class Ends>
std::string_view MarkupScanner::take_until(Ends ends) {
    auto const from = at_;
    while (!done() && !ends(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
}

void MarkupScanner::skip_white() {
    take_until([](char c) { return !is_white(c); });
}

bool MarkupScanner::at_start_tag() const { return peek() == '<' && is_letter(peek(1)); }

bool MarkupScanner::at_end_tag() const {
    return peek() == '<' && peek(1) == '/' && is_letter(peek(2));
}

bool MarkupScanner::at_comment() const {
    return peek() == '<' && (peek(1) == '!' || peek(1) == '?' || (peek(1) == '/' && !at_end_tag()));
}

std::string_view MarkupScanner::take_text() {
    auto const from = at_;
    skip_to(text_.find('<', from + 1));
    return text_.substr(from, at_ - from);
}

void MarkupScanner::skip_comment() {
    if (!text_.substr(at_).starts_with("<!--")) {
        auto const end = text_.find('>', at_);
        skip_to(end == std::string_view::npos ? end : end + 1);
        return;
    }
    // `<!-->` is a whole one.
    auto place = text_.find("--", at_ + 2);
    while (place != std::string_view::npos) {
        auto const rest = text_.substr(place + 2);
        if (rest.starts_with('>')) return skip_to(place + 3);
        if (rest.starts_with("!>")) return skip_to(place + 4);
        place = text_.find("--", place + 1);
    }
    at_ = text_.size();
}

std::optional<WrittenTag> MarkupScanner::take_tag() {
    WrittenTag tag;
    at_ += peek(1) == '/' ? 2 : 1;
    tag.name = short_name(take_until(ends_name));
    while (!done()) {
        take_until([](char c) { return !is_white(c) && c != '/'; });
        if (peek() == '>') {
            ++at_;
            return tag;
        }
        take_attribute(tag);
    }
    return std::nullopt;
}

void MarkupScanner::take_attribute(WrittenTag& tag) {
    auto const from = at_;
    // An equals sign in front is a part of the name.
    if (!done()) ++at_;
    take_until([](char c) { return ends_name(c) || c == '='; });
    auto const name = short_name(text_.substr(from, at_ - from));
    skip_white();
    std::string_view value;
    if (peek() == '=') {
        ++at_;
        skip_white();
        value = take_value();
    }
    auto const found = std::ranges::find(markup_attributes, name);
    if (found == markup_attributes.end()) return;
    auto& place = tag.attributes[static_cast<std::size_t>(found - markup_attributes.begin())];
    if (!place) place = value;
}

std::string_view MarkupScanner::take_value() {
    auto const quote = peek();
    if (quote == '>') return {};
    if (quote != '"' && quote != '\'')
        return take_until([](char c) { return is_white(c) || c == '>'; });
    ++at_;
    auto const value = take_until([&](char c) { return c == quote; });
    skip_to(at_ + 1);
    return value;
}

void MarkupScanner::skip_to_end_of(std::string_view name) {
    for (auto place = text_.find("</", at_); place != std::string_view::npos;
         place = text_.find("</", place + 2)) {
        auto const after = place + 2 + name.size();
        if (after >= text_.size() || !ends_name(text_[after])) continue;
        if (ascii_lower(text_.substr(place + 2, name.size())) != name) continue;
        at_ = place;
        take_tag();
        return;
    }
    at_ = text_.size();
}

}  // namespace skein
