// Every limit of the house in one place, each with its reason. A limit that bites answers with
// kLimitExceeded or kTooLarge and names itself.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sallyport::limits {

// ledger (core.md 5, 6)
inline constexpr std::size_t kChunkRows =
    512;  // rows an import chunk holds: one leaf hash for many rows
inline constexpr std::size_t kEntryBytes = 8u << 20;  // one entry: a chunk of 512 large rows fits
// input files (core.md 36)
inline constexpr std::size_t kWorkerMemory = 256u << 20;  // resident bytes of a sandboxed reader
inline constexpr int kWorkerCpuSecondsPer16MiB = 5;       // a sane CSV needs 0.1
inline constexpr std::size_t kFieldBytes =
    1u << 20;  // one cell: the longest report text seen is 50,000 characters
inline constexpr std::size_t kRowBytes = 4u << 20;
inline constexpr std::size_t kColumns = 4096;  // the widest real extract has 49
inline constexpr int kJsonDepth = 64;
inline constexpr std::size_t kImportFileBytes = 4ull << 30;
inline constexpr int kWorkersAtOnce = 2;
// http
inline constexpr std::size_t kRequestHeaderBytes = 16u << 10;
inline constexpr std::size_t kRequestBodyBytes =
    1u << 20;                                   // commands and searches; uploads stream past this
inline constexpr int kRequestHeadSeconds = 10;  // slow senders are let go
inline constexpr int kRequestBodySeconds = 60;
inline constexpr std::size_t kConnections = 1024;
inline constexpr int kIdleSeconds = 75;   // between two requests of one connection
inline constexpr int kWriteSeconds = 60;  // a receiver takes 256 KiB in that time or is let go
inline constexpr std::size_t kUploadStepBytes =
    1u << 20;  // a streamed body brings as much in kRequestBodySeconds
inline constexpr std::size_t kWorkQueue = 512;  // requests waiting in one lane; above it 503
inline constexpr std::size_t kStreamBufferBytes = 1u << 20;  // unsent events of one listener
inline constexpr int kHeartbeatSeconds = 15;                 // proxies drop silent streams after 30
// answers
inline constexpr std::size_t kSearchHits = 50;
inline constexpr std::size_t kSuggestions = 10;
inline constexpr int kPathSteps = 6;  // core.md 27
inline constexpr std::size_t kNeighbourhoodNodes = 2000;
inline constexpr std::size_t kHubDegree =
    25;  // visible people on one number before it is drawn as one node
inline constexpr std::size_t kTimelineEvents = 5000;
// text
inline constexpr std::size_t kReportTextBytes = 200'000;
inline constexpr std::size_t kQueryBytes = 512;
inline constexpr std::size_t kReasonBytes = 500;

}  // namespace sallyport::limits
