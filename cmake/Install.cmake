# cmake --install gives the program, the libraries, their headers, and find_package(ballast).
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
