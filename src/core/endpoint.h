// From a request to a typed call and back: credentials to a `Principal`, scope, rate limit,
// parameters to the input struct of the handler, its `Result` to a response.
//
//     struct MuteAccount {
//         bool notifications = true;
//         std::int64_t duration = 0;
//         void read(Fields& in) {
//             in("notifications", notifications, "Hide their notifications too.");
//             in("duration", duration, "Seconds; 0 is for good.");
//         }
//     };
//     Result<Reply> mute_account(Call& call, MuteAccount const& input);
//     server.post("/api/v1/accounts/{id}/mute", mute_account, {.scope = "write:mutes follow"});
//
// A handler is a plain function on a worker thread. `read` is also run without a request, to write
// the reference.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "core/auth.h"
#include "core/lanes.h"
#include "core/paging.h"
#include "platform/http/message.h"
#include "platform/http/params.h"
#include "platform/http/router.h"

namespace skein {

class Server;

/// Who may call a route at all.
enum class Who : std::uint8_t {
    unasked,  ///< Nobody looks at credentials; what an Authorization says is the handler's affair.
    anyone,   ///< No token needed; a valid one makes the answer personal, a bad one is 401.
    app,      ///< Any valid token.
    user,     ///< A token (or session) of an active user.
    pending,  ///< A token of a user who may still be unconfirmed or unapproved.
    session,  ///< The browser's session cookie; pages only. Nobody signed in: redirected to
              ///< sign-in.
};

/// How errors are shown, and which cross-origin rules hold.
enum class Surface : std::uint8_t {
    api,   ///< JSON, CORS open, never a cookie from another origin.
    page,  ///< HTML; writes need a same-origin form with the CSRF token.
    open,  ///< JSON or text for other servers and monitors (`/.well-known`, `/health`), CORS open.
};

/// What a route may show of posts, declared for every route so that none is forgotten
/// (security.md 7.2).
enum class Shows : std::uint8_t { nothing_private, by_audience };

struct Route {
    Who who = Who::user;
    std::string_view scope =
        {};  ///< Any one of these scopes is enough, e.g. "read:follows follow".
    LaneName lane = LaneName::read;
    Surface surface = Surface::api;
    std::uint64_t body_bytes_max = 1 << 20;
    bool to_disk = false;  ///< Uploads: the body is streamed to a file.
    /// The handler waits for nothing and touches no database: it runs on the I/O thread, without a
    /// lane. Only for routes of Who::unasked.
    bool at_once = false;
    std::string_view limit = {};  ///< A further rate limit by name (see rate_limits.h).
    std::string_view produces = "application/json";
    std::string_view returns = {};  ///< The entity, for the reference: "Status", "[Account]".
    std::string_view summary = {};  ///< One line for the reference.
};

/// One field of an input, for the reference.
struct FieldInfo {
    std::string name, type, help;
    bool required = false;
};

/// Reads (or, without a request, only records) the fields of an input struct. What is missing keeps
/// its default; what cannot be read is a complaint, and the call is answered 422 (400 for a missing
/// required one).
class Fields {
  public:
    explicit Fields(http::Param const* params) : params_(params) {}

    /// A field of any type that has a `read_param`: text, numbers, bool, ids, Time, uploads,
    /// optional<T>, vector<T>, and structs with `read(Fields&)` (nested objects).
    template <class T>
    void operator()(std::string_view name, T& out, std::string_view help = {}) {
        note<T>(name, false, help);
        if (auto const* param = find(name)) read_value(name, *param, out);
    }

    /// The same, but its absence (or an empty text) is 400.
    template <class T>
    void required(std::string_view name, T& out, std::string_view help = {}) {
        note<T>(name, true, help);
        auto const* param = find(name);
        if (param && !is_blank(*param)) read_value(name, *param, out);
        else missing(name);
    }

    /// The whole tree, for shapes that no struct describes.
    http::Param const* raw() const { return params_; }

    std::optional<Error> const& error() const { return error_; }
    std::vector<FieldInfo> const& recorded() const { return recorded_; }

  private:
    http::Param const* find(std::string_view name) const;
    /// An empty text, which forms send for what was not filled in; for anything but text it counts
    /// as not given.
    static bool is_blank(http::Param const& param) {
        return param.kind == http::Param::Kind::text && param.text.empty() && !param.upload;
    }
    void missing(std::string_view name);
    void wrong(std::string_view name, std::string_view expected);
    void record(std::string_view name, std::string type, bool required, std::string_view help);

    void read_value(std::string_view name, http::Param const& param, std::string& out);
    void read_value(std::string_view name, http::Param const& param, bool& out);
    void read_value(std::string_view name, http::Param const& param, std::int64_t& out);
    void read_value(std::string_view name, http::Param const& param, double& out);
    void read_value(std::string_view name, http::Param const& param, Time& out);
    void read_value(std::string_view name, http::Param const& param, http::Upload& out);
    template <class Tag>
    void read_value(std::string_view name, http::Param const& param, Id<Tag>& out) {
        read_value(name, param, out.value);
    }
    template <class T>
    void read_value(std::string_view name, http::Param const& param, std::optional<T>& out) {
        if (param.is_null() || (!std::is_same_v<T, std::string> && is_blank(param))) return;
        read_value(name, param, out.emplace());
    }
    template <class T>
    void read_value(std::string_view name, http::Param const& param, std::vector<T>& out) {
        out.clear();
        for (auto const* element : param.elements())
            if (std::is_same_v<T, std::string> || !is_blank(*element))
                read_value(name, *element, out.emplace_back());
    }
    template <class T>
        requires requires(T& t, Fields& f) { t.read(f); }
    void read_value(std::string_view, http::Param const& param, T& out) {
        Fields inner(&param);
        out.read(inner);
        if (inner.error_ && !error_) error_ = inner.error_;
    }

