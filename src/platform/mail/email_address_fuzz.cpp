#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/mail/mailbox.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const address = skein::mail::EmailAddress::parse(text)) {
        // What is sent reads back as itself, and cannot leave its line or its brackets.
        auto const again = skein::mail::EmailAddress::parse(address->str());
        if (!again || again->str() != address->str()) __builtin_trap();
        for (unsigned char const c : address->str())
            if (c <= 0x20 || c >= 0x7F || c == '<' || c == '>') __builtin_trap();
    }
    // Whatever stands in a field, the head of the mail keeps its nine fields.
    skein::mail::Message const message{std::string(text), std::string(text), "", "",
                                       std::string(text)};
    auto const mail = skein::mail::compose(message, text, skein::Time{});
    std::string_view head(mail);
    head = head.substr(0, head.find("\r\n\r\n") + 2);
    std::size_t fields = 0;
    for (std::size_t end; (end = head.find("\r\n")) != head.npos; head.remove_prefix(end + 2))
        if (head[0] != ' ') ++fields;
    if (fields != 9) __builtin_trap();
    return 0;
}
