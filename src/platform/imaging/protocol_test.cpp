#include "platform/imaging/protocol.h"

#include <gtest/gtest.h>

namespace skein::imaging {
namespace {

Reply success() {
    Reply reply;
    reply.type = FileType::heic;
    reply.width = 3000;
    reply.height = 4000;
    reply.frames = 1;
    reply.blurhash = "00TSUA";
    reply.made = {{FileType::jpeg, 300, 400, false}, {FileType::gif, 30, 40, true}};
    return reply;
}

TEST(WorkerProtocol, a_request_arrives_as_it_was_sent) {
    Request request;
    request.tasks = attachment_tasks();
    request.tasks.push_back({.name = "x",
                             .width_max = 7,
                             .height_max = 8,
                             .crop = true,
                             .format = OutputFormat::webp,
                             .quality = 55});
    request.focus = {-0.25, 1};
    request.limits.frames_max = 5;
    auto const read = decode_request(encode(request));
    ASSERT_TRUE(read) << read.error().detail;
    ASSERT_EQ(read->tasks.size(), 3u);
    EXPECT_EQ(read->tasks[0].area_max, 8'294'400u);
    EXPECT_TRUE(read->tasks[1].still);
    EXPECT_EQ(read->tasks[2].width_max, 7u);
    EXPECT_TRUE(read->tasks[2].crop);
    EXPECT_EQ(read->tasks[2].format, OutputFormat::webp);
    EXPECT_EQ(read->tasks[2].quality, 55u);
    EXPECT_EQ(read->focus.x, -0.25);
    EXPECT_EQ(read->focus.y, 1);
    EXPECT_EQ(read->limits.frames_max, 5u);
    EXPECT_EQ(read->limits.pixels_max, 33'177'600u);
}

TEST(WorkerProtocol, a_reply_arrives_as_it_was_sent) {
    auto const read = decode_reply(encode(success()), 2);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->type, FileType::heic);
    EXPECT_EQ(read->height, 4000u);
    EXPECT_EQ(read->blurhash, "00TSUA");
    ASSERT_EQ(read->made.size(), 2u);
    EXPECT_EQ(read->made[1].type, FileType::gif);
    EXPECT_TRUE(read->made[1].animated);
}

TEST(WorkerProtocol, a_refusal_keeps_its_reason_and_a_bounded_detail) {
    Reply reply;
    reply.refusal = Refusal::too_many_pixels;
    reply.width = 50'000;
    reply.height = 60'000;
    reply.detail = std::string(100'000, 'x');
    auto const text = encode(reply);
    EXPECT_LT(text.size(), message_bytes_max);
    auto const read = decode_reply(text, 2);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->refusal, Refusal::too_many_pixels);
    EXPECT_EQ(read->width, 50'000u);
    EXPECT_LE(read->detail.size(), 500u);
}

TEST(WorkerProtocol, lies_are_not_believed) {
    auto const refused = [](auto&& change) {
        auto reply = success();
        change(reply);
        return !decode_reply(encode(reply), 2);
    };
    EXPECT_FALSE(refused([](Reply&) {}));
    EXPECT_TRUE(refused([](Reply& r) { r.made.pop_back(); }));
    EXPECT_TRUE(refused([](Reply& r) { r.made.push_back(r.made[0]); }));
    EXPECT_TRUE(refused([](Reply& r) { r.width = 0; }));
    EXPECT_TRUE(refused([](Reply& r) { r.height = 4'000'000'000; }));
    EXPECT_TRUE(refused([](Reply& r) { r.frames = 0; }));
    EXPECT_TRUE(refused([](Reply& r) { r.type = FileType::svg; }));
    EXPECT_TRUE(refused([](Reply& r) { r.made[0].type = FileType::html; }));
    EXPECT_TRUE(refused([](Reply& r) { r.made[0].type = FileType::heic; }));
    EXPECT_TRUE(refused([](Reply& r) { r.made[0].width = 0; }));
    EXPECT_TRUE(refused([](Reply& r) { r.blurhash = "<script>"; }));
    EXPECT_TRUE(refused([](Reply& r) { r.blurhash.clear(); }));
    EXPECT_TRUE(refused([](Reply& r) { r.refusal = static_cast<Refusal>(99); }));
}

TEST(WorkerProtocol, nonsense_is_refused) {
    for (auto const* text : {"", "{", "[]", "null", "7", "{}", R"({"refusal":"0"})",
                             R"({"refusal":-1})", R"({"refusal":0})",
                             R"({"refusal":0,"type":1,"width":1,"height":1,"frames":1,)"
                             R"("blurhash":"00TSUA","made":{}})"}) {
        EXPECT_FALSE(decode_reply(text, 1)) << text;
        EXPECT_FALSE(decode_request(text)) << text;
    }
    EXPECT_FALSE(decode_reply(std::string(message_bytes_max, '['), 1));
}

}  // namespace
}  // namespace skein::imaging
