# ballast_library(FOLDER LINK libs... [EXCLUDE files...] [WORDS folders...])
# One static library ballast_FOLDER (alias ballast::FOLDER) of every .cpp below FOLDER. What lies in WORDS only words and
# draws: it is compiled at -O1, a third faster. Under sanitizers it is not optimised, and what is never done there (reading
# bytes as something else) is not looked for: 6.0 s a file where it took 13.8. Every level gives the same bits.
#
# With BALLAST_UNITY the files of a room (cmake/Rooms.cmake) are compiled as one, so that headers are read and templates
# made once a room: a third of the time. No two files of a room may then define one name (tests/house/rooms.cmake). The
# standard headers are then read once for all libraries of one level, not 1.3 s a room. (Lint goes without, as
# clang-tidy reads no headers that g++ has compiled.)
include(cmake/Rooms.cmake)
if(BALLAST_SANITIZE)
  set(ballast_words_level -O0)
  if(BALLAST_SANITIZE MATCHES "undefined")
    list(APPEND ballast_words_level -fno-sanitize=null,alignment,object-size,vptr)
  endif()
else()
  set(ballast_words_level $<$<CONFIG:Release>:-O1>)
endif()

set(ballast_standard_headers
  <algorithm> <array> <charconv> <cmath> <cstdint> <filesystem> <functional> <limits> <map> <memory> <numeric> <optional>
  <set> <span> <sstream> <string> <string_view> <unordered_map> <utility> <variant> <vector>)

# ballast_compile(TARGET LIBS HEADERS_OF): HEADERS_OF is the target, of the same options, whose compiled headers it uses.
function(ballast_compile target links headers_of)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/ballast>)
  target_link_libraries(${target} PUBLIC ${links} PRIVATE $<BUILD_INTERFACE:ballast_flags>)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${BALLAST_UNITY} UNITY_BUILD_MODE GROUP)
  if(BALLAST_UNITY AND target STREQUAL headers_of)
    target_precompile_headers(${target} PRIVATE ${ballast_standard_headers})
  elseif(BALLAST_UNITY)
    target_precompile_headers(${target} REUSE_FROM ${headers_of})
  endif()
endfunction()

# Lists in `out` the files of `sources` that lie in one of `folders`.
function(ballast_files_in out sources folders)
  set(all)
  foreach(folder IN LISTS folders)
    set(files ${sources})
    list(FILTER files INCLUDE REGEX "^${folder}/")
    list(APPEND all ${files})
  endforeach()
  set(${out} ${all} PARENT_SCOPE)
endfunction()

function(ballast_library folder)
  cmake_parse_arguments(ARG "" "" "LINK;EXCLUDE;WORDS" ${ARGN})
  file(GLOB_RECURSE sources RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS ${folder}/*.cpp)
  if(ARG_EXCLUDE)
    list(REMOVE_ITEM sources ${ARG_EXCLUDE})
  endif()
  foreach(source IN LISTS sources)
    ballast_room(room ${source})
    string(REPLACE "/" "_" room ${room})
    set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${room})
  endforeach()
  ballast_files_in(words "${sources}" "${ARG_WORDS}")
  if(words)  # a target of their own, as options of single files would keep those out of their room
    list(REMOVE_ITEM sources ${words})
    add_library(ballast_${folder}_words OBJECT ${words})
    ballast_compile(ballast_${folder}_words "${ARG_LINK}" ballast_${folder}_words)
    target_compile_options(ballast_${folder}_words PRIVATE ${ballast_words_level})
    list(APPEND sources $<TARGET_OBJECTS:ballast_${folder}_words>)
  endif()
  add_library(ballast_${folder} STATIC ${sources})
  add_library(ballast::${folder} ALIAS ballast_${folder})
  set_target_properties(ballast_${folder} PROPERTIES EXPORT_NAME ${folder})
  ballast_compile(ballast_${folder} "${ARG_LINK}" ballast_engine)
endfunction()
