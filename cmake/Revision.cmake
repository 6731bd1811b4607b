# The revision of the checkout that is built, for `ballast --version` alone: files that ballast writes do not change with it.
# Looked up when CMake configures; nothing is said where there is no git.
find_package(Git QUIET)
if(GIT_FOUND AND EXISTS ${PROJECT_SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty=+ --abbrev=10 --exclude=* WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                  OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(revision)
    set_property(SOURCE app/revision.cpp APPEND PROPERTY COMPILE_DEFINITIONS BALLAST_REVISION="${revision}")
  endif()
endif()
