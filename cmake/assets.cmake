# Gathers src/**/assets/* and the built web app, each into one generated source: every file as it is and compressed.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_program(BROTLI brotli REQUIRED)
find_program(ZSTD zstd REQUIRED)

# skein_files(library function root files…): the files as skein::<function>() in a library of their own.
function(skein_files library function root)
  set(output ${CMAKE_BINARY_DIR}/generated/${function}.cpp)
  set(generator ${CMAKE_SOURCE_DIR}/cmake/generate_assets.py)
  add_custom_command(OUTPUT ${output}
    COMMAND ${Python3_EXECUTABLE} ${generator} ${output} ${function} "${root}" ${ARGN}
    DEPENDS ${ARGN} ${generator} VERBATIM)
  add_library(${library} STATIC ${output})
  target_link_libraries(${library} PUBLIC skein_options)
endfunction()

file(GLOB_RECURSE SKEIN_ASSETS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/assets/*)
skein_files(skein_assets all_assets "" ${SKEIN_ASSETS})

# `./dev web` makes the app; without it, and with SKEIN_WEB=OFF, the program has its public pages only.
option(SKEIN_WEB "Pack the built web app into the program" ON)
set(SKEIN_WEB_DIST ${CMAKE_SOURCE_DIR}/web/dist CACHE PATH "The built web app")
set(SKEIN_WEB_FILES)
if(SKEIN_WEB)
  file(GLOB_RECURSE SKEIN_WEB_FILES CONFIGURE_DEPENDS ${SKEIN_WEB_DIST}/*)
  # The packing compresses by itself; .sources says what the app was built from.
  list(FILTER SKEIN_WEB_FILES EXCLUDE REGEX "\\.(gz|br|zst|sources)$")
endif()
skein_files(skein_web_files all_web_files ${SKEIN_WEB_DIST} ${SKEIN_WEB_FILES})
