// `name="value", name=value`: how draft-cavage signatures and FEP-8fcf headers are written, which
// is older than structured fields and not the same.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace skein::activitypub {

/// Views into the text that was parsed.
class SignatureParameters {
  public:
    static constexpr std::size_t count_max = 16;

    std::optional<std::string_view> find(std::string_view name) const;
    /// The value, or "".
    std::string_view get(std::string_view name) const {
        return find(name).value_or(std::string_view{});
    }
    /// False when there are too many, or one of this name.
    bool add(std::string_view name, std::string_view value);

  private:
    std::array<std::pair<std::string_view, std::string_view>, count_max> parameters_;
    std::size_t count_ = 0;
};

/// Nothing for what is not of this form, and for a name that comes twice. There are no escapes in
/// values: none of those we read needs one.
std::optional<SignatureParameters> parse_signature_parameters(std::string_view text);

}  // namespace skein::activitypub
