# The files of web/ go into the binary.
file(GLOB web_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/*.html ${PROJECT_SOURCE_DIR}/web/*.js ${PROJECT_SOURCE_DIR}/web/*.css
     ${PROJECT_SOURCE_DIR}/web/*.svg)
set(web_names "")
foreach(file ${web_files})
  get_filename_component(name ${file} NAME)
  list(APPEND web_names ${name})
endforeach()
list(JOIN web_names "," web_list)
set(web_source ${CMAKE_BINARY_DIR}/generated/assets.cpp)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated)
add_custom_command(OUTPUT ${web_source}
  COMMAND ${CMAKE_COMMAND} -DOUT=${web_source} -DFOLDER=${PROJECT_SOURCE_DIR}/web -DNAMES=${web_list} -P ${PROJECT_SOURCE_DIR}/src/serve/embed.cmake
  DEPENDS ${web_files} ${PROJECT_SOURCE_DIR}/src/serve/embed.cmake
  VERBATIM)
target_sources(readout_serve PRIVATE ${web_source})
