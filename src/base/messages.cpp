#include "base/messages.h"

#include <unicode/messagepattern.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

#include <algorithm>
#include <optional>

namespace skein {
namespace {

std::string utf8(icu::UnicodeString const& text) {
    std::string out;
    return text.toUTF8String(out);
}

icu::UnicodeString utf16(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

/// Joins texts at the one end of the list, so that a message without values is one piece.
template <class Pieces>
void add_text(Pieces& pieces, std::string text) {
    if (text.empty()) return;
    if (pieces.empty() || pieces.back().is_value) pieces.push_back({std::move(text), false});
    else pieces.back().text += text;
}

MessageValue const* find_value(std::span<MessageValue const> values, std::string_view name) {
    auto const found = std::ranges::find(values, name, &MessageValue::name);
    return found == values.end() ? nullptr : &*found;
}

std::string text_of(MessageValue const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value.value))
        return std::to_string(*number);
    return std::string(std::get<std::string_view>(value.value));
}

}  // namespace

/// A message that chooses, as a tree. ICU reads it, knows which form a number takes in a language
/// and how the number is written there; its own MessageFormat does the same, but must be copied for
/// each use, which takes a thousand times as long.
struct Message::Chooser {
    class Reader;
    struct Option;
    struct Node {
        enum class Kind : std::uint8_t { text, value, number, plural, select };
        Kind kind = Kind::text;
        std::string text = {};  ///< As it is, or the name of the value.
        std::vector<Option> options = {};
    };
    using Nodes = std::vector<Node>;
    struct Option {
        std::string selector;
        std::optional<double> exact;  ///< Of `=2`.
        Nodes nodes;
    };

    explicit Chooser(std::string const& language)
        : locale((language + "-u-nu-latn").c_str()),
          numbers(icu::number::NumberFormatter::withLocale(locale)) {
        UErrorCode code = U_ZERO_ERROR;
        rules.reset(icu::PluralRules::forLocale(locale, code));
    }

    void fill(Nodes const& from, std::span<MessageValue const> values, std::int64_t number,
              std::string& out) const {
        for (auto const& node : from) {
            auto const* value = find_value(values, node.text);
            if (node.kind == Node::Kind::text) out += node.text;
            else if (node.kind == Node::Kind::number) out += written(number);
            else if (node.kind == Node::Kind::value) out += value ? text_of(*value) : node.text;
            else choose(node, value, values, out);
        }
    }

    void choose(Node const& node, MessageValue const* value, std::span<MessageValue const> values,
                std::string& out) const {
        auto const* given = value ? std::get_if<std::int64_t>(&value->value) : nullptr;
        auto const number = given ? *given : 0;
        auto wanted = value ? text_of(*value) : std::string();
        if (node.kind == Node::Kind::plural) {
            auto const exact =
                std::ranges::find(node.options, static_cast<double>(number),
                                  [](Option const& option) { return option.exact.value_or(-0.5); });
            if (exact != node.options.end()) return fill(exact->nodes, values, number, out);
            wanted = rules ? utf8(rules->select(static_cast<double>(number))) : "other";
        }
        auto found = std::ranges::find(node.options, wanted, &Option::selector);
        if (found == node.options.end())
            found = std::ranges::find(node.options, "other", &Option::selector);
        if (found != node.options.end()) fill(found->nodes, values, number, out);
    }

    std::string written(std::int64_t number) const {
        UErrorCode code = U_ZERO_ERROR;
        auto const text = numbers.formatInt(number, code).toString(code);
        return U_FAILURE(code) ? std::to_string(number) : utf8(text);
    }

    icu::Locale locale;
    icu::number::LocalizedNumberFormatter numbers;
    std::unique_ptr<icu::PluralRules const> rules;
    Nodes whole;
};

/// Reads the parts of a pattern into a tree.
class Message::Chooser::Reader {
  public:
    Reader(icu::MessagePattern const& parsed, icu::UnicodeString const& text)
        : parsed_(parsed), text_(text) {}

