#include "platform/http/params.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace skein::http {
namespace {

/// A tree in one line, to compare shapes: `{a:[1,2],b:{c:x}}`.
std::string show(Param const& param) {
    std::string out;
    switch (param.kind) {
        case Param::Kind::null: return "null";
        case Param::Kind::upload: return fmt::format("<{}>", param.upload->name);
        case Param::Kind::list:
            for (auto const& element : param.list) out += (out.empty() ? "" : ",") + show(element);
            return "[" + out + "]";
        case Param::Kind::object:
            for (auto const& member : param.object)
                out += (out.empty() ? "" : ",") + member.name + ":" + show(member.value);
            return "{" + out + "}";
        default: return param.text;
    }
}

class ParamsTest : public testing::Test {
  protected:
    Result<Param> read(std::string query, std::string body = {}, std::string type = {}) {
        Request request;
        request.query = std::move(query);
        request.body = std::move(body);
        if (!type.empty()) request.headers.add("Content-Type", type);
        return read_params(request, spool, limits);
    }
    std::string query(std::string text) {
        auto const read_it = read(std::move(text));
        return read_it ? show(*read_it) : read_it.error().message;
    }
    Result<Param> form(std::string text) {
        return read("", std::move(text), "application/x-www-form-urlencoded; charset=UTF-8");
    }
    Result<Param> json(std::string text) { return read("", std::move(text), "application/json"); }
    Result<Param> multipart(std::string text) {
        return read("", std::move(text), "multipart/form-data; boundary=XX");
    }
    static std::string part(std::string_view disposition, std::string_view data) {
        return fmt::format("--XX\r\nContent-Disposition: form-data; {}\r\n\r\n{}\r\n", disposition,
                           data);
    }
    std::size_t spooled() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(spool),
                                                      std::filesystem::directory_iterator()));
    }
    void SetUp() override {
        auto const* const test = testing::UnitTest::GetInstance()->current_test_info();
        spool = testing::TempDir() + "/skein-params-" + test->name();
        std::filesystem::remove_all(spool);
        std::filesystem::create_directory(spool);
    }
    void TearDown() override { std::filesystem::remove_all(spool); }

    std::string spool;
    ParamLimits limits;
};

TEST_F(ParamsTest, every_way_to_write_a_list_gives_the_same_elements) {
    for (auto const text : {"id[]=1&id[]=2", "id=1&id=2", "id[0]=1&id[1]=2", "id[7]=1&id[3]=2"}) {
        auto const params = read(text);
        ASSERT_TRUE(params) << text;
        auto const elements = params->find("id")->elements();
        ASSERT_EQ(elements.size(), 2U) << text;
        EXPECT_EQ(elements[0]->text, "1");
        EXPECT_EQ(elements[1]->text, "2");
    }
    auto const one = read("id=1");
    ASSERT_EQ(one->find("id")->elements().size(), 1U);
    auto const from_json = json(R"({"id":["1",2]})");
    EXPECT_EQ(from_json->find("id")->elements().at(1)->text, "2");
    EXPECT_TRUE(json(R"({"id[]":["1"]})")->find("id"));
}

TEST_F(ParamsTest, nested_names_become_trees) {
    EXPECT_EQ(query("source[privacy]=public"), "{source:{privacy:public}}");
    EXPECT_EQ(query("poll[options][]=a&poll[options][]=b&poll[expires_in]=3600"),
              "{poll:{options:[a,b],expires_in:3600}}");
    EXPECT_EQ(query("fields_attributes[0][name]=x&fields_attributes[0][value]=y"),
              "{fields_attributes:{0:{name:x,value:y}}}");
    EXPECT_EQ(query("data[alerts][mention]=true&home[last_read_id]=1"),
              "{data:{alerts:{mention:true}},home:{last_read_id:1}}");
}

TEST_F(ParamsTest, a_repeated_key_begins_a_new_element) {
    EXPECT_EQ(query("k[][keyword]=a&k[][whole_word]=true&k[][keyword]=b&k[][whole_word]=false"),
              "{k:[{keyword:a,whole_word:true},{keyword:b,whole_word:false}]}");
    EXPECT_EQ(query("m[][id]=1&m[][id]=2"), "{m:[{id:1},{id:2}]}");
    EXPECT_EQ(query("m[][tags][]=1&m[][tags][]=2&m[][id]=7"), "{m:[{tags:[1,2],id:7}]}");
    EXPECT_EQ(query("m[][a][b]=1&m[][a][b]=2"), "{m:[{a:{b:1}},{a:{b:2}}]}");
}

