#include "platform/http/params.h"

#include "base/encoding.h"
#include "base/json.h"
#include "platform/http/multipart.h"
#include "platform/http/param_tree.h"
#include "platform/http/spool.h"
#include "platform/http/tokens.h"

namespace skein::http {
namespace {

constexpr std::size_t file_name_bytes_max = 255;

Result<void> add_pair(ParamTree& tree, std::string_view pair) {
    auto const equals = std::min(pair.find('='), pair.size());
    auto const name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return fail(Errc::bad_request, "The parameters have a broken % escape.");
    TRY(auto param, text_param(*std::move(value)));
    return tree.add(*name, std::move(param));
}

Result<Param> read_form(std::string_view text, ParamLimits const& limits) {
    ParamTree tree(limits);
    while (!text.empty()) {
        auto const end = std::min(text.find('&'), text.size());
        if (end > 0) TRY_OK(add_pair(tree, text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return tree.take();
}

/// Turns a parsed document into the tree, within the limits.
class JsonReader {
  public:
    explicit JsonReader(ParamLimits const& limits) : limits_(limits) {}

    Result<Param> read(json::Value value, std::size_t depth) {
        if (depth > limits_.depth_max)
            return fail(Errc::too_large, "The parameters are nested too deeply.");
        if (nodes_++ > limits_.nodes_max)
            return fail(Errc::too_large, "The request has too many parameters.");
        switch (value.kind()) {
            case json::Value::Kind::null: return Param{};
            case json::Value::Kind::boolean:
                return plain(Param::Kind::boolean,
                             value.boolean().value_or(false) ? "true" : "false");
            case json::Value::Kind::integer:
                return plain(Param::Kind::number, std::to_string(value.integer().value_or(0)));
            case json::Value::Kind::real:
                return plain(Param::Kind::number, fmt::format("{}", value.real().value_or(0)));
            case json::Value::Kind::text: return text_param(std::string(value.text().value_or("")));
            case json::Value::Kind::array: return read_array(value, depth);
            case json::Value::Kind::object: return read_object(value, depth);
        }
        return Param{};
    }

  private:
    static Param plain(Param::Kind kind, std::string text) {
        Param param;
        param.kind = kind;
        param.text = std::move(text);
        return param;
    }

    Result<Param> read_array(json::Value value, std::size_t depth) {
        Param param;
        param.kind = Param::Kind::list;
        for (auto const& element : value.elements()) {
            TRY(auto child, read(element, depth + 1));
            param.list.push_back(std::move(child));
        }
        return param;
    }

    Result<Param> read_object(json::Value value, std::size_t depth) {
        Param param;
        param.kind = Param::Kind::object;
        for (auto const& [name, member] : value.members()) {
            if (name.find('\0') != std::string_view::npos)
                return fail(Errc::bad_request, "The name of a parameter is not valid text.");
            TRY(auto child, read(member, depth + 1));
            param.object.push_back({std::string(name), std::move(child)});
        }
        return param;
    }

    ParamLimits const& limits_;
    std::size_t nodes_ = 0;
};

Result<Param> read_json(std::string_view text, ParamLimits const& limits) {
    TRY(auto const document, json::Document::parse(text));
    if (!document.root().is_object())
        return fail(Errc::bad_request, "The body must be a JSON object.");
    return JsonReader(limits).read(document.root(), 0);
}

/// Collects the parts of a multipart body: text in memory, files on disk.
class FormParts final : public PartReader {
  public:
    FormParts(std::string const& spool_directory, ParamLimits const& limits)
        : spool_directory_(spool_directory), limits_(limits), tree_(limits) {}

    Result<void> begin_part(PartHead head) override {
        head_ = std::move(head);
        text_.clear();
        if (!head_.file_name) return {};
        TRY(auto writer, SpoolWriter::create(spool_directory_));
        file_.emplace(std::move(writer));
        return {};
    }

    Result<void> part_data(std::string_view bytes) override {
        if (file_) return file_->write(bytes);
        text_bytes_ += bytes.size();
        if (text_bytes_ > limits_.field_bytes_max)
            return fail(Errc::too_large, "The fields of the form are too large.");
        text_.append(bytes);
        return {};
    }

    Result<void> end_part() override {
        if (!file_) {
            TRY(auto param, text_param(std::move(text_)));
            return tree_.add(head_.name, std::move(param));
        }
        auto file = std::move(*file_).finish();
        file_.reset();
        // What a browser sends for a file field nobody filled.
        if (file->size == 0 && head_.file_name->empty()) return {};
        Param param;
        param.kind = Param::Kind::upload;
        param.upload = Upload{display_name(*head_.file_name), head_.content_type, std::move(file)};
        return tree_.add(head_.name, std::move(param));
    }

    Param take() { return tree_.take(); }

  private:
    static std::string display_name(std::string_view text) {
        auto name = to_valid_utf8(text);
        std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (name.size() > file_name_bytes_max)
            name = to_valid_utf8(std::string_view(name).substr(0, file_name_bytes_max));
        return name;
    }

    std::string const& spool_directory_;
    ParamLimits const& limits_;
    ParamTree tree_;
    PartHead head_;
    std::string text_;
    std::uint64_t text_bytes_ = 0;
    std::optional<SpoolWriter> file_;
};

Result<Param> read_multipart(Request const& request, std::string const& spool_directory,
                             ParamLimits const& limits) {
    TRY(auto const boundary, multipart_boundary(request.headers.get("Content-Type")));
    FormParts parts(spool_directory, limits);
    MultipartParser parser(boundary, limits.parts_max, parts);
    if (request.file)
        TRY_OK(read_spooled(*request.file,
                            [&](std::string_view bytes) { return parser.feed(bytes); }));
    else TRY_OK(parser.feed(request.body));
    TRY_OK(parser.finish());
    return parts.take();
}

/// A body that is not multipart, wherever it was kept.
Result<std::string> small_body(Request const& request, ParamLimits const& limits) {
    if (!request.file) return request.body;
    if (request.file->size > limits.field_bytes_max)
        return fail(Errc::too_large, "The body is too large.");
    std::string body;
    TRY_OK(read_spooled(*request.file, [&](std::string_view bytes) {
        body.append(bytes);
        return ok();
    }));
    return body;
}

/// Documents of other protocols: not parameters, and read by their own routes.
bool is_foreign_document(std::string_view type) {
    return type.size() > 5 && equals_ignoring_case(type.substr(type.size() - 5), "+json");
}

Result<Param> read_body(Request const& request, std::string const& spool_directory,
                        ParamLimits const& limits) {
    Param nothing;
    nothing.kind = Param::Kind::object;
    if (request.file ? request.file->size == 0 : request.body.empty()) return nothing;
    auto const header = request.headers.get("Content-Type");
    auto const type = trim_blanks(header.substr(0, header.find(';')));
    if (equals_ignoring_case(type, "multipart/form-data"))
        return read_multipart(request, spool_directory, limits);
    if (is_foreign_document(type)) return nothing;
    auto const form = equals_ignoring_case(type, "application/x-www-form-urlencoded");
    if (!form && !equals_ignoring_case(type, "application/json"))
        return fail(Errc::unsupported_media, "This type of body is not understood here.");
    TRY(auto const body, small_body(request, limits));
    return form ? read_form(body, limits) : read_json(body, limits);
}

}  // namespace

Param const* Param::find(std::string_view name) const {
    for (auto const& member : object) {
        if (member.name == name) return &member.value;
        if (member.name.size() == name.size() + 2 && member.name.starts_with(name) &&
            member.name.ends_with("[]"))
            return &member.value;
    }
    return nullptr;
}

std::vector<Param const*> Param::elements() const {
    std::vector<Param const*> found;
    switch (kind) {
        case Kind::null: break;
        case Kind::list:
            for (auto const& element : list) found.push_back(&element);
            break;
        case Kind::object:
            for (auto const& member : object) found.push_back(&member.value);
            break;
        default: found.push_back(this);
    }
    return found;
}

Result<Param> read_params(Request const& request, std::string const& spool_directory,
                          ParamLimits const& limits) {
    TRY(auto params, read_form(request.query, limits));
    TRY(auto body, read_body(request, spool_directory, limits));
    if (params.object.empty()) return body;
    if (body.object.empty()) return params;
    // The names seen below stand in the members themselves, which must not move.
    body.object.reserve(body.object.size() + params.object.size());
    std::unordered_set<std::string_view> given;
    for (auto const& member : body.object) given.insert(member.name);
    for (auto& member : params.object)
        if (!given.contains(member.name)) body.object.push_back(std::move(member));
    return body;
}

}  // namespace skein::http
