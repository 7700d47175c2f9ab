// Whether this server translates posts: said by the feature that does, and shown in the instance
// document. A part of the board.
#pragma once

namespace skein::social {

struct TranslationSupport {
    bool enabled = false;
};

}  // namespace skein::social
