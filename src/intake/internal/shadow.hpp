// Whether this build has a sanitizer in it. Sanitizers map terabytes of address space and ask a
// little more of the kernel, so a sanitized reader goes without the limit on addresses; everything
// else of its confinement stays. Never true of what ships.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SALLYPORT_SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define SALLYPORT_SHADOW_MEMORY 1
#endif
#endif

namespace sallyport::intake::internal {

#ifdef SALLYPORT_SHADOW_MEMORY
inline constexpr bool kShadowMemory = true;
#else
inline constexpr bool kShadowMemory = false;
#endif

}  // namespace sallyport::intake::internal
