// The precompiled header of everything above core: what nearly all of it includes anyway.
#pragma once

#include "base/json.h"
#include "base/pch.h"
#include "core/commands.h"
#include "core/endpoint.h"
#include "core/paging.h"
#include "core/server.h"
