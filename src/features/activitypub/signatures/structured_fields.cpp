#include "features/activitypub/signatures/structured_fields.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/encoding.h"

namespace skein::activitypub::structured {
namespace {

constexpr std::size_t text_bytes_max = 8 << 10;
constexpr std::size_t members_max = 16;
constexpr std::size_t items_max = 64;
constexpr std::size_t parameters_max = 16;
constexpr std::size_t integer_digits_max = 15;
constexpr std::size_t decimal_digits_max = 12;
constexpr std::size_t fraction_digits_max = 3;

bool is_key_start(char c) { return is_lower(c) || c == '*'; }
bool is_key_part(char c) {
    return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '*';
}
bool is_token_start(char c) { return is_letter(c) || c == '*'; }
bool is_token_part(char c) {
    return is_alphanumeric(c) ||
           std::string_view("!#$%&'*+-.^_`|~:/").find(c) != std::string_view::npos;
}

/// RFC 9651 section 4.2, one function for each of its algorithms.
class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    std::optional<Dictionary> dictionary();

  private:
    bool done() const { return at_ == text_.size(); }
    bool sees(char c) const { return !done() && text_[at_] == c; }
    bool take(char c) {
        if (!sees(c)) return false;
        ++at_;
        return true;
    }
    template <class Is>
    std::string_view take_while(Is is) {
        auto const from = at_;
        while (!done() && is(text_[at_])) ++at_;
        return text_.substr(from, at_ - from);
    }
    void skip_spaces() {
        take_while([](char c) { return c == ' '; });
    }
    void skip_white() {
        take_while([](char c) { return c == ' ' || c == '\t'; });
    }

    bool member(Dictionary& members);
    bool key(std::string& name);
    bool inner_list(InnerList& list);
    bool item(Item& item) { return bare(item.value) && parameters(item.parameters); }
    bool parameters(Parameters& parameters);
    bool bare(Bare& value);
    bool number(Bare& value);
    bool string(Bare& value);
    bool token(Bare& value);
    bool bytes(Bare& value);
    bool boolean(Bare& value);

