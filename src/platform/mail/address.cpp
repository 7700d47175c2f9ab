#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"
#include "platform/mail/mailbox.h"

namespace skein::mail {
namespace {

constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t address_bytes_max = 254;

/// Less than RFC 5322 allows: what mail servers read differently (`%`, `!`, `/`, `|`, quotes) is no
/// address here.
bool is_local_part(std::string_view text) {
    static constexpr std::string_view others = ".+-_'=~#$&*?^{}";
    if (text.empty() || text.size() > local_bytes_max) return false;
    if (text.starts_with('.') || text.ends_with('.') || text.find("..") != text.npos) return false;
    // A program that takes it as an argument would take it for an option.
    if (text.starts_with('-')) return false;
    return std::ranges::all_of(
        text, [](char c) { return is_alphanumeric(c) || others.find(c) != others.npos; });
}

}  // namespace

std::optional<EmailAddress> EmailAddress::parse(std::string_view text) {
    auto const at = text.rfind('@');
    if (at == text.npos || !is_local_part(text.substr(0, at))) return std::nullopt;
    auto const domain = text.substr(at + 1);
    // Not what merely decodes to a domain, and no brackets, comments or ports.
    if (domain.find_first_of("%[]():") != domain.npos || domain.ends_with('.')) return std::nullopt;
    auto const host = Host::parse(domain);
    if (!host || host->is_ip()) return std::nullopt;
    if (host->str().find('.') == std::string::npos || host->str().find('_') != std::string::npos)
        return std::nullopt;
    EmailAddress address;
    address.text_ = std::string(text.substr(0, at + 1)) + host->str();
    if (address.text_.size() > address_bytes_max) return std::nullopt;
    return address;
}

std::string EmailAddress::canonical() const { return fold_case(text_); }

std::string_view EmailAddress::domain() const {
    return std::string_view(text_).substr(text_.rfind('@') + 1);
}

std::optional<Mailbox> parse_mailbox(std::string_view text) {
    text = trim(text);
    std::string name;
    if (text.ends_with('>')) {
        auto const open = text.rfind('<');
        if (open == text.npos) return std::nullopt;
        auto shown = trim(text.substr(0, open));
        if (shown.size() >= 2 && shown.starts_with('"') && shown.ends_with('"'))
            shown = shown.substr(1, shown.size() - 2);
        name = strip_controls(shown, false);
        text = text.substr(open + 1, text.size() - open - 2);
    }
    auto address = EmailAddress::parse(text);
    if (!address) return std::nullopt;
    return Mailbox{std::move(name), *std::move(address)};
}

}  // namespace skein::mail
