#include "platform/http/request_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace skein::http {
namespace {

using Progress = RequestReader::Progress;

class RequestReaderTest : public testing::Test {
  protected:
    /// Reads one request, in pieces of `size` bytes; a refusal gives its status.
    int status_of(std::string_view text, std::size_t size = 1U << 20,
                  BodyLimit limit = {1000, false}) {
        reader.reset();
        left = text;
        while (!left.empty()) {
            auto piece = left.substr(0, size);
            auto const length = piece.size();
            auto const progress = read(piece, limit);
            left.remove_prefix(length - piece.size());
            if (progress == Progress::refused) return reader.refusal().status;
            if (progress == Progress::complete) return 200;
        }
        return 0;
    }

    Progress read(std::string_view& piece, BodyLimit limit) {
        while (true) {
            auto const progress = reader.read(piece);
            if (progress != Progress::head) return progress;
            if (reader.allow_body(limit) == Progress::refused) return Progress::refused;
        }
    }

    std::string spool = testing::TempDir() + "/skein-reader";
    RequestReader reader{{1000, 10}, spool};
    std::string_view left;
};

constexpr std::string_view get = "GET /a?b=c HTTP/1.1\r\nHost: example.org\r\n";

std::string with(std::string_view headers) {
    return std::string(get) + std::string(headers) + "\r\n";
}

TEST_F(RequestReaderTest, a_request_is_the_same_however_it_is_cut) {
    std::string const text =
        "POST /caf%C3%A9/?x=%20 HTTP/1.1\r\nHost: a\r\nX-One:  1 \r\nContent-Length: "
        "5\r\n\r\nhelloGET";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        ASSERT_EQ(status_of(text, size), 200) << size;
        auto const& request = reader.request();
        EXPECT_EQ(request.method, Method::post);
        EXPECT_EQ(request.target, "/caf%C3%A9/?x=%20");
        EXPECT_EQ(request.path, "/café");
        EXPECT_EQ(request.query, "x=%20");
        EXPECT_EQ(request.headers.get("x-one"), "1");
        EXPECT_EQ(request.body, "hello");
    }
    status_of(text);
    EXPECT_EQ(left, "GET") << "what follows belongs to the next request";
}

TEST_F(RequestReaderTest, a_chunked_body_is_the_same_however_it_is_cut) {
    auto const text = with("Transfer-Encoding: Chunked\r\n") +
                      "5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\nnext";
    for (std::size_t size = 1; size <= text.size(); ++size) {
        ASSERT_EQ(status_of(text, size), 200) << size;
        EXPECT_EQ(reader.request().body, "hello world");
    }
    status_of(text);
    EXPECT_EQ(left, "next");
}

