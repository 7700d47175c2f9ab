#include "testing/recorded_internet.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/json.h"

namespace skein::testing {
namespace {

constexpr std::string_view chain = "https://evil.example/chain/";

json::Document read(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    auto document = json::Document::parse(text.str());
    if (in && document) return *std::move(document);
    std::fputs(("cannot read " + path + "\n").c_str(), stderr);
    std::abort();
}

/// A post that answers the next one of a chain, which has no end.
http::Answer link_of(std::string const& url) {
    auto const number = std::atoll(url.substr(chain.size()).c_str());
    json::Writer out;
    out.object([&] {
        out.field("@context", "https://www.w3.org/ns/activitystreams");
        out.field("id", url);
        out.field("type", "Note");
        out.field("attributedTo", "https://evil.example/users/eve");
        out.field("content", std::to_string(number));
        out.key("to");
        out.array([&] { out.value("https://www.w3.org/ns/activitystreams#Public"); });
        out.field("inReplyTo", std::string(chain) + std::to_string(number + 1));
    });
    return make_answer(200, out.take());
}

}  // namespace

http::Answer make_answer(int status, std::string body, std::string_view content_type) {
    http::Answer answer;
    answer.status = status;
    answer.headers.set("Content-Type", content_type);
    answer.body = std::move(body);
    return answer;
}

RecordedInternet::RecordedInternet(std::string const& path) {
    auto const document = read(path);
    for (auto const& [url, line] : document.root().members()) {
        auto const body = line.find("body");
        auto const text = !body ? "" : body->text() ? std::string(*body->text()) : body->dump();
        auto const status = line.find("status");
        auto answer = make_answer(status ? static_cast<int>(status->integer().value_or(200)) : 200,
                                  text, line.get_text("content_type"));
        if (auto const headers = line.find("headers"))
            for (auto const& [name, value] : headers->members())
                answer.headers.set(name, value.text().value_or(""));
        answers_[std::string(url)] = std::move(answer);
    }
}

http::Answer RecordedInternet::answer(http::Outgoing const& request) const {
    auto const found = answers_.find(request.url);
    auto answer = found != answers_.end()          ? found->second
                  : request.url.starts_with(chain) ? link_of(request.url)
                                                   : make_answer(404, "", "text/plain");
    answer.final_url = request.url;
    return answer;
}

void RecordedInternet::answer_for(Outside& outside) const {
    outside.answer_with([this](http::Outgoing const& request) {
        return std::optional<Result<http::Answer>>(answer(request));
    });
}

std::string RecordedInternet::body(std::string const& url) const {
    auto const found = answers_.find(url);
    return found == answers_.end() ? "" : found->second.body;
}

}  // namespace skein::testing