TEST_F(ParamsTest, names_whose_brackets_do_not_match_stand_as_they_are) {
    EXPECT_EQ(query("a[b=1"), "{a[b:1}");
    EXPECT_EQ(query("[a]=1"), "{[a]:1}");
    EXPECT_EQ(query("a[b]c=1"), "{a[b]c:1}");
    EXPECT_EQ(query("a]=1"), "{a]:1}");
}

TEST_F(ParamsTest, forms_decode_plus_and_percent) {
    EXPECT_EQ(query("status=hello+w%C3%B6rld%21&&x="), "{status:hello wörld!,x:}");
    EXPECT_EQ(query("a%5Bb%5D=1"), "{a:{b:1}}");
    EXPECT_EQ(query("flag"), "{flag:}");
    EXPECT_EQ(query("=1"), "{}");
}

TEST_F(ParamsTest, two_shapes_of_one_name_are_refused) {
    for (auto const text : {"a=1&a[b]=2", "a[b]=1&a=2", "a[]=1&a[b]=2", "a[b]=1&a[]=2", "a=1&a[]=2",
                            "a[][b]=1&a[][b][c]=2&a[]=3&a[x]=1"}) {
        auto const params = read(text);
        ASSERT_FALSE(params) << text;
        EXPECT_EQ(params.error().code, Errc::bad_request) << text;
    }
}

TEST_F(ParamsTest, broken_escapes_and_broken_text_are_refused) {
    for (auto const text : {"a=%", "a=%4", "a=%GG", "%FF=1", "a=%FF", "a=%ED%A0%80", "a%00b=1"}) {
        auto const params = read(text);
        ASSERT_FALSE(params) << text;
        EXPECT_EQ(params.error().code, Errc::bad_request) << text;
    }
}

TEST_F(ParamsTest, nul_is_dropped_from_text) {
    EXPECT_EQ(query("a=x%00y"), "{a:xy}");
    EXPECT_EQ(show(*json(R"({"a":"x\u0000y"})")), "{a:xy}");
    EXPECT_FALSE(json(R"({"a\u0000":1})"));
}

TEST_F(ParamsTest, the_body_wins_over_the_query) {
    auto const params =
        read("a=query&b[]=1&c=3", "a=body&b[]=2", "application/x-www-form-urlencoded");
    EXPECT_EQ(show(*params), "{a:body,b:[2],c:3}");
}

TEST_F(ParamsTest, json_keeps_its_kinds) {
    auto const params = json(R"({"a":null,"b":true,"c":1.5,"d":-7,"e":{"f":[{"g":"x"}]},"h":[]})");
    ASSERT_TRUE(params);
    EXPECT_EQ(show(*params), "{a:null,b:true,c:1.5,d:-7,e:{f:[{g:x}]},h:[]}");
    EXPECT_EQ(params->find("b")->kind, Param::Kind::boolean);
    EXPECT_EQ(params->find("d")->kind, Param::Kind::number);
    EXPECT_TRUE(params->find("a")->elements().empty());
}

TEST_F(ParamsTest, json_that_is_no_object_or_no_json_is_refused) {
    for (auto const text : {"[1]", "1", "{", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "\"x\""}) {
        auto const params = json(text);
        ASSERT_FALSE(params) << text;
        EXPECT_EQ(params.error().code, Errc::bad_request) << text;
    }
}

TEST_F(ParamsTest, types_of_bodies_nobody_reads_are_named) {
    auto const unknown = read("", "<a/>", "text/xml");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Errc::unsupported_media);
    EXPECT_TRUE(read("", "", "text/xml"));
    EXPECT_EQ(read("", "x", "").error().code, Errc::unsupported_media);
    // Another protocol's document is read by its own route.
    EXPECT_EQ(show(*read("a=1", "[]", "application/activity+json")), "{a:1}");
}

