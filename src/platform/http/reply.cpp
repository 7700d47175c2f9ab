#include "platform/http/reply.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/http/ranges.h"
#include "platform/http/tokens.h"

namespace skein::http {
namespace {

/// Headers only the server writes.
bool is_ours(std::string_view name) {
    switch (name.size()) {
        case 4: return equals_ignoring_case(name, "Date");
        case 10:
            return equals_ignoring_case(name, "Connection") ||
                   equals_ignoring_case(name, "Keep-Alive");
        case 12: return equals_ignoring_case(name, "X-Request-Id");
        case 14: return equals_ignoring_case(name, "Content-Length");
        case 17: return equals_ignoring_case(name, "Transfer-Encoding");
        default: return false;
    }
}

/// Headers about a body that a 304 does not carry.
bool is_about_body(std::string_view name) {
    return name.size() > 8 && equals_ignoring_case(name.substr(0, 8), "Content-") &&
           !equals_ignoring_case(name, "Content-Location") &&
           !equals_ignoring_case(name, "Content-Security-Policy");
}

bool has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

void append(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string begin_head(ReplyContext const& context, Response const& response, int status) {
    std::string head;
    head.reserve(512);
    head.append("HTTP/1.1 ");
    head.append(fmt::format_int(status).c_str(), 3);
    head.append(" ").append(reason(status)).append("\r\n");
    for (auto const& [name, value] : response.headers)
        if (!is_ours(name) && !(status == 304 && is_about_body(name))) append(head, name, value);
    append(head, "Date", context.date);
    append(head, "X-Request-Id", context.asked.id);
    return head;
}

void append_connection(std::string& head, ReplyContext const& context) {
    if (!context.keep_alive) append(head, "Connection", "close");
    else if (context.http_1_0) append(head, "Connection", "keep-alive");
}

bool is_read(Method method) { return method == Method::get || method == Method::head; }

bool is_unchanged(Request const& asked, Response const& response) {
    if (response.status != 200 || !is_read(asked.method)) return false;
    if (auto const tags = asked.headers.find("If-None-Match"))
        return none_match_names(*tags, response.headers.get("ETag"));
    auto const since = asked.headers.find("If-Modified-Since");
    return since && not_modified_since(*since, response.headers.get("Last-Modified"));
}

RangeChoice choose_part(Request const& asked, Response const& response, std::uint64_t size) {
    auto const range = asked.headers.find("Range");
    if (!range || asked.method != Method::get || response.status != 200) return {};
    if (!if_range_holds(asked.headers.get("If-Range"), response.headers.get("ETag"),
                        response.headers.get("Last-Modified")))
        return {};
    return choose_range(*range, size);
}

struct OpenedBody {
    Reply::Body body;
    std::uint64_t size = 0;
    bool is_file = false;
};

Result<OpenedBody> open_body(Response& response) {
    if (auto* const file = std::get_if<FileBody>(&response.body)) {
        TRY(auto opened, OpenFile::open(*file));
        return OpenedBody{std::move(opened), file->size, true};
    }
    if (auto* const shared = std::get_if<std::shared_ptr<std::string const>>(&response.body)) {
        auto const size = *shared ? (*shared)->size() : 0;
        return OpenedBody{std::move(*shared), size, false};
    }
    auto text = std::get<std::string>(std::move(response.body));
    auto const size = text.size();
    return OpenedBody{std::move(text), size, false};
}

}  // namespace

Result<OpenFile> OpenFile::open(FileBody const& body) {
    OpenFile file(::open(body.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (file.descriptor_ < 0) return fail(Errc::not_found, "", "a file to be sent is missing");
    struct stat found{};
    if (::fstat(file.descriptor_, &found) != 0 || !S_ISREG(found.st_mode) ||
        static_cast<std::uint64_t>(found.st_size) < body.size)
        return fail(Errc::internal, "", "a file to be sent is shorter than promised");
    return file;
}

OpenFile::OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::string_view Reply::text() const {
    std::string_view whole;
    if (auto const* owned = std::get_if<std::string>(&body)) whole = *owned;
    else if (auto const* shared = std::get_if<std::shared_ptr<std::string const>>(&body))
        whole = *shared ? std::string_view(**shared) : std::string_view{};
    return whole.substr(std::min<std::uint64_t>(offset, whole.size()), size);
}

Request keep_for_reply(Request const& request) {
    constexpr std::string_view kept_headers[] = {
        "Range",   "If-Range",   "If-None-Match",     "If-Modified-Since",
        "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
    };
    Request kept;
    kept.method = request.method;
    kept.target = request.target;
    kept.path = request.path;
    kept.client_address = request.client_address;
    kept.loopback = request.loopback;
    kept.secure = request.secure;
    kept.id = request.id;
    for (auto const& [name, value] : request.headers)
        for (auto const wanted : kept_headers)
            if (equals_ignoring_case(name, wanted)) kept.headers.add(name, value);
    return kept;
}

Result<Reply> prepare_reply(ReplyContext const& context, Response response) {
    Reply reply;
    reply.status = response.status;
    if (is_unchanged(context.asked, response)) reply.status = 304;
    if (has_no_body(reply.status)) {
        reply.head = begin_head(context, response, reply.status);
        append_connection(reply.head, context);
        reply.head.append("\r\n");
        return reply;
    }
    TRY(auto opened, open_body(response));
    auto const choice = choose_part(context.asked, response, opened.size);
    if (choice.kind == RangeChoice::Kind::part) reply.status = 206;
    if (choice.kind == RangeChoice::Kind::unsatisfiable) reply.status = 416;
    reply.body = std::move(opened.body);
    reply.size = opened.size;
    reply.head = begin_head(context, response, reply.status);
    if (choice.kind == RangeChoice::Kind::part) {
        reply.offset = choice.part.first;
        reply.size = choice.part.size;
        append(reply.head, "Content-Range",
               fmt::format("bytes {}-{}/{}", reply.offset, reply.offset + reply.size - 1,
                           opened.size));
    } else if (choice.kind == RangeChoice::Kind::unsatisfiable) {
        reply.size = 0;
        append(reply.head, "Content-Range", fmt::format("bytes */{}", opened.size));
    } else if (opened.is_file) {
        append(reply.head, "Accept-Ranges", "bytes");
    }
    append(reply.head, "Content-Length", fmt::format_int(reply.size).c_str());
    append_connection(reply.head, context);
    reply.head.append("\r\n");
    if (context.asked.method == Method::head) reply.size = 0;
    return reply;
}

std::string stream_head(ReplyContext const& context, Response const& response) {
    auto head = begin_head(context, response, response.status);
    append(head, "Connection", "close");
    head.append("\r\n");
    return head;
}

}  // namespace skein::http
