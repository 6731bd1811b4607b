# Installs the build into a scratch prefix, and builds and runs an outside program that says find_package(ballast): the
# library example of the README.
include(${CMAKE_CURRENT_LIST_DIR}/readme.cmake)
set(work ${BUILD}/house/install)
file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${work}/outside)

readme_block(cpp "make_generator" snippet)
string(REGEX MATCHALL "#include [^\n]*\n" includes "${snippet}")
string(REGEX REPLACE "#include [^\n]*\n" "" body "${snippet}")
string(REPLACE ";#include" "#include" includes "${includes}")
file(WRITE ${work}/outside/main.cpp "${includes}\nint main() {\n${body}}\n")
file(COPY ${CMAKE_CURRENT_LIST_DIR}/outside/CMakeLists.txt DESTINATION ${work}/outside)

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${work}/outside -B ${work}/build -G ${GENERATOR} -D CMAKE_PREFIX_PATH=${work}/prefix
    -D CMAKE_CXX_COMPILER=${COMPILER})
run(${CMAKE_COMMAND} --build ${work}/build)

foreach(file share/doc/ballast/LICENSE include/ballast/engine/error.hpp)
  if(NOT EXISTS ${work}/prefix/${file})
    message(FATAL_ERROR "${file} was not installed")
  endif()
endforeach()
file(GLOB beside RELATIVE ${work}/prefix/include ${work}/prefix/include/*)
if(NOT beside STREQUAL "ballast")
  message(FATAL_ERROR "headers outside include/ballast: ${beside}")
endif()
find_program(pkg_config pkg-config)
if(pkg_config)
  file(GLOB_RECURSE pc ${work}/prefix/*/ballast.pc)
  get_filename_component(pc_folder ${pc} DIRECTORY)
  run(sh -c "PKG_CONFIG_PATH=${pc_folder} ${COMPILER} -std=c++20 outside/main.cpp -o outside/by_pkg_config \
             $(PKG_CONFIG_PATH=${pc_folder} ${pkg_config} --cflags --libs ballast)")
endif()

run(${work}/prefix/bin/ballast demo --rows 200 --positives 60 --data-out frauds.csv)
run(${work}/build/outside)
file(STRINGS ${work}/synthetic.csv rows)
list(LENGTH rows count)
if(NOT count EQUAL 3001)
  message(FATAL_ERROR "the example wrote ${count} lines, 3001 were expected")
endif()
