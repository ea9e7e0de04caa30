// A file being read in confinement and mapped on a thread of its own, while its rows, or those of
// the file before it, are compared and taken. A bounded number of rows waits (about 30,000).
// Ownership: borrows sandbox, file, mapping and context, which outlive it; of the context it reads
// agreement, agency, legal register, key and watch only. Threads: made and used by one. Failure:
// start() says what can be said of the file at once; what its reading ends with, finish() says.
#pragma once

#include <memory>
#include <optional>

#include "intake/context.hpp"
#include "intake/mapping.hpp"
#include "intake/sandbox.hpp"

namespace sallyport::intake {

namespace internal {
struct MappedRows;
}

class ReadAhead {
 public:
  static Result<std::unique_ptr<ReadAhead>> start(Sandbox& sandbox, const InputFile& file,
                                                  const Mapping& mapping,
                                                  const ImportContext& context);
  ~ReadAhead();  ///< ends the reader
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  const InputFile& file() const;
  const Mapping& mapping() const;

  // for import_file
  class Impl;
  Impl& impl() { return *impl_; }

 private:
  explicit ReadAhead(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sallyport::intake
