#include "platform/http/router.h"

#include "platform/http/tokens.h"

namespace skein::http {
namespace {

constexpr std::size_t segments_max = 32;

struct Leaf {
    Method method;
    std::vector<std::string> produces;
    std::size_t route;
    std::vector<std::string> names;
};

/// What one segment of a pattern is.
struct Segment {
    enum class Kind { literal, parameter, rest } kind = Kind::literal;
    std::string literal;  ///< The whole segment, or the prefix before a parameter.
    std::string name;
};

std::unexpected<Error> malformed(std::string_view pattern, std::string_view why) {
    return fail(Errc::bad_request, fmt::format("The pattern {} is malformed: {}", pattern, why));
}

Result<Segment> parse_segment(std::string_view pattern, std::string_view text, bool last) {
    auto const open = text.find('{');
    if (open == std::string_view::npos) {
        if (text.empty() || text.find('}') != std::string_view::npos)
            return malformed(pattern, "an empty segment or a lone brace");
        return Segment{Segment::Kind::literal, std::string(text), {}};
    }
    if (!text.ends_with('}')) return malformed(pattern, "a parameter must end its segment");
    Segment segment{Segment::Kind::parameter, std::string(text.substr(0, open)),
                    std::string(text.substr(open + 1, text.size() - open - 2))};
    if (segment.name.ends_with("...")) {
        segment.name.resize(segment.name.size() - 3);
        segment.kind = Segment::Kind::rest;
        if (!last || open != 0)
            return malformed(pattern, "the rest must be the whole last segment");
    }
    if (segment.name.empty() || segment.name.find_first_of("{}") != std::string::npos)
        return malformed(pattern, "a parameter needs a name");
    return segment;
}

Result<std::vector<Segment>> parse_pattern(std::string_view pattern) {
    if (!pattern.starts_with('/')) return malformed(pattern, "it must begin with a slash");
    std::vector<Segment> segments;
    auto rest = pattern.substr(1);
    while (!rest.empty()) {
        auto const slash = std::min(rest.find('/'), rest.size());
        auto const last = slash == rest.size();
        if (!last && slash + 1 == rest.size()) return malformed(pattern, "it ends with a slash");
        TRY(auto segment, parse_segment(pattern, rest.substr(0, slash), last));
        segments.push_back(std::move(segment));
        if (segments.size() > segments_max) return malformed(pattern, "too many segments");
        rest = last ? std::string_view{} : rest.substr(slash + 1);
    }
    return segments;
}

/// A route may name several media types in one string.
std::vector<std::string> split_types(std::vector<std::string> const& produces) {
    std::vector<std::string> types;
    for (auto const& entry : produces)
        for_each_element(entry, [&](std::string_view type) {
            types.emplace_back(type);
            return true;
        });
    return types;
}

bool overlaps(Leaf const& a, Leaf const& b) {
    if (a.method != b.method) return false;
    if (a.produces.empty() || b.produces.empty()) return a.produces.empty() && b.produces.empty();
    return std::ranges::any_of(a.produces, [&](std::string const& type) {
        return std::ranges::find(b.produces, type) != b.produces.end();
    });
}

bool is_page(Leaf const& leaf) {
    return std::ranges::any_of(
        leaf.produces, [](std::string const& type) { return type.starts_with("text/html"); });
}

int quality_of(Leaf const& leaf, std::string_view accept) {
    if (leaf.produces.empty()) return media_quality(accept, "application/json");
    int best = 0;
    for (auto const& type : leaf.produces) best = std::max(best, media_quality(accept, type));
    return best;
}

/// Among routes that differ in what they produce: the one liked best; a page where the client has
/// no preference or likes none of them.
Leaf const* choose(std::vector<Leaf const*> const& leaves, std::string_view accept) {
    Leaf const* best = nullptr;
    int best_quality = -1;
    for (auto const* leaf : leaves) {
        auto const quality = quality_of(*leaf, accept);
        if (quality > best_quality ||
            (quality == best_quality && is_page(*leaf) && !is_page(*best))) {
            best = leaf;
            best_quality = quality;
        }
    }
    return best;
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    /// Longest prefix first; the plain parameter, whose prefix is empty, is the last.
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> parameters;
    std::vector<Leaf> leaves;  ///< Routes whose pattern ends here.
    std::vector<Leaf> rests;   ///< Routes that take whatever follows.

    Node& literal(std::string const& text) {
        auto& child = literals[text];
        if (!child) child = std::make_unique<Node>();
        return *child;
    }

    Node& parameter(std::string const& prefix) {
        auto at = parameters.begin();
        for (; at != parameters.end(); ++at) {
            if (at->first == prefix) return *at->second;
            if (at->first.size() < prefix.size()) break;
        }
        return *parameters.emplace(at, prefix, std::make_unique<Node>())->second;
    }
};

namespace {

/// One walk through the tree. Goes back where a more literal way has no route for the method.
class Walk {
  public:
    Walk(Method method, std::string_view accept) : method_(method), accept_(accept) {}

