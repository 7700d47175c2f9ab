#include "base/tame_markup.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/markup_scanner.h"

namespace skein {
namespace {

enum class Kind : std::uint8_t {
    within,    ///< A part of a line; kept.
    block,     ///< Kept.
    heading,   ///< Becomes a paragraph in strong.
    line_end,  ///< Kept; has no end.
    boundary,  ///< Goes; what follows begins a line.
    gap,       ///< Goes; leaves a space within a line.
    hidden,    ///< Goes with all that is inside: that is for machines.
};

struct Tag {
    std::string_view name;
    Kind kind;
    std::string_view opens, closes;
};

constexpr std::array tags{
    Tag{"a", Kind::within, "a", "</a>"},
    Tag{"b", Kind::within, "b", "</b>"},
    Tag{"blockquote", Kind::block, "blockquote", "</blockquote>"},
    Tag{"br", Kind::line_end, "br", {}},
    Tag{"code", Kind::within, "code", "</code>"},
    Tag{"del", Kind::within, "del", "</del>"},
    Tag{"em", Kind::within, "em", "</em>"},
    Tag{"i", Kind::within, "i", "</i>"},
    Tag{"ins", Kind::within, "u", "</u>"},
    Tag{"li", Kind::block, "li", "</li>"},
    Tag{"ol", Kind::block, "ol", "</ol>"},
    Tag{"p", Kind::block, "p", "</p>"},
    Tag{"pre", Kind::block, "pre", "</pre>"},
    Tag{"rp", Kind::within, "rp", "</rp>"},
    Tag{"rt", Kind::within, "rt", "</rt>"},
    Tag{"ruby", Kind::within, "ruby", "</ruby>"},
    Tag{"s", Kind::within, "s", "</s>"},
    Tag{"span", Kind::within, "span", "</span>"},
    Tag{"strike", Kind::within, "s", "</s>"},
    Tag{"strong", Kind::within, "strong", "</strong>"},
    Tag{"tt", Kind::within, "code", "</code>"},
    Tag{"u", Kind::within, "u", "</u>"},
    Tag{"ul", Kind::block, "ul", "</ul>"},
    Tag{"h1", Kind::heading, "p", "</strong></p>"},
    Tag{"h2", Kind::heading, "p", "</strong></p>"},
    Tag{"h3", Kind::heading, "p", "</strong></p>"},
    Tag{"h4", Kind::heading, "p", "</strong></p>"},
    Tag{"h5", Kind::heading, "p", "</strong></p>"},
    Tag{"h6", Kind::heading, "p", "</strong></p>"},
};

constexpr std::array<std::string_view, 26> boundaries{
    "address", "article",  "aside",      "caption", "center",  "dd",    "details", "div", "dl",
    "dt",      "fieldset", "figcaption", "figure",  "footer",  "form",  "header",  "hr",  "legend",
    "main",    "nav",      "option",     "section", "summary", "table", "tbody",   "tr"};
constexpr std::array<std::string_view, 2> gaps{"td", "th"};
constexpr std::array<std::string_view, 9> hidden{
    "iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"};

bool is_one_of(std::string_view name, std::span<std::string_view const> names) {
    return std::ranges::find(names, name) != names.end();
}

Tag const* find_tag(std::string_view name) {
    auto const found = std::ranges::find(tags, name, &Tag::name);
    if (found != tags.end()) return &*found;
    static constexpr Tag boundary{{}, Kind::boundary, {}, {}}, gap{{}, Kind::gap, {}, {}},
        machine{{}, Kind::hidden, {}, {}};
    if (is_one_of(name, boundaries)) return &boundary;
    if (is_one_of(name, gaps)) return &gap;
    return is_one_of(name, hidden) ? &machine : nullptr;
}

bool is_block(Tag const& tag) { return tag.kind == Kind::block || tag.kind == Kind::heading; }
bool is_paragraph(Tag const& tag) { return tag.opens == "p"; }
bool is_list(Tag const& tag) { return tag.name == "ul" || tag.name == "ol"; }

/// What stands beside the signs of a ruby.
bool is_reading(Tag const& tag) { return tag.name == "rt" || tag.name == "rp"; }

/// How many elements of the tree it is.
std::size_t levels(Tag const& tag) { return tag.kind == Kind::heading ? 2 : 1; }

class Tamer {
  public:
    explicit Tamer(std::string_view html) : scanner_(html) { out_.reserve(html.size() + 64); }

    std::string run();

  private:
    void take_start();
    void take_end();
    void open(Tag const& tag, WrittenTag const& written);
    void close_what_ends(Tag const& tag);
    void close_inside_nearest_ruby();
    void close_down_to(std::size_t size);
    template <class Is, class Stops>
    void close_nearest(Is is, Stops stops);
    void write_tag(std::string_view name, WrittenTag const& written);
    void text(std::string_view text);
    void begin_line();
    bool spend(std::size_t count);

