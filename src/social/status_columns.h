// The columns of a `Status`, for the statements of statuses*.cpp.
#pragma once

#define SKEIN_STATUS_COLUMNS                                                               \
    "s.id, s.account_id, s.network, s.address, s.url, s.text, s.content, s.spoiler_text, " \
    "s.visibility, "                                                                       \
    "s.sensitive, s.language, s.in_reply_to_id, s.in_reply_to_account_id, s.boost_of_id, " \
    "s.conversation_id, "                                                                  \
    "s.app_id, s.has_media, s.marks, s.version, s.created_at, s.edited_at"
