# Gathers src/**/migrations/*.sql into one generated source, in the order of their names.
file(GLOB_RECURSE SKEIN_MIGRATIONS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.sql)
set(generated ${CMAKE_BINARY_DIR}/generated/migrations.cpp)
add_custom_command(OUTPUT ${generated}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${generated} "-DMIGRATIONS=${SKEIN_MIGRATIONS}"
          -P ${CMAKE_SOURCE_DIR}/cmake/generate_migrations.cmake
  DEPENDS ${SKEIN_MIGRATIONS} ${CMAKE_SOURCE_DIR}/cmake/generate_migrations.cmake VERBATIM)
add_library(skein_migrations STATIC ${generated})
target_link_libraries(skein_migrations PUBLIC skein_options skein_platform_db)
