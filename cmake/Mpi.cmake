# ballast-mpi: the same program, linked with ranks of MPI in place of one process (engine/ranks/start.hpp). MPI's C
# interface alone is used; its C++ bindings, gone since MPI 3, would want a library of their own.
# Wanted by BALLAST_MPI=ON; its tests build it too where Open MPI is there, and nothing is said where it is not.
if(BALLAST_MPI)
  find_package(MPI REQUIRED COMPONENTS CXX)
elseif(BUILD_TESTING AND NOT CMAKE_CROSSCOMPILING AND NOT BALLAST_SANITIZE AND NOT BALLAST_STATIC)
  find_package(MPI QUIET COMPONENTS CXX)
endif()
if(NOT MPI_CXX_FOUND)
  return()
endif()
add_library(ballast_ranks_mpi STATIC engine/ranks/mpi/mpi_ranks.cpp)
target_compile_definitions(ballast_ranks_mpi PRIVATE OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX)
target_link_libraries(ballast_ranks_mpi PUBLIC ballast::engine MPI::MPI_CXX PRIVATE ballast_flags)
add_executable(ballast-mpi app/main.cpp)
target_link_libraries(ballast-mpi PRIVATE ballast::app ballast_ranks_mpi ballast_flags)
