# Writes OUTPUT: social::all_locale_files() over the files in LOCALES, each line a literal of its own, since one
# literal has a greatest length.
set(text "#include \"social/locale_files.h\"\n\n#include <array>\n\n// Translations are longer than the standard promises for a literal.\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\nnamespace skein::social {\nnamespace {\n\nconstexpr auto files = std::to_array<LocaleFile>({\n")
foreach(file ${LOCALES})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} json)
  string(REPLACE "\n" ")json\"\n    R\"json(" json "${json}")
  string(APPEND text "    {\"${name}\", R\"json(${json})json\"},\n")
endforeach()
string(APPEND text "});\n\n}  // namespace\n\nstd::span<LocaleFile const> all_locale_files() { return files; }\n\n}  // namespace skein::social\n")
file(WRITE ${OUTPUT} "${text}")
