// The words that samples are made of.
#pragma once

#include <string>

#include "features/sample/dice.h"

namespace skein::sample {

struct Name {
    std::string username;      ///< Unique by its number.
    std::string display_name;  ///< In one of several scripts.
};
Name make_name(Dice& dice, std::int64_t number);

/// A line about oneself.
std::string make_note(Dice& dice);

struct Text {
    std::string text;
    std::string language;
};
/// One to four sentences in one language, now and then with a tag or a link.
Text make_text(Dice& dice);

/// A host of another server; the first ones are large.
std::string make_domain(Dice& dice);

/// What a picture shows.
std::string make_description(Dice& dice);

}  // namespace skein::sample