    template <class T>
    static std::string type_name() {
        if constexpr (std::is_same_v<T, std::string>) return "string";
        else if constexpr (std::is_same_v<T, bool>) return "boolean";
        else if constexpr (std::is_same_v<T, std::int64_t>) return "integer";
        else if constexpr (std::is_same_v<T, double>) return "number";
        else if constexpr (std::is_same_v<T, Time>) return "datetime";
        else if constexpr (std::is_same_v<T, http::Upload>) return "file";
        else if constexpr (requires { typename T::value_type; }) {
            auto inner = type_name<typename T::value_type>();
            return requires(T& t) { t.emplace_back(); } ? "[" + inner + "]" : inner;
        } else if constexpr (requires(T& t, Fields& f) { t.read(f); }) return "object";
        else return "id";
    }

    template <class T>
    void note(std::string_view name, bool required, std::string_view help) {
        if (params_) return;
        record(name, type_name<T>(), required, help);
        if constexpr (requires(T& t, Fields& f) { t.read(f); }) {
            T inner;
            Fields fields(nullptr);
            inner.read(fields);
            for (auto const& info : fields.recorded())
                record(std::string(name) + "[" + info.name + "]", info.type, info.required,
                       info.help);
        }
    }

    http::Param const* params_;
    std::optional<Error> error_;
    std::vector<FieldInfo> recorded_;
};

/// What a handler answers.
using Reply = http::Response;

class Call;
/// A handler with its types forgotten.
using Handler = std::function<Result<Reply>(Call&)>;

/// 200 with this JSON.
Reply json_reply(json::Writer&& body);
/// 200 `{}`.
Reply empty_reply();

/// One request on its way through a handler.
class Call {
  public:
    Call(Server& server, http::Request& request, http::PathParams params, Principal principal)
        : server_(server),
          request_(request),
          path_(std::move(params)),
          principal_(std::move(principal)) {}

    Server& server() const { return server_; }
    http::Request const& request() const { return request_; }
    Principal const& who() const { return principal_; }
    /// The account asking, or a zero id.
    AccountId viewer() const { return principal_.account; }

    /// A path segment by name; our own pattern must have it.
    std::string const& path(std::string_view name) const;
    /// A path segment as an id; text that is no id gives zero, which no row has.
    template <class AnyId>
    AnyId path_id(std::string_view name) const {
        return AnyId{parse_id(path(name)).value_or(0)};
    }
    http::Param const& params() const { return params_; }
    void set_params(http::Param params) { params_ = std::move(params); }

    /// Reads the paging parameters.
    Result<Page> page(PageLimits limits) const { return Page::read(params_, limits); }

    /// The rest of a call, and the lane that waits for what it needs.
    struct Onward {
        LaneName lane{};
        Handler next;
    };
    /// `return call.go_on_in(LaneName::fetch, ask_them);` leaves this thread to others: `next`
    /// answers the call from the other lane, or nobody does and it is 503 because that lane is
    /// full. For a handler that finds out that it must wait for what its own lane may not wait for.
    /// Not in routes that are answered `at_once`.
    Reply go_on_in(LaneName lane, Handler next) {
        onward_ = Onward{lane, std::move(next)};
        return {};
    }
    /// What `go_on_in` asked for, once.
    std::optional<Onward> take_onward() { return std::exchange(onward_, std::nullopt); }

  private:
    Server& server_;
    http::Request& request_;
    http::PathParams path_;
    Principal principal_;
    http::Param params_;
    std::optional<Onward> onward_;
};

/// Adds the `Link` of a page between these ends.
void add_page_link(Reply& reply, Call const& call, PageEnds const& ends);

/// 200 with one page of a list and its `Link`. The rows come newest first, also those that the body
/// leaves out; an empty page has no header.
template <class Row>
Reply page_reply(Call const& call, Page const& page, std::vector<Row> const& rows,
                 json::Writer&& body) {
    auto reply = json_reply(std::move(body));
    if (!rows.empty())
        add_page_link(reply, call,
                      {.newest = cursor_of(rows.front()),
                       .oldest = cursor_of(rows.back()),
                       .full = std::ssize(rows) >= page.limit});
    return reply;
}

/// A registered route.
struct Endpoint {
    http::Method method;
    std::string pattern;
    Route route;
    Handler handler;
    std::vector<FieldInfo> fields;
};

template <class Function>
struct handler_input;
template <>
struct handler_input<Result<Reply> (*)(Call&)> {
    using type = void;
};
template <class Input>
struct handler_input<Result<Reply> (*)(Call&, Input const&)> {
    using type = Input;
};

/// Wraps a typed handler; `fields` gets what its input reads.
template <class Function>
Handler make_handler(Function function, std::vector<FieldInfo>& fields) {
    using Input = typename handler_input<Function>::type;
    if constexpr (std::is_void_v<Input>) {
        return Handler(function);
    } else {
        Fields recorder(nullptr);
        Input sample{};
        sample.read(recorder);
        fields = recorder.recorded();
        return [function](Call& call) -> Result<Reply> {
            Fields reader(&call.params());
            Input input{};
            input.read(reader);
            if (reader.error()) return fail(*reader.error());
            return function(call, input);
        };
    }
}

}  // namespace skein
