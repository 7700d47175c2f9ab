#include "core/endpoint.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

http::Param read_body(std::string_view type, std::string body) {
    http::Request request;
    request.method = http::Method::post;
    request.headers.add("Content-Type", type);
    request.body = std::move(body);
    return http::read_params(request, "").value();
}

http::Param read_json(std::string body) { return read_body("application/json", std::move(body)); }

http::Param read_form(std::string body) {
    return read_body("application/x-www-form-urlencoded", std::move(body));
}

struct Inner {
    std::string title;
    std::optional<bool> multiple;
    void read(Fields& in) {
        in.required("title", title, "A title.");
        in("multiple", multiple);
    }
};

struct Input {
    std::string text = "as it was";
    bool flag = false;
    std::int64_t number = 7;
    double share = 0.5;
    Time at{};
    StatusId id;
    std::optional<std::string> note;
    std::optional<std::int64_t> maybe;
    std::vector<std::string> words;
    std::vector<StatusId> ids;
    std::optional<Inner> inner;
    http::Upload file;
    void read(Fields& in) {
        in("text", text, "Some text.");
        in("flag", flag);
        in("number", number);
        in("share", share);
        in("at", at);
        in("id", id);
        in("note", note);
        in("maybe", maybe);
        in("words", words);
        in("ids", ids);
        in("inner", inner);
        in("file", file);
    }
};

struct Read {
    Input input;
    std::optional<Error> error;
};
Read read(http::Param const& params) {
    Fields fields(&params);
    Read out;
    out.input.read(fields);
    out.error = fields.error();
    return out;
}
std::string complaint(std::string json) {
    auto const out = read(read_json(std::move(json)));
    return out.error ? out.error->message : std::string();
}

TEST(Fields, what_is_missing_or_null_keeps_its_default) {
    for (auto const* body : {"{}", R"({"text":null,"number":null,"words":null,"inner":null})"}) {
        auto const [input, error] = read(read_json(body));
        EXPECT_FALSE(error);
        EXPECT_EQ(input.text, "as it was");
        EXPECT_EQ(input.number, 7);
        EXPECT_FALSE(input.note);
        EXPECT_FALSE(input.inner);
    }
}

TEST(Fields, json_and_forms_give_the_same) {
    auto const from_json = read(read_json(
        R"({"text":"x","flag":true,"number":3,"share":1.5,"at":"2026-01-31T12:00:00Z","id":"9",)"
        R"("note":"","maybe":-4,"words":["a","b"],"ids":[1,"2"],"inner":{"title":"t"}})"));
    auto const from_form = read(read_form(
        "text=x&flag=1&number=3&share=1.5&at=2026-01-31T12:00:00Z&id=9&note=&maybe=-4&words[]=a&"
        "words[]=b&ids[]=1&ids[]=2&inner[title]=t"));
    for (auto const& [input, error] : {from_json, from_form}) {
        ASSERT_FALSE(error) << error->message;
        EXPECT_EQ(input.text, "x");
        EXPECT_TRUE(input.flag);
        EXPECT_EQ(input.number, 3);
        EXPECT_EQ(input.share, 1.5);
        EXPECT_EQ(to_rfc3339(input.at), "2026-01-31T12:00:00.000Z");
        EXPECT_EQ(input.id, StatusId{9});
        EXPECT_EQ(input.note, "") << "an empty text is a text";
        EXPECT_EQ(input.maybe, -4);
        EXPECT_EQ(input.words, (std::vector<std::string>{"a", "b"}));
        EXPECT_EQ(input.ids, (std::vector{StatusId{1}, StatusId{2}}));
        ASSERT_TRUE(input.inner);
        EXPECT_EQ(input.inner->title, "t");
        EXPECT_FALSE(input.inner->multiple);
    }
}