    std::string_view text_;
    std::size_t at_ = 0;
};

std::optional<Dictionary> Parser::dictionary() {
    Dictionary members;
    skip_spaces();
    while (!done()) {
        if (!member(members)) return std::nullopt;
        skip_white();
        if (done()) return members;
        if (!take(',')) return std::nullopt;
        skip_white();
        if (done()) return std::nullopt;
    }
    return members;
}

bool Parser::member(Dictionary& members) {
    auto& member = members.emplace_back();
    if (members.size() > members_max || !key(member.name)) return false;
    if (find(members, member.name) != &member) return false;
    if (take('=')) {
        if (sees('(')) return inner_list(member.value.emplace<InnerList>());
        return item(std::get<Item>(member.value));
    }
    auto& flag = std::get<Item>(member.value);
    flag.value = true;
    return parameters(flag.parameters);
}

bool Parser::key(std::string& name) {
    if (done() || !is_key_start(text_[at_])) return false;
    name = take_while(is_key_part);
    return true;
}

bool Parser::inner_list(InnerList& list) {
    if (!take('(')) return false;
    while (true) {
        skip_spaces();
        if (take(')')) return parameters(list.parameters);
        if (list.items.size() >= items_max || !item(list.items.emplace_back())) return false;
        if (!sees(' ') && !sees(')')) return false;
    }
}

bool Parser::parameters(Parameters& parameters) {
    while (take(';')) {
        skip_spaces();
        auto& parameter = parameters.emplace_back();
        if (parameters.size() > parameters_max || !key(parameter.name)) return false;
        if (find(parameters, parameter.name) != &parameter.value) return false;
        parameter.value = true;
        if (take('=') && !bare(parameter.value)) return false;
    }
    return true;
}

bool Parser::bare(Bare& value) {
    if (done()) return false;
    auto const c = text_[at_];
    if (c == '-' || is_digit(c)) return number(value);
    if (c == '"') return string(value);
    if (is_token_start(c)) return token(value);
    if (c == ':') return bytes(value);
    if (c == '?') return boolean(value);
    return false;
}

bool Parser::number(Bare& value) {
    auto const negative = take('-');
    auto const whole = take_while(is_digit);
    if (whole.empty() || whole.size() > integer_digits_max) return false;
    std::int64_t sum = 0;
    for (auto const c : whole) sum = sum * 10 + (c - '0');
    if (take('.')) {
        auto const fraction = take_while(is_digit);
        if (whole.size() > decimal_digits_max || fraction.empty() ||
            fraction.size() > fraction_digits_max)
            return false;
        for (std::size_t i = 0; i < fraction_digits_max; ++i)
            sum = sum * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
        value = Decimal{negative ? -sum : sum};
    } else {
        value = negative ? -sum : sum;
    }
    return true;
}

bool Parser::string(Bare& value) {
    take('"');
    std::string text;
    while (!done()) {
        auto const c = text_[at_++];
        if (c == '"') {
            value = std::move(text);
            return true;
        }
        if (c < 0x20 || c >= 0x7F) return false;
        if (c != '\\') {
            text += c;
            continue;
        }
        if (!sees('"') && !sees('\\')) return false;
        text += text_[at_++];
    }
    return false;
}

bool Parser::token(Bare& value) {
    value = Token{std::string(take_while(is_token_part))};
    return true;
}

bool Parser::bytes(Bare& value) {
    take(':');
    auto const encoded = take_while([](char c) { return c != ':'; });
    if (!take(':')) return false;
    auto data = from_base64(encoded);
    // Strict, although the standard lets a reader be lenient here.
    if (!data || to_base64(*data) != encoded) return false;
    value = Bytes{*std::move(data)};
    return true;
}

bool Parser::boolean(Bare& value) {
    take('?');
    if (take('1')) value = true;
    else if (take('0')) value = false;
    else return false;
    return true;
}

void append_decimal(std::string& out, std::int64_t thousandths) {
    if (thousandths < 0) out += '-';
    auto const size = thousandths < 0 ? -thousandths : thousandths;
    out += std::to_string(size / 1000);
    auto fraction = std::to_string(1000 + size % 1000).substr(1);
    while (fraction.size() > 1 && fraction.ends_with('0')) fraction.pop_back();
    (out += '.') += fraction;
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    for (auto const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    out += '"';
}

}  // namespace

std::optional<Dictionary> parse_dictionary(std::string_view text) {
    if (text.size() > text_bytes_max) return std::nullopt;
    return Parser(text).dictionary();
}

Member const* find(Dictionary const& dictionary, std::string_view name) {
    auto const found = std::ranges::find(dictionary, name, &Member::name);
    return found == dictionary.end() ? nullptr : &*found;
}

Bare const* find(Parameters const& parameters, std::string_view name) {
    auto const found = std::ranges::find(parameters, name, &Parameter::name);
    return found == parameters.end() ? nullptr : &found->value;
}

void append(std::string& out, Bare const& value) {
    if (auto const* const truth = std::get_if<bool>(&value)) {
        out += *truth ? "?1" : "?0";
    } else if (auto const* const integer = std::get_if<std::int64_t>(&value)) {
        out += std::to_string(*integer);
    } else if (auto const* const decimal = std::get_if<Decimal>(&value)) {
        append_decimal(out, decimal->thousandths);
    } else if (auto const* const text = std::get_if<std::string>(&value)) {
        append_string(out, *text);
    } else if (auto const* const token = std::get_if<Token>(&value)) {
        out += token->text;
    } else if (auto const* const bytes = std::get_if<Bytes>(&value)) {
        ((out += ':') += to_base64(bytes->data)) += ':';
    }
}

void append(std::string& out, Parameters const& parameters) {
    for (auto const& [name, value] : parameters) {
        (out += ';') += name;
        if (auto const* const flag = std::get_if<bool>(&value); flag && *flag) continue;
        out += '=';
        append(out, value);
    }
}

void append(std::string& out, Item const& item) {
    append(out, item.value);
    append(out, item.parameters);
}

void append(std::string& out, InnerList const& list) {
    out += '(';
    auto const* separator = "";
    for (auto const& item : list.items) {
        out += std::exchange(separator, " ");
        append(out, item);
    }
    out += ')';
    append(out, list.parameters);
}

std::string to_string(Dictionary const& dictionary) {
    std::string out;
    auto const* separator = "";
    for (auto const& [name, value] : dictionary) {
        (out += std::exchange(separator, ", ")) += name;
        auto const* const item = std::get_if<Item>(&value);
        auto const* const flag = item ? std::get_if<bool>(&item->value) : nullptr;
        if (flag && *flag) {
            append(out, item->parameters);
            continue;
        }
        out += '=';
        std::visit([&](auto const& any) { append(out, any); }, value);
    }
    return out;
}

}  // namespace skein::activitypub::structured
