# One set of compiler and linker flags for the whole house.
# Hardening after the OpenSSF compiler guide; g++ 12 takes all of these.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(sallyport_flags INTERFACE)
target_include_directories(sallyport_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(sallyport_flags INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  -Wformat=2 -Werror=format-security -Werror=return-type
  # the same bits on every machine: no contraction, no fast-math (scores are replayed bit for bit)
  -ffp-contract=off
  -D_GLIBCXX_ASSERTIONS -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
  -fno-delete-null-pointer-checks -fno-strict-overflow)
if(NOT SALLYPORT_SANITIZE)
  target_compile_options(sallyport_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
    -ftrivial-auto-var-init=zero)
else()
  target_compile_options(sallyport_flags INTERFACE -fsanitize=${SALLYPORT_SANITIZE}
    -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(sallyport_flags INTERFACE -fsanitize=${SALLYPORT_SANITIZE})
endif()
target_link_options(sallyport_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed)

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  target_link_options(sallyport_flags INTERFACE -fuse-ld=mold)
endif()
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# For programs that live long and import much: less time in malloc, less memory between the pieces.
# A sanitizer brings its own; without the library the system's does.
add_library(sallyport_allocator INTERFACE)
if(NOT SALLYPORT_SANITIZE)
  pkg_check_modules(jemalloc IMPORTED_TARGET GLOBAL jemalloc)
  if(jemalloc_FOUND)
    target_link_libraries(sallyport_allocator INTERFACE PkgConfig::jemalloc)
  endif()
endif()
