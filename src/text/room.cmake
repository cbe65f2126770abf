# The tables of data/text are built into the library (src/text/embedded.cpp).
file(GLOB text_tables CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/text/*)
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/text/embedded.cpp PROPERTIES
  COMPILE_DEFINITIONS READOUT_TEXT_DATA="${PROJECT_SOURCE_DIR}/data/text"
  OBJECT_DEPENDS "${text_tables}")

# For training/text.py: ninja text_tool
add_executable(text_tool EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/training/text_tool.cpp)
target_link_libraries(text_tool PRIVATE readout_text)
