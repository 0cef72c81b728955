// Where the records of a run go: to standard output, into a file that is replaced as a whole once the run is done, or
// nowhere, where they are only checked.
// Tested by tests/cli/output, tests/cli/in-place and tests/system/replaced.py.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/file.h"
#include "rejig/options.h"
#include "stream/writer.h"

namespace rejig {

class Destination {
 public:
  // For a run over options.inputs; there is one input where it is edited in place.
  explicit Destination(const Options& options);

  stream::Writer& writer() { return *writer_; }
  // False (and a message) where nothing can be written there.
  bool open();
  // After the last write. Puts a file in place if the run is `complete`, and leaves the old one otherwise.
  // False (and a message) where that or a write failed; a reader that has gone is no failure.
  bool close(bool complete);

 private:
  bool put_in_place();
  bool fail(std::string_view what, std::string_view why) const;

  const Options& options_;
  std::string path_;                 // empty: standard output
  std::optional<Replacement> file_;  // none: standard output
  std::optional<stream::Writer> writer_;
};

}  // namespace rejig
