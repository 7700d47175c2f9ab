# How everything is compiled.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_library(skein_options INTERFACE)
target_include_directories(skein_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(skein_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -fstack-protector-strong $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
set_property(DIRECTORY ${CMAKE_SOURCE_DIR} PROPERTY COMPILE_DEFINITIONS _GLIBCXX_ASSERTIONS)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # A precompiled header without its time stamp is the same file for ccache on every build.
  target_compile_options(skein_options INTERFACE -Werror "SHELL:-Xclang -fno-pch-timestamp"
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
  add_link_options(-fuse-ld=lld-19)
else()
  # GCC 12 warns of its own library's insides here and there; clang is the compiler of record.
  target_compile_options(skein_options INTERFACE -Wno-missing-field-initializers -Wno-maybe-uninitialized
    -Wno-stringop-overflow -Wno-restrict -Wno-array-bounds -Wno-dangling-reference)
endif()
if(SKEIN_SANITIZE)
  add_compile_options(-fsanitize=${SKEIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SKEIN_SANITIZE})
  if(SKEIN_SANITIZE MATCHES "undefined" AND NOT SKEIN_FUZZ)
    # A fifth of the time to build, for what the processor and the address sanitizer notice mostly. Fuzzers keep them.
    add_compile_options(-fno-sanitize=null,alignment,object-size,vptr)
  endif()
endif()
if(SKEIN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
add_link_options(-pie -Wl,-z,relro,-z,now)
# One way to compile for libraries and programs alike, so that they share the precompiled header.
add_compile_options(-fPIE)
