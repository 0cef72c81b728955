// What a character does on a terminal: whether it shows there, and in how many columns.
// Tested by tests/unit/width_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>

namespace rejig {

// False for what commands the terminal, orders or breaks text, or cannot be seen: controls (C0, DEL and C1), format
// characters (of direction, joiners, byte order mark, tags), the separators U+2028 and U+2029, and surrogates.
bool is_printable(uint32_t code);

// 0 for what goes onto the character before, 2 for wide characters, else 1.
size_t columns_of(uint32_t code);

}  // namespace rejig
