# Gathers locales/*.json, the words of the server's own pages and mails, into one generated source.
file(GLOB SKEIN_LOCALES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/locales/*.json)
set(generated_locales ${CMAKE_BINARY_DIR}/generated/locales.cpp)
add_custom_command(OUTPUT ${generated_locales}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${generated_locales} "-DLOCALES=${SKEIN_LOCALES}"
          -P ${CMAKE_SOURCE_DIR}/cmake/generate_locales.cmake
  DEPENDS ${SKEIN_LOCALES} ${CMAKE_SOURCE_DIR}/cmake/generate_locales.cmake VERBATIM)
add_library(skein_locales STATIC ${generated_locales})
target_link_libraries(skein_locales PUBLIC skein_options)
