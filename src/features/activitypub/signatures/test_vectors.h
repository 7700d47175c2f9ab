// The saved vectors of signatures, for the tests beside this.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "base/json.h"
#include "features/activitypub/signatures/http_signature.h"

namespace skein::activitypub {

inline std::string read_fixture(std::string const& path) {
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/federation/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline json::Document load_vectors(std::string const& name) {
    return json::Document::parse(read_fixture("signatures/" + name + ".json")).value();
}

inline crypto::PrivateKey load_key(std::string const& name) {
    return crypto::PrivateKey::from_pem(read_fixture("keys/" + name + ".pem")).value();
}

inline Time time_of(json::Value row) {
    return Time(std::chrono::seconds(row.find("now")->integer().value()));
}

/// A request of a vector, which owns what a `SignedMessage` refers to.
struct VectorRequest {
    explicit VectorRequest(json::Value request)
        : method(http::parse_method(request.get_text("method")).value()),
          scheme(request.get_text("scheme")),
          target(request.get_text("target")),
          body(request.get_text("body")) {
        for (auto const& field : request.find("headers")->elements())
            headers.add(*field.elements()[0].text(), *field.elements()[1].text());
    }
    SignedMessage message() const {
        return {method, scheme, std::string(headers.get("host")), target, headers, body};
    }

    http::Method method;
    std::string scheme, target, body;
    http::Headers headers;
};

}  // namespace skein::activitypub
