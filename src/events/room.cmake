# For training/events/clauses.py: ninja event_clauses
add_executable(event_clauses EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/training/events/clauses.cpp)
target_link_libraries(event_clauses PRIVATE readout_engine)
