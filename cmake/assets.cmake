# Gathers src/**/assets/* into one generated source, each file as it is and compressed.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_program(BROTLI brotli REQUIRED)
find_program(ZSTD zstd REQUIRED)
file(GLOB_RECURSE SKEIN_ASSETS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/assets/*)
set(generated_assets ${CMAKE_BINARY_DIR}/generated/assets.cpp)
add_custom_command(OUTPUT ${generated_assets}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/generate_assets.py ${generated_assets} ${SKEIN_ASSETS}
  DEPENDS ${SKEIN_ASSETS} ${CMAKE_SOURCE_DIR}/cmake/generate_assets.py VERBATIM)
add_library(skein_assets STATIC ${generated_assets})
target_link_libraries(skein_assets PUBLIC skein_options)
