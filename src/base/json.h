// JSON. Out: a typed append writer, as fast as memcpy allows. In: one facade over Boost.JSON.
//
// Reading is strict (security.md 5.4): UTF-8 checked, depth 64, 10,000 members, strings of 1 MiB,
// duplicate keys refused, lone surrogates refused.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace skein::json {

/// Appends JSON text to a string it owns. Commas are its business, nesting is the caller's.
///
///     json::Writer out;
///     out.object([&] {
///         out.field("id", status.id);          // ids become strings, as the API wants them
///         out.field("content", status.html);
///         out.key("tags");
///         out.array([&] { for (auto const& tag : tags) out.value(tag.name); });
///     });
///     return out.take();
class Writer {
  public:
    Writer() = default;
    explicit Writer(std::size_t reserve) { out_.reserve(reserve); }

    /// `body` writes what is inside; what it answers, a Result or nothing, is answered.
    template <class Body>
    auto object(Body&& body) {
        return enclose('{', body, '}');
    }
    template <class Body>
    auto array(Body&& body) {
        return enclose('[', body, ']');
    }

    /// A key of our own: ASCII without anything to escape.
    void key(std::string_view name);
    /// A key from outside, escaped.
    void key_escaped(std::string_view name);

    void value(std::string_view text);
    void value(char const* text) { value(std::string_view(text)); }
    void value(std::string const& text) { value(std::string_view(text)); }
    void value(bool truth);
    void value(double number);
    void value(std::nullptr_t);
    void value(Time at);  ///< RFC 3339 with milliseconds.
    template <std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, char>)
    void value(T number) {
        integer(static_cast<std::int64_t>(number));
    }
    template <class Tag>
    void value(Id<Tag> id) {
        quoted_integer(id.value);
    }
    template <class T>
    void value(std::optional<T> const& maybe) {
        maybe ? value(*maybe) : value(nullptr);
    }

    template <class T>
    void field(std::string_view name, T const& v) {
        key(name);
        value(v);
    }

    /// Appends finished JSON as it is, as one value.
    void raw(std::string_view json);
    template <class T>
    void raw_field(std::string_view name, T const& json) {
        key(name);
        raw(json);
    }

    /// Text so far, still open. For code that splices fragments (views): it calls `begin_value()`
    /// and appends one whole value to `buffer()`.
    std::string& buffer() { return out_; }
    void begin_value() { comma(); }

    std::string take() { return std::move(out_); }
    std::string_view text() const { return out_; }

  private:
    template <class Body>
    auto enclose(char opening, Body& body, char closing) {
        open(opening);
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            close(closing);
        } else {
            auto answer = body();
            close(closing);
            return answer;
        }
    }
    void open(char bracket) {
        comma();
        out_.push_back(bracket);
        first_ = true;
    }
    void close(char bracket) {
        out_.push_back(bracket);
        first_ = false;
    }
    void comma() {
        if (!first_) out_.push_back(',');
        first_ = false;
    }
    void integer(std::int64_t number);
    void quoted_integer(std::int64_t number);

    std::string out_;
    bool first_ = true;
};

/// Appends `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD; U+2028/2029 and
/// `</` are escaped, so that the result may stand inside a script element.
void append_string(std::string& out, std::string_view text);

/// A parsed document, or a part of one. A `Value` is valid as long as the `Document` it came from.
class Value {
  public:
    enum class Kind { null, boolean, integer, real, text, array, object };

    Kind kind() const;
    bool is_null() const { return kind() == Kind::null; }
    bool is_object() const { return kind() == Kind::object; }
    bool is_array() const { return kind() == Kind::array; }
    bool is_text() const { return kind() == Kind::text; }

    std::optional<bool> boolean() const;
    std::optional<std::int64_t> integer() const;  ///< Also of a real without fraction.
    std::optional<double> real() const;           ///< Also of an integer.
    std::optional<std::string_view> text() const;

    /// Member of an object; nothing when absent or when this is no object.
    std::optional<Value> find(std::string_view key) const;
    /// Text member, or "".
    std::string_view get_text(std::string_view key) const;
    /// Elements of an array; empty otherwise.
    std::vector<Value> elements() const;
    /// Members of an object in order; empty otherwise.
    std::vector<std::pair<std::string_view, Value>> members() const;

    /// Serialised again, compactly.
    std::string dump() const;

  private:
    friend class Document;
    explicit Value(void const* node) : node_(node) {}
    void const* node_;
};

class Document {
  public:
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    Value root() const;

    /// Errc::bad_request says what is wrong and at which byte.
    static Result<Document> parse(std::string_view text);

  private:
    struct Tree;
    explicit Document(std::unique_ptr<Tree> tree);
    std::unique_ptr<Tree> tree_;
};

}  // namespace skein::json
