#include "testing/test_server.h"

#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/encoding.h"
#include "platform/crypto/password.h"
#include "social/access.h"
#include "social/post_text.h"
#include "social/social.h"

namespace skein::testing {
namespace {

/// Tuesday, 24 November 2026, 12:00 UTC.
constexpr auto start_of_time = Time(std::chrono::seconds(1795521600));

std::filesystem::path make_directory() {
    auto name = (std::filesystem::temp_directory_path() / "skein_test_XXXXXX").string();
    expects(::mkdtemp(name.data()) != nullptr);
    return name;
}

std::string guess_content_type(std::string_view body) {
    if (body.starts_with('{') || body.starts_with('[')) return "application/json";
    return "application/x-www-form-urlencoded";
}

http::Request make_request(Server& server, http::Method method, std::string_view target,
                           Ask const& ask) {
    http::Request request;
    request.method = method;
    request.target = target;
    auto const question = std::min(target.find('?'), target.size());
    request.path = percent_decode(target.substr(0, question)).value_or("/");
    if (request.path.size() > 1 && request.path.ends_with('/')) request.path.pop_back();
    request.query = target.substr(std::min(question + 1, target.size()));
    request.headers.set("Host", server.domain());
    if (!ask.token.empty()) request.headers.set("Authorization", "Bearer " + ask.token);
    if (!ask.cookie.empty()) {
        request.headers.set("Cookie", fmt::format("{}={}", server.session_cookie(), ask.cookie));
        request.headers.set("Sec-Fetch-Site", "same-origin");
    }
    if (!ask.body.empty())
        request.headers.set("Content-Type", ask.content_type.empty() ? guess_content_type(ask.body)
                                                                     : ask.content_type);
    for (auto const& [name, value] : ask.headers) request.headers.set(name, value);
    request.loopback = ask.client_address.empty();
    request.client_address = ask.client_address.empty() ? "127.0.0.1" : ask.client_address;
    request.secure = server.secure();
    request.id = "test";
    return request;
}

/// As the socket would: in memory, or in a file where the route wants it there.
void give_body(Server& server, http::Request& request, std::string const& body) {
    auto const limit = server.body_limit(request);
    if (!limit || !limit->to_disk) {
        request.body = body;
        return;
    }
    auto path = server.config().data_dir + "/spool/body_XXXXXX";
    auto const fd = ::mkstemp(path.data());
    expects(fd >= 0);
    ::close(fd);
    std::ofstream(path, std::ios::binary) << body;
    request.file = std::make_shared<http::SpooledFile>();
    request.file->path = path;
    request.file->size = body.size();
}

}  // namespace

void TestServer::give_up(Error const& error) {
    std::fprintf(stderr, "%s:%u: the test's own preparation failed: %s: %s (%s)\n",
                 error.where.file_name(), error.where.line(),
                 std::string(to_string(error.code)).c_str(), error.message.c_str(),
                 error.detail.c_str());
    std::abort();
}

TestServer::TestServer(TestOptions options)
    : options_(std::move(options)),
      directory_(make_directory()),
      clock_(options_.clock ? options_.clock : std::make_shared<ManualClock>(start_of_time)) {
    std::filesystem::create_directories(directory_ / "spool");
    scheduler_ = options_.scheduler ? options_.scheduler : threads::make_real_scheduler(*clock_);
    begin();
}

void TestServer::restart() {
    expects(options_.in_file);
    server_.reset();
    timers_->stop();
    ++options_.seed;
    begin();
}

void TestServer::begin() {
    timers_ = std::make_unique<threads::Timers>(*scheduler_);
    auto settings = value_of(Settings::read("", {}, options_.settings));
    ServerConfig config;
    config.declare(settings);
    config.data_dir = directory_.string();
    config.public_url = options_.public_url;
    config.write_threads = std::min<std::int64_t>(config.write_threads, 8);
    server_ = std::make_unique<Server>(std::move(config), std::move(settings));
    std::vector<Feature> features{{"social", social::install, true}};
    features.insert(features.end(), options_.features.begin(), options_.features.end());
    value_of(server_->install(features));
    server_->attach(make_parts(options_));
    value_of(server_->migrate([](std::string const&) {}));
    value_of(server_->start());
    // What falls due with the start must not run beside a test; a simulated scheduler runs nothing
    // by itself.
    if (!options_.scheduler) drain();
}

TestServer::~TestServer() {
    server_.reset();
    timers_->stop();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

ServerParts TestServer::make_parts(TestOptions const& options) {
    ServerParts parts;
    parts.clock = clock_;
    parts.scheduler = scheduler_;
    parts.random = std::make_unique<crypto::SeededRandom>(options.seed);
    parts.keys = std::make_unique<crypto::SecretKeys>(std::string(32, 'k'));
    database_ = std::make_unique<TestDatabase>(
        options.in_file ? "sqlite:" + (directory_ / "skein.db").string() : "sqlite::memory:",
        // A thread that waits for another inside PostgreSQL would wait with the baton in its hand.
        options.scheduler != nullptr);
    auto counting = std::make_unique<CountingDatabase>(
        value_of(db::Database::open(database_->options(), *clock_, *scheduler_)), server_->board());
    counting_ = counting.get();
    parts.db = std::move(counting);
    parts.http = make_fake_client(outside_, *scheduler_);
    parts.mailer = make_recording_mailer(outside_);
    parts.storage = value_of(storage::open_local_storage((directory_ / "media").string(), *clock_));
    imaging::Options imaging;
    imaging.program = options.imaging_program.empty() ? "/nonexistent" : options.imaging_program;
    parts.imaging = std::make_unique<imaging::Imaging>(*scheduler_, *timers_, imaging);
    return parts;
}

Person TestServer::make_account(std::string name, AccountOptions const& options) {
    Person person;
    if (!options.domain.empty()) {
        social::Account account;
        account.network = social::Network::activitypub;
        account.address = fmt::format("https://{}/users/{}", options.domain, name);
        account.url = fmt::format("https://{}/@{}", options.domain, name);
        account.username = std::move(name);
        account.domain = options.domain;
        account.display_name = options.display_name;
        account.fields = "[]";
        account.locked = options.locked;
        account.kind = options.bot ? social::AccountKind::bot : social::AccountKind::person;
        person.account = write([&](db::Tx& tx) { return social::insert_account(tx, account); });
        return person;
    }
    social::NewUser fresh;
    fresh.username = name;
    fresh.email = person.email = name + "@mail.example";
    if (!options.password.empty())
        fresh.password_hash =
            crypto::hash_password(options.password, server_->keys().pepper()).value();
    fresh.role = options.role;
    fresh.confirmed = options.confirmed;
    fresh.approved = options.approved;
    person.user =
        write([&](db::Tx& tx) { return social::insert_user(tx, server_->keys(), fresh); });
    auto const changed = options.locked || options.bot || !options.display_name.empty();
    person.account = write([&](db::Tx& tx) -> Result<social::Account> {
        TRY(auto account, social::load_account(tx, person.user->account_id));
        if (!changed) return account;
        account.locked = options.locked;
        account.display_name = options.display_name;
        account.kind = options.bot ? social::AccountKind::bot : social::AccountKind::person;
        TRY_OK(social::update_account(tx, account));
        return account;
    });
    return person;
}

AppId TestServer::app() {
    if (app_) return *app_;
    social::App app;
    app.client_id = "test-client";
    app.client_secret_hash = social::hash_secret("test-secret");
    app.name = "Test app";
    app.website = "https://app.example";
    app.redirect_uris = "urn:ietf:wg:oauth:2.0:oob";
    app.scopes = "read write follow push";
    app_ = write([&](db::Tx& tx) { return social::insert_app(tx, app); }).id;
    return *app_;
}

std::string TestServer::token(Person const& person, std::string_view scopes) {
    auto const secret = server_->random().token(32);
    auto const granted = value_of(Scopes::parse(scopes));
    auto const id = app();
    write(
        [&](db::Tx& tx) { return social::insert_token(tx, secret, id, person.user->id, granted); });
    return secret;
}

std::string TestServer::app_token(std::string_view scopes) {
    auto const secret = server_->random().token(32);
    auto const granted = value_of(Scopes::parse(scopes));
    auto const id = app();
    write([&](db::Tx& tx) { return social::insert_token(tx, secret, id, std::nullopt, granted); });
    return secret;
}

std::string TestServer::session(Person const& person) {
    auto const secret = server_->random().token(32);
    write([&](db::Tx& tx) {
        return social::insert_session(tx, secret, person.user->id, "Test browser", "127.0.0.1");
    });
    return secret;
}

social::Status TestServer::post(Person const& author, std::string_view text,
                                PostOptions const& options) {
    return write([&](db::Tx& tx) -> Result<social::Status> {
        TRY(auto const mentioned, social::list_mentioned(tx, social::handles_in(text),
                                                         server_->public_url(), server_->domain()));
        social::StatusDraft draft;
        draft.author = author.id();
        draft.network = author.account.network;
        if (!author.account.local())
            draft.address =
                fmt::format("{}/{}", author.account.address, tx.new_id<StatusId>().value);
        draft.text = text;
        draft.content = social::render_post(text, mentioned, server_->public_url()).str();
        draft.spoiler_text = options.spoiler_text;
        draft.visibility = options.visibility;
        draft.sensitive = options.sensitive;
        draft.language = options.language;
        draft.in_reply_to_id = options.in_reply_to;
        for (auto const& one : mentioned) draft.mentions.push_back(one.account);
        draft.addressees = options.addressees;
        draft.tags = social::tags_in(text);
        draft.media = options.media;
        draft.created_at = options.created_at;
        return social::publish_status(tx, draft);
    });
}

social::Status TestServer::post(Person const& author, std::string_view text,
                                social::Visibility visibility) {
    return post(author, text, PostOptions{.visibility = visibility});
}

http::Response TestServer::request(http::Method method, std::string_view target, Ask const& ask) {
    auto request = make_request(*server_, method, target, ask);
    if (!ask.body.empty()) give_body(*server_, request, ask.body);
    struct Answered {
        threads::Signal arrived;
        std::mutex mutex;
        std::optional<http::Response> response;
        std::thread::id by;
        explicit Answered(threads::Scheduler& scheduler) : arrived(scheduler) {}
    };
    auto const shared = std::make_shared<Answered>(*scheduler_);
    auto& answered = *shared;
    // Which thread will answer is known only afterwards, so all counts are taken before.
    auto const before = counting_->statements();
    server_->handle(std::move(request), [shared](http::Response response) {
        std::lock_guard const lock(shared->mutex);
        shared->response = std::move(response);
        shared->by = std::this_thread::get_id();
        shared->arrived.notify_all();
    });
    {
        std::unique_lock lock(answered.mutex);
        answered.arrived.wait(lock, [&] { return answered.response.has_value(); });
    }
    if (answered.by != std::this_thread::get_id()) {
        auto const found = before.find(answered.by);
        statements_of_requests_ +=
            counting_->statements_of(answered.by) - (found == before.end() ? 0 : found->second);
    }
    return *std::move(answered.response);
}

http::Response TestServer::get(std::string_view target, std::string token) {
    return request(http::Method::get, target, {.token = std::move(token)});
}

http::Response TestServer::post(std::string_view target, std::string body, std::string token) {
    return request(http::Method::post, target,
                   {.token = std::move(token), .body = std::move(body)});
}

http::Response TestServer::put(std::string_view target, std::string body, std::string token) {
    return request(http::Method::put, target, {.token = std::move(token), .body = std::move(body)});
}

http::Response TestServer::del(std::string_view target, std::string token) {
    return request(http::Method::del, target, {.token = std::move(token)});
}

void TestServer::drain() { server_->jobs().drain(); }

std::uint64_t TestServer::statements(std::function<void()> const& work) {
    auto const own = counting_->statements_of(std::this_thread::get_id());
    auto const of_requests = statements_of_requests_;
    work();
    return counting_->statements_of(std::this_thread::get_id()) - own + statements_of_requests_ -
           of_requests;
}

std::string body_of(http::Response const& response) {
    if (auto const* text = std::get_if<std::string>(&response.body)) return *text;
    if (auto const* shared = std::get_if<std::shared_ptr<std::string const>>(&response.body))
        return *shared ? **shared : std::string();
    std::ifstream file(std::get<http::FileBody>(response.body).path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

json::Document json_of(http::Response const& response) {
    auto const body = body_of(response);
    auto document = json::Document::parse(body);
    if (!document) {
        std::fprintf(stderr, "no JSON (status %d): %s\n", response.status, body.c_str());
        std::abort();
    }
    return *std::move(document);
}

Multipart Multipart::make(std::vector<std::pair<std::string, std::string>> const& fields,
                          std::vector<File> const& files) {
    constexpr std::string_view boundary = "skein-test-boundary";
    Multipart made;
    made.content_type = fmt::format("multipart/form-data; boundary={}", boundary);
    for (auto const& [name, value] : fields)
        made.body +=
            fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                        boundary, name, value);
    for (auto const& file : files)
        made.body += fmt::format(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n"
            "Content-Type: {}\r\n\r\n{}\r\n",
            boundary, file.field, file.name, file.content_type, file.bytes);
    made.body += fmt::format("--{}--\r\n", boundary);
    return made;
}

}  // namespace skein::testing
