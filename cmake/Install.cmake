# cmake --install gives the program with its man page and completions, the libraries and their headers below
# include/ballast, find_package(ballast), pkg-config ballast, and the licence.
include(CMakePackageConfigHelpers)
set(ballast_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/ballast)

install(TARGETS ballast RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ballast_engine ballast_autodiff ballast_nn ballast_diffusion ballast_classifiers ballast_app
        EXPORT ballast_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT ballast_targets NAMESPACE ballast:: FILE ballast-targets.cmake DESTINATION ${ballast_cmake_dir})
foreach(folder engine autodiff nn diffusion classifiers app)
  install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ballast FILES_MATCHING PATTERN "*.hpp"
          PATTERN "*lanes.hpp" EXCLUDE)  # SIMD types stay out of interfaces
endforeach()

configure_package_config_file(cmake/ballast-config.cmake.in ballast-config.cmake
                              INSTALL_DESTINATION ${ballast_cmake_dir})
write_basic_package_version_file(ballast-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/ballast-config.cmake ${PROJECT_BINARY_DIR}/ballast-config-version.cmake
        DESTINATION ${ballast_cmake_dir})

# The prefix as seen from the file: --prefix is said at the time of installing.
string(REGEX REPLACE "[^/]+" ".." up ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
set(ballast_libraries "-lballast_diffusion -lballast_nn -lballast_autodiff -lballast_classifiers -lballast_engine")
configure_file(cmake/ballast.pc.in ballast.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/ballast.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# What the program says of itself; a program for another processor cannot.
function(ballast_install_output file folder)
  list(JOIN ARGN " " arguments)
  install(CODE "
    execute_process(COMMAND $<TARGET_FILE:ballast> ${arguments} OUTPUT_FILE ${PROJECT_BINARY_DIR}/said/${file}
                    RESULT_VARIABLE failed ERROR_QUIET)
    if(failed)
      file(REMOVE ${PROJECT_BINARY_DIR}/said/${file})
    endif()")
  install(FILES ${PROJECT_BINARY_DIR}/said/${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} OPTIONAL)
endfunction()
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/said)
ballast_install_output(ballast.1 man/man1 help --man)
ballast_install_output(ballast bash-completion/completions help --completions bash)
ballast_install_output(_ballast zsh/site-functions help --completions zsh)
ballast_install_output(ballast.fish fish/vendor_completions.d help --completions fish)

if(BALLAST_PORTABLE)
  set(runs_on "any x86-64-v3 processor")
elseif(BALLAST_NATIVE)
  set(runs_on "processors like this machine's alone (make install BUILD=portable: any x86-64-v3)")
else()
  set(runs_on "any ${CMAKE_SYSTEM_PROCESSOR} processor")
endif()
install(CODE "message(STATUS \"Runs on: ${runs_on}\")")
