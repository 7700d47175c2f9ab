// The precompiled header of the tests of base, platform and core.
#pragma once

#include "base/pch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
