#include "core/config.h"

#include <toml++/toml.h>

#include <algorithm>

#include "base/numbers.h"
#include "base/text.h"

namespace skein {
namespace {

constexpr std::size_t list_items_max = 200;

std::string join(std::vector<std::string> const& items) {
    std::string out;
    for (auto const& item : items) out += (out.empty() ? "" : ", ") + item;
    return out;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(",\n"), text.size());
        auto const item = trim(text.substr(0, end));
        if (!item.empty()) items.emplace_back(item);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return items;
}

/// Flattens TOML tables into dotted keys with textual values.
void flatten(toml::table const& table, std::string const& prefix,
             std::map<std::string, std::string>& out) {
    for (auto const& [name, node] : table) {
        auto const key = prefix + std::string(name.str());
        if (auto const* inner = node.as_table()) {
            flatten(*inner, key + ".", out);
        } else if (auto const* items = node.as_array()) {
            std::vector<std::string> texts;
            for (auto const& item : *items) texts.push_back(item.value_or(std::string()));
            out[key] = join(texts);
        } else if (auto const truth = node.value_exact<bool>()) {
            out[key] = *truth ? "true" : "false";
        } else if (auto const number = node.value_exact<std::int64_t>()) {
            out[key] = std::to_string(*number);
        } else {
            out[key] = node.value_or(std::string());
        }
    }
}

std::optional<Duration> to_duration(std::string_view text) {
    if (text.size() < 2) return std::nullopt;
    auto const amount = parse_number<std::int64_t>(text.substr(0, text.size() - 1));
    if (!amount || *amount < 0 || *amount > 1'000'000'000) return std::nullopt;
    switch (text.back()) {
        case 's': return std::chrono::seconds(*amount);
        case 'm': return std::chrono::minutes(*amount);
        case 'h': return std::chrono::hours(*amount);
        case 'd': return std::chrono::days(*amount);
        default: return std::nullopt;
    }
}

std::string duration_text(Duration length) {
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(length).count();
    if (seconds % 86400 == 0) return fmt::format("{}d", seconds / 86400);
    if (seconds % 3600 == 0) return fmt::format("{}h", seconds / 3600);
    if (seconds % 60 == 0) return fmt::format("{}m", seconds / 60);
    return fmt::format("{}s", seconds);
}

}  // namespace

std::string variable_of(std::string_view key) {
    std::string name = "SKEIN_";
    for (char const c : key) {
        if (c == '.') name += '_';
        else name += (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

Result<Settings> Settings::read(std::string_view file, std::map<std::string, std::string> variables,
                                std::map<std::string, std::string> flags) {
    Settings settings;
    try {
        flatten(toml::parse(file), "", settings.file_);
    } catch (toml::parse_error const& error) {
        return fail(Errc::bad_request,
                    fmt::format("The configuration file cannot be read: line {}: {}",
                                error.source().begin.line, error.description()));
    }
    settings.variables_ = std::move(variables);
    settings.flags_ = std::move(flags);
    return settings;
}

SettingInfo& Settings::declare(std::string_view key, std::string_view type, std::string fallback,
                               std::string_view help) {
    auto& info = declared_.emplace_back();
    info.key = key;
    info.type = type;
    info.value = info.fallback = std::move(fallback);
    info.help = help;
    info.source = "default";
    return info;
}

std::optional<std::string> Settings::take(std::string_view key, SettingInfo& info) {
    std::optional<std::string> given;
    auto const look = [&](std::map<std::string, std::string> const& in, std::string const& name,
                          char const* source) {
        auto const found = in.find(name);
        if (found == in.end()) return;
        used_[name] = true;
        given = found->second;
        info.source = source;
    };
    look(file_, std::string(key), "file");
    look(variables_, variable_of(key), "environment");
    look(flags_, std::string(key), "flag");
    if (given) info.value = info.secret ? "(set)" : *given;
    return given;
}

void Settings::complain(SettingInfo const& info, std::string_view what) {
    problems_.push_back(fmt::format("{} ({}): {}", info.key, info.source, what));
}

void Settings::text(std::string_view key, std::string& out, std::string_view help) {
    auto& info = declare(key, "text", out, help);
    if (auto given = take(key, info)) out = *std::move(given);
}

void Settings::secret(std::string_view key, std::string& out, std::string_view help) {
    auto& info = declare(key, "secret", "", help);
    info.secret = true;
    if (auto given = take(key, info)) out = *std::move(given);
}

void Settings::choice(std::string_view key, std::string& out, std::vector<std::string> allowed,
                      std::string_view help) {
    auto& info = declare(key, "choice", out, help);
    info.limits = join(allowed);
    auto given = take(key, info);
    if (!given) return;
    if (std::ranges::find(allowed, *given) == allowed.end())
        return complain(info, fmt::format("\"{}\" is none of {}", *given, info.limits));
    out = *std::move(given);
}

void Settings::number(std::string_view key, std::int64_t& out, Range range, std::string_view help) {
    auto& info = declare(key, "number", std::to_string(out), help);
    info.limits = range.most == INT64_MAX ? fmt::format("at least {}", range.least)
                                          : fmt::format("{} to {}", range.least, range.most);
    auto const given = take(key, info);
    if (!given) return;
    auto const value = parse_number<std::int64_t>(*given);
    if (!value) return complain(info, fmt::format("\"{}\" is not a whole number", *given));
    if (*value < range.least || *value > range.most)
        return complain(info, fmt::format("{} is not {}", *value, info.limits));
    out = *value;
}

void Settings::flag(std::string_view key, bool& out, std::string_view help) {
    auto& info = declare(key, "true or false", out ? "true" : "false", help);
    auto const given = take(key, info);
    if (!given) return;
    if (*given == "true" || *given == "1" || *given == "yes") out = true;
    else if (*given == "false" || *given == "0" || *given == "no") out = false;
    else complain(info, fmt::format("\"{}\" is neither true nor false", *given));
}

void Settings::duration(std::string_view key, Duration& out, std::string_view help) {
    auto& info = declare(key, "duration", duration_text(out), help);
    info.limits = "like 30s, 5m, 12h, 14d";
    auto const given = take(key, info);
    if (!given) return;
    auto const value = to_duration(*given);
    if (!value)
        return complain(info, fmt::format("\"{}\" is not a duration {}", *given, info.limits));
    out = *value;
}

void Settings::list(std::string_view key, std::vector<std::string>& out, std::string_view help) {
    auto& info = declare(key, "list", join(out), help);
    auto const given = take(key, info);
    if (!given) return;
    auto items = split_list(*given);
    if (items.size() > list_items_max)
        return complain(info, fmt::format("has more than {} items", list_items_max));
    out = std::move(items);
}

std::vector<std::string> Settings::unknown() const {
    std::vector<std::string> names;
    for (auto const* source : {&file_, &variables_, &flags_})
        for (auto const& [name, value] : *source)
            if (!used_.contains(name)) names.push_back(name);
    return names;
}

std::vector<std::string> Settings::problems() const {
    auto all = problems_;
    for (auto const& name : unknown()) all.push_back(name + ": there is no such setting");
    return all;
}

void ServerConfig::declare(Settings& s) {
    s.text("data_dir", data_dir, "The directory with the database, the files and the secret key.");
    s.secret("database.url", database,
             "Empty: SQLite in the data directory; or postgresql://user@host/name.");
    s.text("database.sqlite_vfs", database_vfs,
           "For tests: fault:FILE makes the disk fail as the word in FILE says.");
    s.number("database.cache_bytes", database_cache_bytes, {1 << 20, 4LL << 30},
             "SQLite's page cache, for each of the five connections that do most of the work.");
    s.number("database.connections_max", database_connections_max, {2, 1000},
             "Connections to a PostgreSQL server, at most.");
    s.duration("database.request_read_max", database_request_read_max,
               "The longest a request may look something up before it is answered 503.");
    s.list("server.listen", listen,
           "Addresses to listen on, as address:port; port 0 takes a free one.");
    s.text("server.public_url", public_url,
           "How people reach this server: scheme, host and port. Never change it later.");
    s.flag("server.allow_plain_http", allow_plain_http,
           "Serve a public address without https. Passwords travel in the clear.");
    s.number("server.node", node, {0, 63},
             "This process's number, when several share a PostgreSQL database.");
    s.list("server.trusted_proxies", trusted_proxies,
           "Addresses or prefixes of proxies whose X-Forwarded-For is believed.");
    s.number("server.io_threads", io_threads, {1, 64}, "Threads that read and write sockets.");
    s.number("lanes.read_threads", read_threads, {1, 256}, "Threads for requests that only read.");
    s.number("lanes.write_threads", write_threads, {1, 1024},
             "Threads for requests that write; they mostly wait for the disk.");
    s.number("lanes.slow_threads", slow_threads, {1, 64},
             "Threads for searches, exports and uploads.");
    s.number("lanes.fetch_threads", fetch_threads, {1, 256},
             "Threads for work that asks other servers.");
    s.number("lanes.job_threads", job_threads, {1, 64}, "Threads for background jobs.");
    s.number("lanes.cpu_threads", cpu_threads, {1, 64},
             "Threads for signatures and password hashes.");
    s.number("jobs.in_memory_max", jobs_in_memory_max, {16, 1'000'000},
             "Due jobs kept in memory; the others wait in the database.");
    s.text("metrics.listen", metrics_listen, "An address of its own for /metrics; empty: none.");
    s.secret("metrics.token", metrics_token,
             "The bearer token with which /metrics may be read on the public address.");
    s.choice("log.level", log_level, {"debug", "info", "warning", "error"},
             "The least important lines to log.");
    s.choice("log.format", log_format, {"text", "json"}, "How lines are written.");
    s.flag("log.requests", log_requests, "Log a line for every request answered.");
    s.number("http.client.per_host_max", per_host_max, {1, 64},
             "Requests to one other server at a time.");
    s.list("http.client.connect_to", connect_to,
           "For tests: host:port:address:port, where to connect instead.");
    s.text("http.client.extra_ca", extra_ca,
           "A PEM file with further certificate authorities for outgoing requests.");
    s.flag("http.client.allow_private", allow_private,
           "Let outgoing requests reach private addresses. Dangerous.");
    s.secret("mail.smtp_url", smtp_url,
             "Where mail is handed over: smtp://host:587 or smtps://host; empty: mails wait until "
             "there is one.");
    s.text("mail.smtp_user", smtp_user, "The user name at the mail server.");
    s.secret("mail.smtp_password", smtp_password, "The password at the mail server.");
    s.text("mail.from", mail_from,
           "The sender of mails; empty: notifications@ and this server's host.");
}

}  // namespace skein
