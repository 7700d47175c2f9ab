// What a connection gives away when it becomes a stream.
#pragma once

#include <memory>

#include "platform/http/loop.h"
#include "platform/http/message.h"
#include "platform/http/service.h"

namespace skein::http {

struct HandOver {
    std::shared_ptr<Loop> loop;
    std::shared_ptr<Service> service;
    int socket = -1;
    Admission::Place place;
    TakeOver take_over;
};

}  // namespace skein::http