TEST_F(RequestReaderTest, what_two_programs_could_read_in_two_ways_is_refused) {
    for (std::string const& text : {
             with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
             with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
             with("Content-Length: 5\r\nContent-Length: 5\r\n"),
             with("Content-Length: 5\r\nContent-Length: 6\r\n"),
             with("Content-Length: 5, 5\r\n"),
             with("Content-Length: +5\r\n"),
             with("Content-Length: -5\r\n"),
             with("Content-Length: 0x5\r\n"),
             with("Content-Length:\r\n"),
             with("Content-Length: 5 5\r\n"),
             with("Content-Length : 5\r\n"),
             with("Transfer-Encoding : chunked\r\n"),
             with(" Transfer-Encoding: chunked\r\n"),
             with("X: a\r\n b\r\n"),
             with("X: a\r\n\tb\r\n"),
             with("X: a\rb\r\n"),
             with("X: a\nY: b\r\n"),
             with(std::string("X: a\0b\r\n", 8)),
             with("X: a\x7F\r\n"),
             with("X\r\n"),
             with(": x\r\n"),
             with("X Y: z\r\n"),
             with("Host: other\r\n"),
             with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
             with("Content-Type: a/b\r\nContent-Type: c/d\r\n"),
             with("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"),
             std::string("GET / HTTP/1.1\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\nHost:\r\n\r\n"),
             std::string("GET / HTTP/1.1\nHost: a\n\n"),
             std::string("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
             std::string("GET / x HTTP/1.1\r\nHost: a\r\n\r\n"),
             std::string("GET /\tHTTP/1.1\r\nHost: a\r\n\r\n"),
             std::string("GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
             std::string("GET / http/1.1\r\nHost: a\r\n\r\n"),
             std::string("GET /\r\nHost: a\r\n\r\n"),
             std::string("G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
             std::string("\x16\x03\x01\x02", 4),
             std::string("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
         }) {
        EXPECT_EQ(status_of(text), 400) << text;
        EXPECT_EQ(status_of(text, 1), 400) << text;
    }
}

TEST_F(RequestReaderTest, addresses_that_mean_two_things_are_refused) {
    for (auto const* const target :
         {"a",        "/a%",     "/a%2",      "/a%zz",       "/a%00",       "/a%0d%0a",    "/a%2Fb",
          "/a%2fb",   "/../a",   "/a/..",     "/%2e%2E/a",   "/./a",        "/a#b",        "/%FF",
          "ftp://a/", "http://", "http:///a", "http://a b/", "http://u@h/", "/caf\xC3\xA9"})
        EXPECT_EQ(status_of(fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n\r\n", target)), 400)
            << target;
}

TEST_F(RequestReaderTest, the_absolute_form_names_the_host) {
    EXPECT_EQ(status_of("GET http://b.example:80/x/?q HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
    EXPECT_EQ(reader.request().path, "/x");
    EXPECT_EQ(reader.request().query, "q");
    EXPECT_EQ(reader.request().headers.get("Host"), "b.example:80");
    EXPECT_EQ(reader.request().headers.count("Host"), 1U);
    EXPECT_EQ(status_of("GET https://b HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
    EXPECT_EQ(reader.request().path, "/");
    EXPECT_EQ(status_of("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
    EXPECT_EQ(status_of("GET * HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST_F(RequestReaderTest, what_is_not_spoken_here_is_said_so) {
    EXPECT_EQ(status_of("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    EXPECT_EQ(status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(status_of(with("Transfer-Encoding: gzip, chunked\r\n")), 501);
    EXPECT_EQ(status_of(with("Expect: something\r\n")), 417);
    EXPECT_EQ(status_of(with("Content-Length: 5\r\nContent-Encoding: gzip\r\n")), 415);
}

TEST_F(RequestReaderTest, everything_oversized_is_refused_before_it_is_kept) {
    auto const long_target = "GET /" + std::string(2000, 'a');
    EXPECT_EQ(status_of(long_target), 414);
    EXPECT_EQ(status_of(long_target, 1), 414);
    EXPECT_EQ(status_of(with("X: " + std::string(2000, 'a'))), 431);
    EXPECT_EQ(status_of(with("X: " + std::string(2000, 'a')), 7), 431);
    std::string many;
    for (int i = 0; i < 12; ++i) many += "X: y\r\n";
    EXPECT_EQ(status_of(with(many)), 431);
    EXPECT_EQ(status_of(with("Content-Length: 1001\r\n")), 413);
    EXPECT_EQ(status_of(with("Content-Length: 99999999999999999999999\r\n")), 413);
    EXPECT_EQ(
        status_of(with("Transfer-Encoding: chunked\r\n") + "3e9\r\n" + std::string(1001, 'x')),
        413);
}

TEST_F(RequestReaderTest, broken_chunks_are_refused) {
    for (std::string const& body :
         {std::string("x\r\n"), std::string("5\nhello"), std::string("5\r\nhelloX\r\n"),
          std::string("5\r\nhello\n0\r\n\r\n"), std::string("-1\r\n"),
          std::string("0x5\r\nhello\r\n"), std::string("\r\n"), std::string("1000000000000\r\n"),
          "5;" + std::string(300, 'x'), std::string(" 5\r\nhello\r\n"),
          std::string("0\r\nbroken trailer\r\n\r\n"), std::string("0\r\n folded: x\r\n\r\n"),
          std::string("5\r\r\nhello")}) {
        auto const text = with("Transfer-Encoding: chunked\r\n") + body;
        EXPECT_EQ(status_of(text), 400) << body;
        EXPECT_EQ(status_of(text, 1), 400) << body;
    }
}

TEST_F(RequestReaderTest, connections_stay_open_as_the_versions_say) {
    EXPECT_EQ(status_of(with("")), 200);
    EXPECT_TRUE(reader.framing().keep_alive);
    EXPECT_EQ(status_of(with("Connection: x, Close\r\n")), 200);
    EXPECT_FALSE(reader.framing().keep_alive);
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200);
    EXPECT_FALSE(reader.framing().keep_alive);
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), 200);
    EXPECT_TRUE(reader.framing().keep_alive);
}

TEST_F(RequestReaderTest, one_empty_line_before_a_request_is_forgiven) {
    EXPECT_EQ(status_of("\r\n" + with("")), 200);
    EXPECT_EQ(status_of("\r\n" + with(""), 1), 200);
    EXPECT_EQ(status_of("\r" + with(""), 1), 400);
    EXPECT_EQ(status_of("\r\n\r\n" + with("")), 400);
}

TEST_F(RequestReaderTest, a_body_goes_to_disk_where_the_route_wants_it) {
    std::filesystem::remove_all(spool);
    ASSERT_EQ(status_of(with("Content-Length: 5\r\n") + "hello", 3, {1000, true}), 200);
    auto const file = reader.request().file;
    ASSERT_TRUE(file);
    EXPECT_TRUE(reader.request().body.empty());
    EXPECT_EQ(file->size, 5U);
    std::ifstream in(file->path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "hello");
    std::filesystem::remove_all(spool);
}

TEST_F(RequestReaderTest, a_body_that_breaks_off_leaves_no_file) {
    std::filesystem::remove_all(spool);
    EXPECT_EQ(status_of(with("Content-Length: 50\r\n") + "hello", 100, {1000, true}), 0);
    EXPECT_FALSE(std::filesystem::is_empty(spool));
    reader.reset();
    EXPECT_TRUE(std::filesystem::is_empty(spool));
    std::filesystem::remove_all(spool);
}

}  // namespace
}  // namespace skein::http
