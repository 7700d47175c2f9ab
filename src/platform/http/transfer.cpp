#include "platform/http/transfer.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace skein::http {
namespace {

constexpr std::size_t header_bytes_max = 32 << 10;
constexpr std::size_t header_line_bytes_max = 8 << 10;
constexpr std::size_t header_fields_max = 128;
/// A small body may shrink to nearly nothing; a large one that does was made to harm.
constexpr std::uint64_t ratio_free_bytes = 256 << 10;
constexpr std::uint64_t decoded_ratio_max = 100;
constexpr long low_speed_bytes_a_second = 256;
constexpr long low_speed_seconds = 15;
constexpr auto connect_deadline = std::chrono::seconds(8);

long milliseconds(Duration duration) {
    // libcurl takes 0 for "no limit".
    return std::max(1L, static_cast<long>(duration / std::chrono::milliseconds(1)));
}

bool is_token(std::string_view name) {
    static constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

bool is_one_of(std::string_view name, std::span<std::string_view const> names) {
    return std::ranges::find(names, fold_case(name)) != names.end();
}

/// Decoders need memory by the sender's choice: gzip needs 32 KB, the others up to 128 MB.
bool is_decodable(std::string_view encoding) {
    static constexpr std::array<std::string_view, 4> known{"gzip", "x-gzip", "deflate", "identity"};
    return is_one_of(trim(encoding), known);
}

}  // namespace

void append(CurlList& list, std::string const& text) {
    auto* const longer = curl_slist_append(list.get(), text.c_str());
    expects(longer != nullptr);
    if (!list) list.reset(longer);
}

bool are_sendable(Headers const& headers) {
    return std::ranges::all_of(headers, [](auto const& field) {
        return is_token(field.first) && std::ranges::all_of(field.second, [](char c) {
                   return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t';
               });
    });
}

bool is_own_field(std::string_view name) {
    static constexpr std::array<std::string_view, 9> own{
        "accept-encoding",  "connection", "content-length",    "expect", "host",
        "proxy-connection", "te",         "transfer-encoding", "upgrade"};
    return is_one_of(name, own);
}

bool is_bound_to_target(std::string_view name) {
    // A signature covers host and path: carried elsewhere it is worthless at best.
    static constexpr std::array<std::string_view, 6> bound{
        "authorization", "cookie", "digest", "content-digest", "signature", "signature-input"};
    return is_one_of(name, bound);
}

Transfer::Transfer(TransferSettings const& settings)
    : settings_(settings), handle_(curl_easy_init()) {
    expects(handle_ != nullptr);
}

Transfer::~Transfer() = default;

void Transfer::prepare(Pending pending, Duration left) {
    pending_ = std::move(pending);
    answer_ = {};
    header_bytes_ = 0;
    in_body_ = address_refused_ = address_allowed_ = false;
    stopped_because_ = nullptr;
    curl_easy_reset(handle());
    curl_easy_setopt(handle(), CURLOPT_URL, pending_.url.str().c_str());
    curl_easy_setopt(handle(), CURLOPT_PRIVATE, this);
    set_guards();
    set_limits(left);
    set_method();
    set_headers();
}

void Transfer::set_guards() {
    auto* curl = handle();
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    // Without this a proxy named in the environment would be what the guard sees.
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (!settings_.authorities_file.empty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, settings_.authorities_file.c_str());
    // With a directory libcurl keeps no parsed store, and reads 140 certificates per connection.
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    if (settings_.connect_to)
        curl_easy_setopt(curl, CURLOPT_CONNECT_TO, settings_.connect_to.get());
}

void Transfer::set_limits(Duration left) {
    auto* curl = handle();
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    // A thread that waits for a dead resolver is left behind instead of waited for.
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds(left));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     milliseconds(std::min<Duration>(left, connect_deadline)));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, low_speed_bytes_a_second);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, low_speed_seconds);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
    // One handshake serves two requests. Without TLS the wait would be for a whole answer.
    curl_easy_setopt(curl, CURLOPT_PIPEWAIT, pending_.url.secure() ? 1L : 0L);
    // An announced length is believed when it is too much, and never otherwise.
    if (pending_.request.method != Method::head)
        curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE,
                         static_cast<curl_off_t>(pending_.request.body_bytes_max));
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
}

void Transfer::set_method() {
    auto* curl = handle();
    auto const& request = pending_.request;
    auto const set_body = [&] {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    };
    switch (request.method) {
        case Method::get: curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L); break;
        case Method::head: curl_easy_setopt(curl, CURLOPT_NOBODY, 1L); break;
        case Method::post: set_body(); break;
        case Method::put:
        case Method::patch: set_body(); [[fallthrough]];
        case Method::del:
        case Method::options:
            curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST,
                             std::string(to_string(request.method)).c_str());
    }
}

