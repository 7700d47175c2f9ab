// The parts of reading an object, each in a file of its own. Only for object.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/activitypub/vocab/object.h"

namespace skein::activitypub {

/// What hangs on an object: files, and pages it points to.
struct Attachments {
    struct Page {
        std::string url, name;
    };
    std::vector<AttachmentDocument> files;
    std::vector<Page> pages;
    bool sensitive = false;  ///< One of them is (Misskey).
};
Attachments read_attachments(json::Value object);

/// How a type is shown.
struct ObjectForm {
    bool converted = false;           ///< With its title and a link to where it is whole.
    bool summary_is_excerpt = false;  ///< Else it is a content warning.
};
/// Nothing for what is no post: actors, collections, activities, tombstones.
std::optional<ObjectForm> form_of(json::Value object);
/// Sets content, warning and language; url and attachments are there already.
void read_content(json::Value object, ObjectForm form, Attachments const& attachments,
                  ObjectDocument& document);

std::optional<social::PollDraft> read_poll(json::Value object, Time now);
std::optional<social::InteractionPolicy> read_policy(json::Value object,
                                                     std::vector<Iri> const& authors,
                                                     PolicyOwner const& owner);
void read_quote(json::Value object, ObjectDocument& document);

}  // namespace skein::activitypub
