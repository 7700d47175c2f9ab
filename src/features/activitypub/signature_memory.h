// In which form each host takes signatures: learned by knocking twice, shared by all that ask and
// deliver, bounded, and forgotten after a while, because programs are updated.
#pragma once

#include <string>

#include "core/config.h"
#include "features/activitypub/memory.h"
#include "features/activitypub/signatures/http_signature.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

struct SignatureConfig {
    std::string first_form = "cavage";

    void declare(Settings& s) {
        s.choice("federation.first_signature", first_form, {"cavage", "rfc9421"},
                 "The form of signatures that servers are tried with first; whoever refuses it is "
                 "asked again in the other one.");
    }
};

/// A part of the board. Thread-safe.
class SignatureMemory {
  public:
    /// Before the server starts.
    void set_first(SignatureForm form) { first_ = form; }

    /// The form to try first.
    SignatureForm form_for(std::string const& host, Time now) {
        return forms_.find(host, now).value_or(first_);
    }
    /// The host took this form, after it had refused the other.
    void note(std::string const& host, SignatureForm form, Time now) {
        forms_.keep(host, form, now + kept_for);
    }

  private:
    static constexpr std::size_t kept_max = 8192;
    static constexpr auto kept_for = std::chrono::days(7);
    SignatureForm first_ = SignatureForm::cavage;
    Memory<std::string, SignatureForm> forms_{kept_max};
};

constexpr SignatureForm other_form(SignatureForm form) {
    return form == SignatureForm::cavage ? SignatureForm::rfc9421 : SignatureForm::cavage;
}

void install_signature_memory(Server& server);

}  // namespace skein::activitypub
