// What a thread is called in the system's lists (top -H, perf, a core): at most 15 letters.
// Threads: names the caller. Failure: none; a name that is too long is cut.
#pragma once

#include <pthread.h>

#include <cstring>

namespace sallyport {

inline void name_this_thread(const char* name) {
  char cut[16] = {};
  std::strncpy(cut, name, sizeof cut - 1);
  (void)pthread_setname_np(pthread_self(), cut);
}

}  // namespace sallyport
