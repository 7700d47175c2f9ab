// The features' tests have a main of their own: the program is started again as the media worker.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/imaging/media_tool.h"
#include "platform/imaging/media_worker.h"

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "media-worker")
        skein::imaging::media_worker_main();
    if (argc > 1 && std::string_view(argv[1]) == "media-tool")
        skein::imaging::media_tool_main(argc, argv);
    ::testing::InitGoogleMock(&argc, argv);
    return RUN_ALL_TESTS();
}