void Transfer::set_headers() {
    auto const& headers = pending_.request.headers;
    for (auto const& [name, value] : headers) {
        if (is_own_field(name) || (pending_.hops > 0 && is_bound_to_target(name))) continue;
        // libcurl's way of writing a field without a value.
        append(fields_, value.empty() ? name + ";" : name + ": " + value);
    }
    append(fields_, "Expect:");
    if (!headers.find("content-type")) append(fields_, "Content-Type:");
    if (!headers.find("accept")) append(fields_, "Accept: */*");
    if (!headers.find("user-agent"))
        curl_easy_setopt(handle(), CURLOPT_USERAGENT, settings_.user_agent.c_str());
    curl_easy_setopt(handle(), CURLOPT_HTTPHEADER, fields_.get());
}

curl_socket_t Transfer::open_socket(void* raw, curlsocktype, curl_sockaddr* address) {
    auto& self = *static_cast<Transfer*>(raw);
    if (!self.settings_.guard.allows(self.pending_.url, address->addr, address->addrlen)) {
        self.address_refused_ = true;
        return CURL_SOCKET_BAD;
    }
    self.address_allowed_ = true;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool Transfer::stop(char const* why) {
    stopped_because_ = why;
    return false;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* raw) {
    auto& self = *static_cast<Transfer*>(raw);
    return self.take_header({data, size * count}) ? size * count : 0;
}

bool Transfer::take_header(std::string_view line) {
    header_bytes_ += line.size();
    if (line.size() > header_line_bytes_max || header_bytes_ > header_bytes_max)
        return stop("the headers are too long");
    if (in_body_) return true;  // Trailers are nobody's business.
    line = trim(line);
    if (line.starts_with("HTTP/")) {
        answer_.headers = {};  // An interim answer came before this one.
        return true;
    }
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    auto const name = trim(line.substr(0, colon)), value = trim(line.substr(colon + 1));
    if (answer_.headers.size() >= header_fields_max) return stop("too many headers");
    if (fold_case(name) == "content-encoding") {
        if (answer_.headers.find(name) || !is_decodable(value))
            return stop("encoded in a way that was not asked for");
    }
    answer_.headers.add(name, value);
    return true;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* raw) {
    auto& self = *static_cast<Transfer*>(raw);
    return self.take_body({data, size * count}) ? size * count : 0;
}

bool Transfer::take_body(std::string_view part) {
    in_body_ = true;
    auto const total = answer_.body.size() + part.size();
    if (total > pending_.request.body_bytes_max) return stop("the body is too large");
    curl_off_t received = 0;
    curl_easy_getinfo(handle(), CURLINFO_SIZE_DOWNLOAD_T, &received);
    if (total > ratio_free_bytes &&
        total > static_cast<std::uint64_t>(received) * decoded_ratio_max)
        return stop("the body grows too much when decoded");
    answer_.body += part;
    return true;
}

Result<Answer> Transfer::outcome(CURLcode code) {
    if (code == CURLE_OPERATION_TIMEDOUT)
        return fail(Errc::timeout, "The other server did not answer in time.",
                    pending_.url.host().str());
    if (address_refused_ && !address_allowed_ && code == CURLE_COULDNT_CONNECT)
        return fail(Errc::forbidden, "This address may not be asked.",
                    pending_.url.host().str() + ": not an address of the public internet");
    if (code != CURLE_OK)
        return fail(Errc::remote, "The other server could not be asked.",
                    fmt::format("{}: {}", pending_.url.host().str(),
                                stopped_because_ ? stopped_because_ : curl_easy_strerror(code)));
    long status = 0;
    curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<int>(status);
    answer_.final_url = pending_.url.str();
    return std::move(answer_);
}

std::optional<std::string> Transfer::location_of(Outgoing const& request, Answer const& answer) {
    static constexpr std::array<int, 5> redirects{301, 302, 303, 307, 308};
    if (request.method != Method::get || request.redirects_max <= 0) return std::nullopt;
    if (std::ranges::find(redirects, answer.status) == redirects.end()) return std::nullopt;
    auto const location = answer.headers.find("location");
    if (!location) return std::nullopt;
    return std::string(*location);
}

Pending Transfer::release() {
    // The body must stay where it is until libcurl has forgotten it.
    curl_easy_reset(handle());
    fields_.reset();
    answer_ = {};
    return std::exchange(pending_, {});
}

}  // namespace skein::http