    /// One message, from its beginning at `at_` to behind its end.
    Nodes read_message() {
        Nodes nodes;
        auto from = part().getLimit();
        for (++at_;; ++at_) {
            auto const& now = part();
            auto before = utf8(text_.tempSubStringBetween(from, now.getIndex()));
            if (!before.empty()) nodes.push_back({.kind = Node::Kind::text, .text = before});
            from = now.getLimit();
            auto const type = now.getType();
            if (type == UMSGPAT_PART_TYPE_MSG_LIMIT) break;
            if (type == UMSGPAT_PART_TYPE_REPLACE_NUMBER)
                nodes.push_back({.kind = Node::Kind::number});
            if (type != UMSGPAT_PART_TYPE_ARG_START) continue;
            nodes.push_back(read_value());
            from = part().getLimit();
        }
        return nodes;
    }
    bool knows_all() const { return knows_all_; }

  private:
    icu::MessagePattern::Part const& part() const { return parsed_.getPart(at_); }

    /// Stops at the end of the value.
    Node read_value() {
        Node node;
        auto const type = part().getArgType();
        knows_all_ =
            knows_all_ && (type == UMSGPAT_ARG_TYPE_NONE || type == UMSGPAT_ARG_TYPE_PLURAL ||
                           type == UMSGPAT_ARG_TYPE_SELECT);
        node.kind = type == UMSGPAT_ARG_TYPE_PLURAL   ? Node::Kind::plural
                    : type == UMSGPAT_ARG_TYPE_SELECT ? Node::Kind::select
                                                      : Node::Kind::value;
        ++at_;
        node.text = utf8(parsed_.getSubstring(part()));
        for (++at_; part().getType() != UMSGPAT_PART_TYPE_ARG_LIMIT; ++at_) {
            // An offset of a plural, or a style of a number, which no message here has.
            knows_all_ = knows_all_ && part().getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR;
            if (!knows_all_) continue;
            Option option{utf8(parsed_.getSubstring(part())), {}, {}};
            ++at_;
            if (part().getType() != UMSGPAT_PART_TYPE_MSG_START) {
                option.exact = parsed_.getNumericValue(part());
                ++at_;
            }
            option.nodes = read_message();
            node.options.push_back(std::move(option));
        }
        return node;
    }

    icu::MessagePattern const& parsed_;
    icu::UnicodeString const& text_;
    std::int32_t at_ = 0;
    bool knows_all_ = true;
};

Result<Message> Message::parse(std::string_view pattern, std::string_view language) {
    auto const text = utf16(pattern);
    UErrorCode code = U_ZERO_ERROR;
    icu::MessagePattern const parsed(text, nullptr, code);
    if (U_FAILURE(code))
        return fail(Errc::bad_request, fmt::format("no message: {}", u_errorName(code)));
    Message message;
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        auto const type = parsed.getPart(i).getType();
        if (type != UMSGPAT_PART_TYPE_ARG_NAME && type != UMSGPAT_PART_TYPE_ARG_NUMBER) continue;
        auto name = utf8(parsed.getSubstring(parsed.getPart(i)));
        if (std::ranges::find(message.names_, name) == message.names_.end())
            message.names_.push_back(std::move(name));
    }
    Chooser::Reader reader(parsed, text);
    auto nodes = reader.read_message();
    if (!reader.knows_all())
        return fail(Errc::bad_request, "no message: only values, plural and select are known");
    using Kind = Chooser::Node::Kind;
    auto const chooses = std::ranges::any_of(nodes, [](Chooser::Node const& node) {
        return node.kind == Kind::plural || node.kind == Kind::select;
    });
    if (chooses) {
        auto chooser = std::make_shared<Chooser>(std::string(language));
        chooser->whole = std::move(nodes);
        message.chooser_ = std::move(chooser);
        return message;
    }
    for (auto& node : nodes) {
        if (node.kind == Kind::value) message.pieces_.push_back({std::move(node.text), true});
        else add_text(message.pieces_, std::move(node.text));
    }
    return message;
}

std::string Message::fill(std::span<MessageValue const> values) const {
    std::string out;
    if (chooser_) {
        chooser_->fill(chooser_->whole, values, 0, out);
        return out;
    }
    for (auto const& piece : pieces_) {
        auto const* value = piece.is_value ? find_value(values, piece.text) : nullptr;
        out += value ? text_of(*value) : piece.text;
    }
    return out;
}

std::string const& Message::plain() const {
    static std::string const none;
    auto const is_plain = !chooser_ && pieces_.size() == 1 && !pieces_.front().is_value;
    return is_plain ? pieces_.front().text : none;
}

}  // namespace skein
