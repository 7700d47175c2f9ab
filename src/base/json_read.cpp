// The reading half of json.h: the only user of Boost.JSON. Its parser is driven by a handler of our
// own, because its document type keeps the last of two equal keys, where we refuse the document.

#include <boost/json/basic_parser_impl.hpp>

#include <charconv>
#include <cmath>
#include <unordered_set>

#include "base/encoding.h"
#include "base/json.h"

namespace skein::json {
namespace {

constexpr std::size_t depth_max = 64;
/// Of one list or object, and of all of a document together.
constexpr std::size_t members_max = 10'000, values_max = 20'000;
constexpr std::size_t string_bytes_max = 1 << 20;

struct Node {
    Value::Kind kind = Value::Kind::null;
    bool truth = false;
    std::int64_t integer = 0;
    double real = 0;
    std::string text;
    std::vector<std::string> names;  // Of the children of an object.
    std::vector<Node> children;
};

/// Builds the tree and keeps the limits. Answers false, with an error, to stop the parser.
struct Builder {
    static constexpr std::size_t max_object_size = members_max;
    static constexpr std::size_t max_array_size = members_max;
    static constexpr std::size_t max_key_size = string_bytes_max;
    static constexpr std::size_t max_string_size = string_bytes_max;

    using error_code = boost::json::error_code;
    using string_view = boost::json::string_view;

    Node root;
    std::vector<Node*> open;
    std::vector<std::unordered_set<std::string>> keys;
    std::string key, text;
    std::size_t members = 0;
    std::string problem;

    bool refuse(error_code& ec, char const* what) {
        problem = what;
        ec = boost::json::error::syntax;
        return false;
    }

    Node* add(error_code& ec) {
        if (open.empty()) return &root;
        if (++members > values_max) {
            refuse(ec, "too many values");
            return nullptr;
        }
        auto& parent = *open.back();
        if (parent.kind == Value::Kind::object) {
            if (!keys.back().insert(key).second) {
                refuse(ec, "a key appears twice");
                return nullptr;
            }
            parent.names.push_back(std::move(key));
            key.clear();
        }
        return &parent.children.emplace_back();
    }

    bool begin(Value::Kind kind, error_code& ec) {
        if (open.size() >= depth_max) return refuse(ec, "nested too deeply");
        auto* node = add(ec);
        if (!node) return false;
        node->kind = kind;
        open.push_back(node);
        keys.emplace_back();
        return true;
    }

    bool end() {
        open.pop_back();
        keys.pop_back();
        return true;
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code& ec) { return begin(Value::Kind::object, ec); }
    bool on_object_end(std::size_t, error_code&) { return end(); }
    bool on_array_begin(error_code& ec) { return begin(Value::Kind::array, ec); }
    bool on_array_end(std::size_t, error_code&) { return end(); }
    bool on_key_part(string_view part, std::size_t, error_code&) {
        key.append(part.data(), part.size());
        return true;
    }
    bool on_key(string_view part, std::size_t, error_code& ec) {
        key.append(part.data(), part.size());
        return is_valid_utf8(key) || refuse(ec, "not UTF-8");
    }
    bool on_string_part(string_view part, std::size_t, error_code&) {
        text.append(part.data(), part.size());
        return true;
    }
    bool on_string(string_view part, std::size_t, error_code& ec) {
        text.append(part.data(), part.size());
        if (!is_valid_utf8(text)) return refuse(ec, "not UTF-8");
        auto* node = add(ec);
        if (!node) return false;
        node->kind = Value::Kind::text;
        node->text = std::move(text);
        text.clear();
        return true;
    }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t number, string_view, error_code& ec) {
        auto* node = add(ec);
        if (!node) return false;
        node->kind = Value::Kind::integer;
        node->integer = number;
        return true;
    }
    bool on_uint64(std::uint64_t number, string_view, error_code& ec) {
        return on_double(static_cast<double>(number), {}, ec);
    }
    bool on_double(double number, string_view digits, error_code& ec) {
        // Boost's own number is a few bits off at times. Below what a double can hold it is zero.
        double exact = 0;
        auto const* end = digits.data() + digits.size();
        auto const [stop, error] = std::from_chars(digits.data(), end, exact);
        if (error == std::errc() && stop == end) number = exact;
        if (!std::isfinite(number)) return refuse(ec, "a number is out of range");
        auto* node = add(ec);
        if (!node) return false;
        node->kind = Value::Kind::real;
        node->real = number;
        return true;
    }
    bool on_bool(bool truth, error_code& ec) {
        auto* node = add(ec);
        if (!node) return false;
        node->kind = Value::Kind::boolean;
        node->truth = truth;
        return true;
    }
    bool on_null(error_code& ec) { return add(ec) != nullptr; }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }
};