TEST_F(ParamsTest, depth_and_number_are_limited) {
    std::string deep = "a", wide, deep_json, many_json = "{\"a\":[";
    for (int i = 0; i < 40; ++i) deep += "[b]";
    for (int i = 0; i < 10001; ++i) wide += fmt::format("n{}=1&", i);
    EXPECT_EQ(read(deep + "=1").error().code, Errc::too_large);
    EXPECT_EQ(read(wide).error().code, Errc::too_large);
    EXPECT_EQ(read(std::string(2000, 'n') + "=1").error().code, Errc::too_large);
    for (int i = 0; i < 40; ++i) deep_json += "{\"a\":";
    deep_json += "1" + std::string(40, '}');
    EXPECT_EQ(json(deep_json).error().code, Errc::too_large);
}

TEST_F(ParamsTest, a_form_of_many_names_keeps_them_all) {
    std::string text;
    for (int i = 0; i < 9000; ++i) text += fmt::format("a[name{}]={}&", i, i);
    auto const params = form(text);
    ASSERT_TRUE(params);
    auto const& all = params->find("a")->object;
    ASSERT_EQ(all.size(), 9000U);
    EXPECT_EQ(all[8999].name, "name8999");
    auto const twice = form("a[name1]=x&" + text);
    EXPECT_EQ(twice->find("a")->find("name1")->list.size(), 2U);
}

TEST_F(ParamsTest, multipart_gives_fields_and_files) {
    auto const params = multipart(
        part("name=\"poll[options][0]\"", "first") + part("name=\"poll[options][1]\"", "second") +
        part("name=\"file\"; filename=\"../../a%22b.png\"", "PNG\r\n--X") + "--XX--\r\n");
    ASSERT_TRUE(params) << params.error().message;
    EXPECT_EQ(show(*params), "{poll:{options:{0:first,1:second}},file:<../../a\"b.png>}");
    auto const& upload = *params->find("file")->upload;
    std::ifstream in(upload.file->path, std::ios::binary);
    std::string const content(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(content, "PNG\r\n--X");
    EXPECT_EQ(upload.file->size, content.size());
    EXPECT_EQ(std::filesystem::path(upload.file->path).parent_path(), spool);
    auto const permissions = std::filesystem::status(upload.file->path).permissions();
    EXPECT_EQ(permissions,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(ParamsTest, files_of_a_multipart_body_go_with_the_parameters) {
    {
        auto const params = multipart(part("name=\"f\"; filename=\"a\"", "x") + "--XX--");
        ASSERT_TRUE(params);
        EXPECT_EQ(spooled(), 1U);
    }
    EXPECT_EQ(spooled(), 0U);
    EXPECT_FALSE(multipart(part("name=\"f\"; filename=\"a\"", "x") + "--XX\r\n"));
    EXPECT_EQ(spooled(), 0U) << "a body that breaks off leaves nothing behind";
}

TEST_F(ParamsTest, a_file_field_nobody_filled_is_not_there) {
    auto const params =
        multipart(part("name=\"f\"; filename=\"\"", "") + part("name=\"a\"", "1") + "--XX--");
    EXPECT_EQ(show(*params), "{a:1}");
}

TEST_F(ParamsTest, a_multipart_body_is_read_from_its_spooled_file) {
    Request request;
    request.headers.add("Content-Type", "multipart/form-data; boundary=\"XX\"");
    request.file = std::make_shared<SpooledFile>();
    request.file->path = spool + "/body";
    std::string const large(300000, 'z');
    auto const body =
        part("name=\"a\"", "1") + part("name=\"f\"; filename=\"big\"", large) + "--XX--";
    std::ofstream(request.file->path, std::ios::binary) << body;
    request.file->size = body.size();
    auto const params = read_params(request, spool, {});
    ASSERT_TRUE(params) << params.error().message;
    EXPECT_EQ(params->find("f")->upload->file->size, large.size());
}

TEST_F(ParamsTest, fields_of_a_multipart_body_are_limited_together) {
    limits.field_bytes_max = 100;
    auto const two =
        part("name=\"a\"", std::string(60, 'x')) + part("name=\"b\"", std::string(60, 'y'));
    EXPECT_EQ(multipart(two + "--XX--").error().code, Errc::too_large);
    // Files are limited by the body alone.
    EXPECT_TRUE(multipart(part("name=\"a\"; filename=\"f\"", std::string(200, 'x')) + "--XX--"));
    limits.parts_max = 2;
    auto const three = part("name=\"a\"", "1") + part("name=\"b\"", "2") + part("name=\"c\"", "3");
    EXPECT_EQ(multipart(three + "--XX--").error().code, Errc::too_large);
}

}  // namespace
}  // namespace skein::http