    template <class Node>
    bool visit(Node const& node, std::string_view rest) {
        if (rest.empty()) return take(node.leaves);
        auto const slash = std::min(rest.find('/'), rest.size());
        auto const segment = rest.substr(0, slash);
        auto const after = slash == rest.size() ? std::string_view{} : rest.substr(slash + 1);
        // An empty last segment would match a pattern without it.
        if (slash + 1 == rest.size()) return visit_rest(node, rest);
        if (auto const child = node.literals.find(segment); child != node.literals.end())
            if (visit(*child->second, after)) return true;
        for (auto const& [prefix, child] : node.parameters) {
            if (segment.size() <= prefix.size() || !segment.starts_with(prefix)) continue;
            values_.push_back(segment.substr(prefix.size()));
            if (visit(*child, after)) return true;
            values_.pop_back();
        }
        return visit_rest(node, rest);
    }

    Leaf const* found() const { return found_; }
    bool varies() const { return varies_; }
    /// Some route has this path, though perhaps not the method.
    bool known() const { return known_; }

    PathParams params() const {
        PathParams params;
        params.reserve(values_.size());
        for (std::size_t i = 0; i < values_.size(); ++i)
            params.emplace_back(found_->names[i], std::string(values_[i]));
        return params;
    }

  private:
    template <class Node>
    bool visit_rest(Node const& node, std::string_view rest) {
        if (node.rests.empty()) return false;
        values_.push_back(rest);
        if (take(node.rests)) return true;
        values_.pop_back();
        return false;
    }

    bool take(std::vector<Leaf> const& leaves) {
        known_ = known_ || !leaves.empty();
        if (take_method(leaves, method_)) return true;
        return method_ == Method::head && take_method(leaves, Method::get);
    }

    bool take_method(std::vector<Leaf> const& leaves, Method method) {
        Leaf const* first = nullptr;
        std::vector<Leaf const*> all;
        for (auto const& leaf : leaves) {
            if (leaf.method != method) continue;
            if (first && all.empty()) all.push_back(first);
            if (first) all.push_back(&leaf);
            else first = &leaf;
        }
        if (!first) return false;
        varies_ = !all.empty();
        found_ = varies_ ? choose(all, accept_) : first;
        return true;
    }

    Method method_;
    std::string_view accept_;
    std::vector<std::string_view> values_;
    Leaf const* found_ = nullptr;
    bool varies_ = false;
    bool known_ = false;
};

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

Result<void> Router::add(Method method, std::string_view pattern, std::vector<std::string> produces,
                         std::size_t route) {
    TRY(auto segments, parse_pattern(pattern));
    Leaf leaf{method, split_types(produces), route, {}};
    auto* node = root_.get();
    auto* leaves = &node->leaves;
    for (auto const& segment : segments) {
        if (segment.kind != Segment::Kind::literal) leaf.names.push_back(segment.name);
        if (segment.kind == Segment::Kind::rest) {
            leaves = &node->rests;
            break;
        }
        node = segment.kind == Segment::Kind::literal ? &node->literal(segment.literal)
                                                      : &node->parameter(segment.literal);
        leaves = &node->leaves;
    }
    for (auto const& other : *leaves)
        if (overlaps(leaf, other))
            return fail(Errc::conflict, fmt::format("Two routes answer {} {} with the same type.",
                                                    to_string(method), pattern));
    leaves->push_back(std::move(leaf));
    return {};
}

Result<Match> Router::match(Method method, std::string_view path, std::string_view accept) const {
    if (!path.starts_with('/')) return fail(Errc::not_found, "There is nothing at this address.");
    Walk walk(method, accept);
    if (walk.visit(*root_, path.substr(1)))
        return Match{walk.found()->route, walk.params(), walk.varies()};
    if (!walk.known()) return fail(Errc::not_found, "There is nothing at this address.");
    std::string allowed;
    for (auto const known : methods(path)) {
        if (!allowed.empty()) allowed += ", ";
        allowed += to_string(known);
    }
    return fail(Errc::bad_request, "This address does not take that method.", std::move(allowed));
}

std::vector<Method> Router::methods(std::string_view path) const {
    if (!path.starts_with('/')) return {};
    std::vector<Method> known;
    for (auto const method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::del, Method::options}) {
        Walk walk(method, {});
        if (walk.visit(*root_, path.substr(1))) known.push_back(method);
    }
    return known;
}

}  // namespace skein::http
