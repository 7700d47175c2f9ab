#include "platform/http/param_tree.h"

#include "base/encoding.h"

namespace skein::http {
namespace {

constexpr std::size_t name_bytes_max = 1 << 10;
/// From here on members are found through an index.
constexpr std::size_t indexed_from = 16;

/// `poll[options][]` in its parts: `poll`, `options`, "". A name whose brackets do not match is one
/// part as it stands.
std::vector<std::string_view> split_name(std::string_view name) {
    std::vector<std::string_view> parts;
    auto const open = name.find('[');
    if (open == 0 || open == std::string_view::npos) return {name};
    parts.push_back(name.substr(0, open));
    auto rest = name.substr(open);
    while (!rest.empty()) {
        auto const close = rest.find(']');
        if (rest.front() != '[' || close == std::string_view::npos) return {name};
        parts.push_back(rest.substr(1, close - 1));
        rest.remove_prefix(close + 1);
    }
    return parts;
}

std::unexpected<Error> mixed(std::string_view name) {
    return fail(Errc::bad_request,
                fmt::format("The parameter {} is given in two shapes at once.", name));
}

}  // namespace

struct ParamTree::Node {
    enum class Kind { nothing, value, list, object } kind = Kind::nothing;
    Param value;
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> children;
    std::unordered_map<std::string_view, Node*> index;

    Node* find(std::string_view name) const {
        if (children.size() >= indexed_from) {
            auto const found = index.find(name);
            return found == index.end() ? nullptr : found->second;
        }
        for (auto const& [key, child] : children)
            if (key == name) return child.get();
        return nullptr;
    }

    Node* append(std::string_view name) {
        auto& child = children.emplace_back(std::string(name), std::make_unique<Node>());
        return child.second.get();
    }

    /// The member of that name, made when it is missing; `made` says so.
    Node* member(std::string_view name, bool& made) {
        if (auto* known = find(name)) return known;
        made = true;
        auto* const child = append(name);
        if (children.size() >= indexed_from) refresh_index();
        return child;
    }

    /// Takes the kind, unless it already has another one.
    bool become(Kind wanted) {
        if (kind == Kind::nothing) kind = wanted;
        return kind == wanted;
    }

    Param take() {
        if (kind == Kind::value) return std::move(value);
        Param param;
        param.kind = kind == Kind::list ? Param::Kind::list : Param::Kind::object;
        for (auto& [name, child] : children) {
            if (kind == Kind::list) param.list.push_back(child->take());
            else param.object.push_back({std::move(name), child->take()});
        }
        return param;
    }

  private:
    void refresh_index() {
        // Short names live inside the vector's elements, which move when it grows: the index is
        // rebuilt at each doubling and only extended between.
        if (index.empty() || children.data() != indexed_at) {
            index.clear();
            indexed_at = children.data();
            for (auto const& [name, child] : children) index.emplace(name, child.get());
            return;
        }
        index.emplace(children.back().first, children.back().second.get());
    }

    void const* indexed_at = nullptr;
};

namespace {

using Node = ParamTree::Node;

/// Would `parts` (the rest of a name behind `[]`) find its place already taken in this element?
bool is_taken(Node const& element, std::span<std::string_view const> parts) {
    Node const* node = &element;
    for (auto const part : parts) {
        // A list below takes one more.
        if (part.empty()) return false;
        node = node->find(part);
        if (!node) return false;
    }
    return true;
}

}  // namespace

ParamTree::ParamTree(ParamLimits const& limits) : limits_(limits), root_(std::make_unique<Node>()) {
    root_->kind = Node::Kind::object;
}

ParamTree::~ParamTree() = default;

Result<ParamTree::Node*> ParamTree::count(Node* made) {
    if (++nodes_ > limits_.nodes_max)
        return fail(Errc::too_large, "The request has too many parameters.");
    return made;
}

Result<void> ParamTree::add(std::string_view name, Param value) {
    if (name.empty()) return {};
    if (name.size() > name_bytes_max)
        return fail(Errc::too_large, "The name of a parameter is too long.");
    if (!is_valid_utf8(name) || name.find('\0') != std::string_view::npos)
        return fail(Errc::bad_request, "The name of a parameter is not valid text.");
    auto const parts = split_name(name);
    if (parts.size() > limits_.depth_max)
        return fail(Errc::too_large, "The parameters are nested too deeply.");
    Node* node = root_.get();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        bool made = false;
        if (i > 0 && parts[i].empty()) {
            if (!node->become(Node::Kind::list)) return mixed(name);
            auto const below = std::span(parts).subspan(i + 1);
            auto* const last =
                node->children.empty() ? nullptr : node->children.back().second.get();
            made = below.empty() || !last || is_taken(*last, below);
            node = made ? node->append({}) : last;
        } else {
            if (!node->become(Node::Kind::object)) return mixed(name);
            node = node->member(parts[i], made);
        }
        if (made) TRY_OK(count(node));
    }
    if (node->kind == Node::Kind::value) {
        // A bare name that repeats: what was a value becomes the first element.
        auto first = std::move(node->value);
        node->kind = Node::Kind::list;
        auto* const element = node->append({});
        element->kind = Node::Kind::value;
        element->value = std::move(first);
        TRY_OK(count(element));
    }
    if (node->kind == Node::Kind::list) {
        node = node->append({});
        TRY_OK(count(node));
    }
    if (!node->become(Node::Kind::value)) return mixed(name);
    node->value = std::move(value);
    return {};
}

Param ParamTree::take() { return root_->take(); }

Result<Param> text_param(std::string text) {
    if (!is_valid_utf8(text)) return fail(Errc::bad_request, "The parameters are not valid UTF-8.");
    std::erase(text, '\0');
    Param param;
    param.kind = Param::Kind::text;
    param.text = std::move(text);
    return param;
}

}  // namespace skein::http
