// `skein media-tool`: the child that puts walls around itself and then becomes ffmpeg or ffprobe.
// Started by Tools only.
#pragma once

namespace skein::imaging {

/// Where a tool finds its files: the input, then the outputs.
constexpr int tool_input = 3;
constexpr int tool_first_output = 4;
/// The exit codes of a child that never became the tool.
constexpr int tool_not_found_code = 121;
constexpr int tool_not_confined_code = 122;

/// `skein media-tool MEMORY_BYTES FILE_BYTES CPU_SECONDS OUTPUTS PROGRAM ARGUMENTS…`, with the
/// files open at their descriptors. Ends with one of the codes above, or as the tool does.
[[noreturn]] void media_tool_main(int argc, char** argv);

}  // namespace skein::imaging
