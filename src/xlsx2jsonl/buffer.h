// The name of base's Buffer in the converter.
#pragma once

#include "base/buffer.h"

namespace xlsx2jsonl {

using rejig::Buffer;

}  // namespace xlsx2jsonl