Node const& node_of(void const* pointer) { return *static_cast<Node const*>(pointer); }

void dump_node(Node const& node, std::string& out) {
    Writer writer;
    switch (node.kind) {
        case Value::Kind::null: writer.value(nullptr); break;
        case Value::Kind::boolean: writer.value(node.truth); break;
        case Value::Kind::integer: writer.value(node.integer); break;
        case Value::Kind::real: writer.value(node.real); break;
        case Value::Kind::text: writer.value(node.text); break;
        case Value::Kind::array:
        case Value::Kind::object: {
            auto const object = node.kind == Value::Kind::object;
            out += object ? '{' : '[';
            for (std::size_t i = 0; i < node.children.size(); ++i) {
                if (i > 0) out += ',';
                if (object) {
                    append_string(out, node.names[i]);
                    out += ':';
                }
                dump_node(node.children[i], out);
            }
            out += object ? '}' : ']';
            return;
        }
    }
    out += writer.text();
}

}  // namespace

struct Document::Tree {
    Node root;
};

Document::Document(std::unique_ptr<Tree> tree) : tree_(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Value Document::root() const { return Value(&tree_->root); }

Result<Document> Document::parse(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = depth_max;
    boost::json::basic_parser<Builder> parser(options);
    boost::json::error_code error;
    auto const used = parser.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size()) error = boost::json::error::extra_data;
    if (error) {
        auto const& problem = parser.handler().problem;
        return fail(Errc::bad_request,
                    fmt::format("The JSON cannot be read: {} at byte {}.",
                                problem.empty() ? error.message() : problem, used));
    }
    auto tree = std::make_unique<Tree>();
    tree->root = std::move(parser.handler().root);
    return Document(std::move(tree));
}

Value::Kind Value::kind() const { return node_of(node_).kind; }

std::optional<bool> Value::boolean() const {
    auto const& node = node_of(node_);
    if (node.kind != Kind::boolean) return std::nullopt;
    return node.truth;
}

std::optional<std::int64_t> Value::integer() const {
    auto const& node = node_of(node_);
    if (node.kind == Kind::integer) return node.integer;
    constexpr double exact_max = 9007199254740992.0;
    if (node.kind == Kind::real && std::trunc(node.real) == node.real &&
        std::abs(node.real) <= exact_max)
        return static_cast<std::int64_t>(node.real);
    return std::nullopt;
}

std::optional<double> Value::real() const {
    auto const& node = node_of(node_);
    if (node.kind == Kind::real) return node.real;
    if (node.kind == Kind::integer) return static_cast<double>(node.integer);
    return std::nullopt;
}

std::optional<std::string_view> Value::text() const {
    auto const& node = node_of(node_);
    if (node.kind != Kind::text) return std::nullopt;
    return node.text;
}

std::optional<Value> Value::find(std::string_view key) const {
    auto const& node = node_of(node_);
    if (node.kind != Kind::object) return std::nullopt;
    for (std::size_t i = 0; i < node.names.size(); ++i)
        if (node.names[i] == key) return Value(&node.children[i]);
    return std::nullopt;
}

std::string_view Value::get_text(std::string_view key) const {
    auto const member = find(key);
    return member ? member->text().value_or("") : std::string_view{};
}

std::vector<Value> Value::elements() const {
    std::vector<Value> values;
    auto const& node = node_of(node_);
    if (node.kind == Kind::array)
        for (auto const& child : node.children) values.push_back(Value(&child));
    return values;
}

std::vector<std::pair<std::string_view, Value>> Value::members() const {
    std::vector<std::pair<std::string_view, Value>> values;
    auto const& node = node_of(node_);
    if (node.kind == Kind::object)
        for (std::size_t i = 0; i < node.names.size(); ++i)
            values.emplace_back(node.names[i], Value(&node.children[i]));
    return values;
}

std::string Value::dump() const {
    std::string out;
    dump_node(node_of(node_), out);
    return out;
}

}  // namespace skein::json
