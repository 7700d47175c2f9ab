# The outside libraries, each under a plain name. Which folder may use which is tools/check_layers.py's.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)

function(skein_pkg name)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${ARGN})
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE PkgConfig::${name})
endfunction()

function(skein_library name)
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE ${ARGN})
endfunction()

skein_pkg(icu icu-uc icu-i18n)
skein_pkg(idn2 libidn2)
skein_pkg(openssl libcrypto libssl)
skein_pkg(sodium libsodium)
skein_pkg(sqlite sqlite3)
skein_pkg(pq libpq)
skein_pkg(curl libcurl)
skein_pkg(z zlib)
skein_pkg(gumbo gumbo)
skein_pkg(md4c md4c md4c-html)
pkg_check_modules(vips REQUIRED vips)
add_library(vips_headers INTERFACE)  # headers only: the media worker loads it when it starts
target_include_directories(vips_headers SYSTEM INTERFACE ${vips_INCLUDE_DIRS})
skein_pkg(tomlplusplus tomlplusplus)
skein_library(boost_json /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/libboost_json.so.1.81.0)
skein_library(boost Threads::Threads)
skein_library(spdlog)  # header-only use, with the packaged fmt
target_compile_definitions(spdlog INTERFACE SPDLOG_FMT_EXTERNAL)
skein_library(cli11)

if(SKEIN_TESTS)
  find_package(GTest REQUIRED)
endif()
