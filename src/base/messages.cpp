#include "base/messages.h"

#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include <algorithm>

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

/// ICU writes into its formats while they are used, so each use has its own copy.
struct Message::Chooser {
    explicit Chooser(icu::MessageFormat pattern) : format(std::move(pattern)) {}
    icu::MessageFormat format;
};

Result<Message> Message::parse(std::string_view pattern, std::string_view language) {
    auto const text = utf16(pattern);
    UErrorCode code = U_ZERO_ERROR;
    icu::MessagePattern const parsed(text, nullptr, code);
    if (U_FAILURE(code))
        return fail(Errc::bad_request, fmt::format("no message: {}", u_errorName(code)));
    Message message;
    auto chooses = false, in_value = false;
    std::int32_t at = 0;
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        auto const& part = parsed.getPart(i);
        auto const type = part.getType();
        if (!in_value)
            add_text(message.pieces_, utf8(text.tempSubStringBetween(at, part.getIndex())));
        at = part.getLimit();
        if (type == UMSGPAT_PART_TYPE_ARG_START) in_value = true;
        if (type == UMSGPAT_PART_TYPE_ARG_LIMIT) in_value = false;
        if (type == UMSGPAT_PART_TYPE_ARG_START && part.getArgType() != UMSGPAT_ARG_TYPE_NONE)
            chooses = true;
        if (type != UMSGPAT_PART_TYPE_ARG_NAME && type != UMSGPAT_PART_TYPE_ARG_NUMBER) continue;
        auto name = utf8(parsed.getSubstring(part));
        if (std::ranges::find(message.names_, name) == message.names_.end())
            message.names_.push_back(name);
        message.pieces_.push_back({std::move(name), true});
    }
    if (!chooses) return message;
    message.pieces_.clear();
    icu::MessageFormat format(text, icu::Locale(std::string(language).c_str()), code);
    if (U_FAILURE(code))
        return fail(Errc::bad_request, fmt::format("no message: {}", u_errorName(code)));
    message.chooser_ = std::make_shared<Chooser const>(std::move(format));
    return message;
}

std::string Message::fill(std::span<MessageValue const> values) const {
    std::string out;
    if (!chooser_) {
        for (auto const& piece : pieces_) {
            auto const* value = piece.is_value ? find_value(values, piece.text) : nullptr;
            out += value ? text_of(*value) : piece.text;
        }
        return out;
    }
    auto const format = chooser_->format;
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> formattables;
    for (auto const& value : values) {
        names.push_back(utf16(value.name));
        if (auto const* number = std::get_if<std::int64_t>(&value.value))
            formattables.emplace_back(*number);
        else formattables.emplace_back(utf16(std::get<std::string_view>(value.value)));
    }
    icu::UnicodeString text;
    UErrorCode code = U_ZERO_ERROR;
    format.format(names.data(), formattables.data(), static_cast<std::int32_t>(names.size()), text,
                  code);
    return utf8(text);
}

std::string const& Message::plain() const {
    static std::string const none;
    auto const is_plain = !chooser_ && pieces_.size() == 1 && !pieces_.front().is_value;
    return is_plain ? pieces_.front().text : none;
}

}  // namespace skein
