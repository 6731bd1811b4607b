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
run(${work}/prefix/bin/ballast demo --rows 200 --positives 60 --write frauds.csv)
run(${work}/build/outside)
file(STRINGS ${work}/synthetic.csv rows)
list(LENGTH rows count)
if(NOT count EQUAL 3001)
  message(FATAL_ERROR "the example wrote ${count} lines, 3001 were expected")
endif()
