// Assertions stay on in release builds. For programmers' errors only: no user input reaches one.
#pragma once

namespace sallyport {
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);
}

#define SALLYPORT_ASSERT(expression) \
  ((expression) ? (void)0 : ::sallyport::assertion_failed(#expression, __FILE__, __LINE__))