    MarkupScanner scanner_;
    std::string out_;
    std::vector<Tag const*> open_;
    std::size_t depth_ = 0;
    std::size_t written_ = 0;
    // Is nothing on this line yet? And has one ended since, without a tag that says so?
    bool line_is_empty_ = true, line_has_ended_ = false;
};

std::string Tamer::run() {
    while (!scanner_.done()) {
        if (scanner_.at_start_tag()) take_start();
        else if (scanner_.at_end_tag()) take_end();
        else if (scanner_.at_comment()) scanner_.skip_comment();
        else text(scanner_.take_text());
    }
    close_down_to(0);
    return std::move(out_);
}

bool Tamer::spend(std::size_t count) {
    if (written_ + count > markup_tags_max) return false;
    written_ += count;
    return true;
}

void Tamer::take_start() {
    auto const written = scanner_.take_tag();
    auto const* const tag = written ? find_tag(written->name) : nullptr;
    if (!tag) return;
    switch (tag->kind) {
        case Kind::within:
        case Kind::block:
        case Kind::heading: open(*tag, *written); break;
        case Kind::line_end:
            if (!spend(1)) break;
            begin_line();
            out_ += "<br>";
            line_is_empty_ = true;
            break;
        case Kind::boundary: line_has_ended_ = !line_is_empty_; break;
        case Kind::gap:
            if (!line_is_empty_ && !line_has_ended_) out_ += ' ';
            break;
        case Kind::hidden: scanner_.skip_to_end_of(written->name); break;
    }
}

void Tamer::open(Tag const& tag, WrittenTag const& written) {
    close_what_ends(tag);
    if (is_reading(tag) && (open_.empty() || open_.back()->name != "ruby")) return;
    if (depth_ + levels(tag) > markup_depth_max || !spend(levels(tag))) return;
    if (is_block(tag)) {
        line_is_empty_ = true;
        line_has_ended_ = false;
    } else {
        begin_line();
    }
    write_tag(tag.opens, written);
    if (tag.kind == Kind::heading) out_ += "<strong>";
    open_.push_back(&tag);
    depth_ += levels(tag);
}

/// What is over where this begins, as HTML5 has it: no paragraph holds a block, no link a link.
void Tamer::close_what_ends(Tag const& tag) {
    auto const never = [](Tag const&) { return false; };
    if (is_block(tag)) close_nearest(is_paragraph, never);
    auto const same = [&](Tag const& other) { return other.opens == tag.opens; };
    if (tag.name == "a") close_nearest(same, never);
    if (tag.name == "li")
        close_nearest(
            same, [](Tag const& other) { return is_list(other) || other.name == "blockquote"; });
    // Just below its ruby, or nowhere: a tree builder ends other things before it.
    if (is_reading(tag)) close_inside_nearest_ruby();
}

void Tamer::close_inside_nearest_ruby() {
    for (auto place = open_.size(); place > 0; --place) {
        auto const& tag = *open_[place - 1];
        if (tag.name == "ruby") return close_down_to(place);
        if (is_block(tag)) return;
    }
}

/// Closes down to the innermost that is meant, unless it lies outside of what stops the search.
template <class Is, class Stops>
void Tamer::close_nearest(Is is, Stops stops) {
    for (auto place = open_.size(); place > 0; --place) {
        auto const& tag = *open_[place - 1];
        if (is(tag)) return close_down_to(place - 1);
        if (stops(tag)) return;
    }
}

void Tamer::close_down_to(std::size_t size) {
    while (open_.size() > size) {
        auto const& tag = *open_.back();
        out_ += tag.closes;
        depth_ -= levels(tag);
        open_.pop_back();
        if (!is_block(tag)) continue;
        line_is_empty_ = true;
        line_has_ended_ = false;
    }
}

void Tamer::take_end() {
    auto const written = scanner_.take_tag();
    auto const* const tag = written ? find_tag(written->name) : nullptr;
    if (!tag) return;
    if (tag->kind == Kind::boundary) line_has_ended_ = !line_is_empty_;
    if (tag->opens.empty() || tag->kind == Kind::line_end) return;
    // A misplaced end of something within a line must not end the paragraph around it.
    close_nearest(
        [&](Tag const& other) {
            return other.name == tag->name ||
                   (tag->kind == Kind::heading && other.kind == Kind::heading);
        },
        [&](Tag const& other) {
            if (!is_block(*tag)) return is_block(other);
            return tag->name == "li" && is_list(other);
        });
}

void Tamer::begin_line() {
    if (line_has_ended_ && spend(1)) out_ += "<br>";
    line_has_ended_ = false;
}

void Tamer::write_tag(std::string_view name, WrittenTag const& written) {
    (out_ += '<') += name;
    for (std::size_t i = 0; i < markup_attributes.size(); ++i) {
        if (!written.attributes[i]) continue;
        ((out_ += ' ') += markup_attributes[i]) += "=\"";
        for (auto const c : *written.attributes[i]) {
            if (c == '"') out_ += "&quot;";
            else out_ += c;
        }
        out_ += '"';
    }
    out_ += '>';
}

void Tamer::text(std::string_view text) {
    if (text.find_first_not_of(" \t\r\n\f") != std::string_view::npos) {
        begin_line();
        line_is_empty_ = false;
    }
    if (text.starts_with('<')) {
        out_ += "&lt;";
        text.remove_prefix(1);
    }
    out_ += text;
}

}  // namespace

std::string tame_markup(std::string_view html) { return Tamer(html).run(); }

}  // namespace skein
