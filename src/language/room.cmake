# Kernels for processors above the floor; kernels.cpp asks the processor before it calls them.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/language/kernel_avx2.cpp PROPERTIES COMPILE_OPTIONS "-O3")
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/language/kernel_avxvnni.cpp PROPERTIES COMPILE_OPTIONS "-O3;-mavxvnni")
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/language/kernel_avx512.cpp PROPERTIES
  COMPILE_OPTIONS "-O3;-mavx512f;-mavx512bw;-mavx512vl;-mavx512dq;-mavx512vnni;-mprefer-vector-width=512")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 takes the deliberately undefined operands inside its own AVX-512 intrinsics for a mistake.
  set_property(SOURCE ${PROJECT_SOURCE_DIR}/src/language/kernel_avx512.cpp APPEND PROPERTY COMPILE_OPTIONS "-Wno-maybe-uninitialized;-Wno-uninitialized")
endif()
