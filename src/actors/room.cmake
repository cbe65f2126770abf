# The knowledge image: data/actors/*.tsv compiled to build/data/actors.knowledge, memory-mapped at run time.
add_executable(compile_knowledge ${PROJECT_SOURCE_DIR}/src/actors/tool/compile_knowledge.cpp)
target_link_libraries(compile_knowledge PRIVATE readout_actors)
file(GLOB actor_tables CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/actors/*.tsv ${PROJECT_SOURCE_DIR}/data/actors/sharealike/*.tsv)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/data/actors.knowledge
  COMMAND compile_knowledge ${PROJECT_SOURCE_DIR}/data/actors ${CMAKE_BINARY_DIR}/data/actors.knowledge
  DEPENDS compile_knowledge ${actor_tables} COMMENT "Compiling the actor knowledge")
add_custom_target(actor_knowledge ALL DEPENDS ${CMAKE_BINARY_DIR}/data/actors.knowledge)
add_executable(show_cast EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/eval/actors/show_cast.cpp)
target_link_libraries(show_cast PRIVATE readout_actors)
add_executable(pronoun_candidates EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/eval/actors/pronoun_candidates.cpp)
target_link_libraries(pronoun_candidates PRIVATE readout_actors)