TEST(Fields, truth_is_read_as_mastodon_reads_it) {
    for (auto const* no : {"0", "f", "F", "false", "FALSE", "False", "off", "OFF", ""})
        EXPECT_FALSE(read(read_form("flag=" + std::string(no))).input.flag) << no;
    for (auto const* yes : {"1", "t", "true", "on", "yes", "2", "no"})
        EXPECT_TRUE(read(read_form("flag=" + std::string(yes))).input.flag) << yes;
}

TEST(Fields, what_was_left_blank_in_a_form_is_not_given) {
    auto const [input, error] = read(read_form("number=&share=&at=&id=&maybe=&ids[]=&file=&text="));
    EXPECT_FALSE(error);
    EXPECT_EQ(input.number, 7);
    EXPECT_EQ(input.share, 0.5);
    EXPECT_FALSE(input.maybe);
    EXPECT_TRUE(input.ids.empty());
    EXPECT_EQ(input.text, "");
}

TEST(Fields, what_cannot_be_read_is_named_once) {
    EXPECT_EQ(complaint(R"({"number":"seven"})"),
              "Validation failed: number must be a whole number");
    EXPECT_EQ(complaint(R"({"number":1.5})"), "Validation failed: number must be a whole number");
    EXPECT_EQ(complaint(R"({"number":"99999999999999999999"})"),
              "Validation failed: number must be a whole number");
    EXPECT_EQ(complaint(R"({"share":"half"})"), "Validation failed: share must be a number");
    EXPECT_EQ(complaint(R"({"text":["x"]})"), "Validation failed: text must be text");
    EXPECT_EQ(complaint(R"({"text":{"a":1}})"), "Validation failed: text must be text");
    EXPECT_EQ(complaint(R"({"flag":[]})"), "Validation failed: flag must be true or false");
    EXPECT_EQ(complaint(R"({"file":"words"})"), "Validation failed: file must be a file");
    EXPECT_EQ(complaint(R"({"words":[["deep"]]})"), "Validation failed: words must be text");
    EXPECT_TRUE(complaint(R"({"at":"tomorrow"})").contains("at must be a time"));
    EXPECT_EQ(complaint(R"({"flag":[],"number":"x"})"),
              "Validation failed: flag must be true or false");
}

TEST(Fields, a_text_has_a_limit) {
    http::Param tree;
    tree.kind = http::Param::Kind::object;
    auto& text = tree.object.emplace_back("text").value;
    text.kind = http::Param::Kind::text;
    text.text.assign(1 << 20, 'x');
    EXPECT_FALSE(read(tree).error);
    text.text += 'x';
    auto const out = read(tree);
    ASSERT_TRUE(out.error);
    EXPECT_EQ(out.error->message, "Validation failed: text must be shorter");
}

TEST(Fields, what_is_required_is_missed_also_inside_and_when_empty) {
    for (auto const* body : {R"({"inner":{}})", R"({"inner":{"title":""}})",
                             R"({"inner":{"title":null}})", R"({"inner":"text"})"}) {
        auto const out = read(read_json(body));
        ASSERT_TRUE(out.error) << body;
        EXPECT_EQ(out.error->code, Errc::bad_request);
        EXPECT_EQ(out.error->message, "param is missing or the value is empty: title");
    }
}

TEST(Fields, without_a_request_they_describe_themselves) {
    Fields fields(nullptr);
    Input input;
    input.read(fields);
    EXPECT_FALSE(fields.error());
    auto const type_of = [&](std::string_view name) -> std::string {
        for (auto const& field : fields.recorded())
            if (field.name == name) return field.type;
        return "absent";
    };
    EXPECT_EQ(type_of("text"), "string");
    EXPECT_EQ(type_of("flag"), "boolean");
    EXPECT_EQ(type_of("number"), "integer");
    EXPECT_EQ(type_of("at"), "datetime");
    EXPECT_EQ(type_of("ids"), "[id]");
    EXPECT_EQ(type_of("note"), "string");
    EXPECT_EQ(type_of("file"), "file");
    EXPECT_EQ(fields.recorded().front().help, "Some text.");
}

}  // namespace
}  // namespace skein
