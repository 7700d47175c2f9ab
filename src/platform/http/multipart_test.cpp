#include "platform/http/multipart.h"

#include <gtest/gtest.h>

namespace skein::http {
namespace {

class Recorder final : public PartReader {
  public:
    Result<void> begin_part(PartHead head) override {
        text += "(" + head.name;
        if (head.file_name) text += "|" + *head.file_name;
        if (!head.content_type.empty()) text += "|" + head.content_type;
        text += ":";
        return {};
    }
    Result<void> part_data(std::string_view bytes) override {
        text += bytes;
        return {};
    }
    Result<void> end_part() override {
        text += ")";
        return {};
    }
    std::string text;
};

/// Reads `body` in pieces of `size`.
std::string read(std::string_view body, std::size_t size, std::string_view boundary = "b") {
    Recorder recorder;
    MultipartParser parser(boundary, 100, recorder);
    for (; !body.empty(); body.remove_prefix(std::min(size, body.size())))
        if (auto const fed = parser.feed(body.substr(0, size)); !fed) return fed.error().message;
    auto const finished = parser.finish();
    return finished ? recorder.text : finished.error().message;
}

TEST(Multipart, the_same_parts_come_out_whatever_the_pieces_are) {
    std::string const body =
        "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b \t\r\n"
        "content-type: image/png\r\ncontent-disposition: form-data; name=f; filename=x.png\r\n\r\n"
        "\r\n--\r\n-b\r\n--c\r\n--b\r\nContent-Disposition: form-data; name=\"e\"\r\n\r\n\r\n--b--"
        "epilogue\r\n--b\r\n";
    std::string const expected = "(a:one)(f|x.png|image/png:\r\n--\r\n-b\r\n--c)(e:)";
    for (std::size_t size = 1; size <= body.size(); ++size) EXPECT_EQ(read(body, size), expected);
}

TEST(Multipart, a_beginning_of_the_boundary_in_the_data_is_data) {
    std::string const body =
        "--aab\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n--aaaab\r\n--aa\r\n--aab--";
    for (std::size_t size : {1U, 2U, 3U, 7U, 1000U})
        EXPECT_EQ(read(body, size, "aab"), "(x:\r\n--aaaab\r\n--aa)");
}

TEST(Multipart, malformed_bodies_are_refused) {
    std::string const head = "Content-Disposition: form-data; name=x\r\n\r\n";
    for (std::string const& body : {
             std::string(""),
             std::string("--b"),
             std::string("--b\r\n"),
             "--b\r\n" + head + "data",
             "--b\r\n" + head + "data\r\n--b\r\n",
             "--bx\r\n" + head + "data\r\n--b--",
             "--b\n" + head + "data\r\n--b--",
             std::string("--b\r\n\r\ndata\r\n--b--"),
             std::string("--b\r\nContent-Type: a/b\r\n\r\ndata\r\n--b--"),
             std::string("--b\r\nContent-Disposition: attachment; name=x\r\n\r\n\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data; name=\"x\r\n\r\n\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--"),
             std::string("--b\r\nbad header: x\r\n\r\n\r\n--b--"),
             "--b\r\nContent-Disposition: form-data; name=y\r\n" + head + "\r\n--b--",
         }) {
        EXPECT_EQ(read(body, 1000).find("The multipart body is malformed"), 0U) << body;
        EXPECT_EQ(read(body, 1).find("The multipart body is malformed"), 0U) << body;
    }
}

TEST(Multipart, heads_preambles_and_numbers_are_limited) {
    Recorder recorder;
    MultipartParser heads("b", 10, recorder);
    auto const large = heads.feed("--b\r\nX: " + std::string(9000, 'x'));
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, Errc::too_large);
    EXPECT_NE(read(std::string(5000, 'x') + "\r\n--b--", 100).find("malformed"), std::string::npos);
    MultipartParser few("b", 1, recorder);
    std::string const part = "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n";
    EXPECT_EQ(few.feed(part + part).error().code, Errc::too_large);
}

TEST(Multipart, the_boundary_is_read_from_the_type) {
    EXPECT_EQ(*multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(*multipart_boundary("multipart/form-data; charset=x; BOUNDARY=\"a b\""), "a b");
    EXPECT_FALSE(multipart_boundary("multipart/form-data"));
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary="));
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'b')));
    EXPECT_FALSE(multipart_boundary("multipart/form-data; boundary=\"a\tb\""));
}

}  // namespace
}  // namespace skein::http
