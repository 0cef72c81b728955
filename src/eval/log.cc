#include "eval/log.h"

namespace rejig::eval {

void Log::take_counts(std::vector<RuleCount>& sum) {
  sum.resize(counts_.size());
  for (size_t i = 0; i < counts_.size(); ++i) {
    sum[i].fired += counts_[i].fired;
    sum[i].changed += counts_[i].changed;
    counts_[i] = {};
  }
}

}  // namespace rejig::eval
