# Candidates with their features, for training/statements.py and eval/statements.py.
add_executable(statement_candidates EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/eval/statements/candidates.cpp)
target_link_libraries(statement_candidates PRIVATE readout_statements)
