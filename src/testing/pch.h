// The precompiled header of the tests above core.
#pragma once

#include "social/pch.h"
#include "testing/answer.h"
#include "testing/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
