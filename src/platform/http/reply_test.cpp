#include "platform/http/reply.h"

#include <gtest/gtest.h>

#include <fstream>

#include "platform/http/encodings.h"
#include "platform/http/ranges.h"

namespace skein::http {
namespace {

class ReplyTest : public testing::Test {
  protected:
    Reply make(Response response) {
        asked.id = "id1";
        auto reply = prepare_reply({asked, true, false, "today"}, std::move(response));
        EXPECT_TRUE(reply);
        return *std::move(reply);
    }
    static Response tagged() {
        auto response = text_response(200, "0123456789");
        response.headers.set("ETag", "\"v1\"");
        response.headers.set("Last-Modified", "Tue, 24 Nov 2026 16:44:10 GMT");
        response.headers.set("Cache-Control", "max-age=60");
        return response;
    }
    static bool has(Reply const& reply, std::string_view line) {
        return reply.head.find(fmt::format("\r\n{}\r\n", line)) != std::string::npos;
    }
    Request asked;
};

TEST_F(ReplyTest, framing_headers_are_the_servers_own) {
    auto response = text_response(200, "abc");
    for (auto const* const name : {"Content-Length", "Transfer-Encoding", "Connection", "Date",
                                   "X-Request-Id", "Keep-Alive"})
        response.headers.set(name, "theirs");
    auto const reply = make(std::move(response));
    EXPECT_EQ(reply.head,
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nDate: today\r\n"
              "X-Request-Id: id1\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(reply.text(), "abc");
}

TEST_F(ReplyTest, a_shared_body_is_not_copied) {
    auto const body = std::make_shared<std::string const>(50000, 'x');
    Response response;
    response.body = body;
    auto const reply = make(std::move(response));
    EXPECT_EQ(reply.text().data(), body->data());
    EXPECT_EQ(reply.size, 50000U);
}

TEST_F(ReplyTest, head_tells_the_length_and_sends_nothing) {
    asked.method = Method::head;
    auto const reply = make(tagged());
    EXPECT_TRUE(has(reply, "Content-Length: 10"));
    EXPECT_TRUE(reply.text().empty());
}

TEST_F(ReplyTest, a_known_tag_is_answered_without_the_body) {
    for (auto const* const tags : {"\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*"}) {
        asked.headers.set("If-None-Match", tags);
        auto const reply = make(tagged());
        EXPECT_EQ(reply.status, 304) << tags;
        EXPECT_TRUE(reply.text().empty());
        EXPECT_TRUE(has(reply, "ETag: \"v1\""));
        EXPECT_TRUE(has(reply, "Cache-Control: max-age=60"));
        EXPECT_EQ(reply.head.find("Content-"), std::string::npos);
    }
    for (auto const* const tags : {"\"v2\"", "v1", "\"v1", ""}) {
        asked.headers.set("If-None-Match", tags);
        EXPECT_EQ(make(tagged()).status, 200) << tags;
    }
}

TEST_F(ReplyTest, only_a_successful_read_can_be_unchanged) {
    asked.headers.set("If-None-Match", "\"v1\"");
    auto missing = tagged();
    missing.status = 404;
    EXPECT_EQ(make(std::move(missing)).status, 404);
    asked.method = Method::post;
    EXPECT_EQ(make(tagged()).status, 200);
}

TEST_F(ReplyTest, a_date_counts_only_where_no_tag_is_given) {
    asked.headers.set("If-Modified-Since", "Tue, 24 Nov 2026 16:44:10 GMT");
    EXPECT_EQ(make(tagged()).status, 304);
    asked.headers.set("If-None-Match", "\"v2\"");
    EXPECT_EQ(make(tagged()).status, 200);
    asked.headers.remove("If-None-Match");
    asked.headers.set("If-Modified-Since", "Tue, 24 Nov 2026 16:44:09 GMT");
    EXPECT_EQ(make(tagged()).status, 200);
    asked.headers.set("If-Modified-Since", "yesterday");
    EXPECT_EQ(make(tagged()).status, 200);
}

TEST_F(ReplyTest, a_part_is_sent_where_one_is_asked_for) {
    asked.headers.set("Range", "bytes=2-4");
    auto const reply = make(tagged());
    EXPECT_EQ(reply.status, 206);
    EXPECT_EQ(reply.text(), "234");
    EXPECT_TRUE(has(reply, "Content-Range: bytes 2-4/10"));
    EXPECT_TRUE(has(reply, "Content-Length: 3"));
    asked.headers.set("Range", "bytes=10-");
    auto const outside = make(tagged());
    EXPECT_EQ(outside.status, 416);
    EXPECT_TRUE(has(outside, "Content-Range: bytes */10"));
    EXPECT_TRUE(outside.text().empty());
}

TEST_F(ReplyTest, a_part_of_what_has_changed_is_not_sent) {
    asked.headers.set("Range", "bytes=2-4");
    for (auto const* const valid : {"\"v1\"", "Tue, 24 Nov 2026 16:44:10 GMT"}) {
        asked.headers.set("If-Range", valid);
        EXPECT_EQ(make(tagged()).status, 206) << valid;
    }
    for (auto const* const stale : {"\"v0\"", "W/\"v1\"", "Tue, 24 Nov 2026 16:44:11 GMT", "x"}) {
        asked.headers.set("If-Range", stale);
        auto const reply = make(tagged());
        EXPECT_EQ(reply.status, 200) << stale;
        EXPECT_EQ(reply.text(), "0123456789");
    }
}

TEST_F(ReplyTest, a_file_offers_ranges_and_must_be_what_was_promised) {
    auto const path = testing::TempDir() + "/skein-reply";
    std::ofstream(path) << "0123456789";
    Response response;
    response.body = FileBody{path, 10};
    EXPECT_TRUE(has(make(std::move(response)), "Accept-Ranges: bytes"));
    for (auto const& [body, code] : {std::pair{FileBody{path, 11}, Errc::internal},
                                     {FileBody{path + "x", 1}, Errc::not_found},
                                     {FileBody{testing::TempDir(), 0}, Errc::internal}}) {
        Response broken;
        broken.body = body;
        auto const reply = prepare_reply({asked, true, false, ""}, std::move(broken));
        ASSERT_FALSE(reply);
        EXPECT_EQ(reply.error().code, code);
    }
}

TEST_F(ReplyTest, the_end_of_the_connection_is_announced) {
    auto const closing = prepare_reply({asked, false, false, ""}, text_response(200, ""));
    EXPECT_TRUE(has(*closing, "Connection: close"));
    auto const old = prepare_reply({asked, true, true, ""}, text_response(200, ""));
    EXPECT_TRUE(has(*old, "Connection: keep-alive"));
}

TEST(Ranges, are_read_as_the_standard_says) {
    auto const show = [](std::string_view range, std::uint64_t size) {
        auto const choice = choose_range(range, size);
        if (choice.kind == RangeChoice::Kind::whole) return std::string("whole");
        if (choice.kind == RangeChoice::Kind::unsatisfiable) return std::string("none");
        return fmt::format("{}+{}", choice.part.first, choice.part.size);
    };
    EXPECT_EQ(show("bytes=0-0", 10), "0+1");
    EXPECT_EQ(show("bytes=5-", 10), "5+5");
    EXPECT_EQ(show("bytes=-3", 10), "7+3");
    EXPECT_EQ(show("bytes=-30", 10), "0+10");
    EXPECT_EQ(show("Bytes= 2-99", 10), "2+8");
    EXPECT_EQ(show("bytes=9-9", 10), "9+1");
    EXPECT_EQ(show("bytes=10-", 10), "none");
    EXPECT_EQ(show("bytes=-0", 10), "none");
    EXPECT_EQ(show("bytes=0-", 0), "none");
    EXPECT_EQ(show("bytes=-1", 0), "none");
    for (auto const* const odd :
         {"", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-2", "bytes=1-2,4-5", "items=0-1", "0-1",
          "bytes=1", "bytes=--1", "bytes=1-2x", "bytes=99999999999999999999-", "bytes=1 - 2"})
        EXPECT_EQ(show(odd, 10), "whole") << odd;
}

TEST(Encodings, the_client_gets_what_it_likes_best_and_then_what_is_smallest) {
    Variant const variants[] = {{"", 1000}, {"gzip", 300}, {"br", 200}, {"zstd", 250}};
    auto const pick = [&](std::string_view accept) {
        return variants[negotiate_encoding(accept, variants)].coding;
    };
    EXPECT_EQ(pick("gzip, deflate, br, zstd"), "br");
    EXPECT_EQ(pick("gzip;q=1, br;q=0.5"), "gzip");
    EXPECT_EQ(pick("gzip"), "gzip");
    EXPECT_EQ(pick("*"), "br");
    EXPECT_EQ(pick(""), "");
    EXPECT_EQ(pick("deflate"), "");
    EXPECT_EQ(pick("gzip;q=0"), "");
    EXPECT_EQ(pick("identity;q=0, deflate"), "");
    EXPECT_EQ(pick("identity, gzip;q=0.5"), "");
}

TEST(Encodings, each_variant_has_a_tag_of_its_own) {
    Headers headers;
    headers.set("ETag", "\"abc\"");
    mark_variant(headers, {"br", 1});
    EXPECT_EQ(headers.get("ETag"), "\"abc-br\"");
    EXPECT_EQ(headers.get("Content-Encoding"), "br");
    EXPECT_EQ(headers.get("Vary"), "Accept-Encoding");
    Headers plain;
    plain.set("ETag", "\"abc\"");
    mark_variant(plain, {"", 1});
    EXPECT_EQ(plain.get("ETag"), "\"abc\"");
    EXPECT_EQ(plain.get("Vary"), "Accept-Encoding");
    EXPECT_FALSE(plain.find("Content-Encoding"));
}

}  // namespace
}  // namespace skein::http
