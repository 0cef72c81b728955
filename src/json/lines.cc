#include "json/lines.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace rejig::json {
namespace {

constexpr size_t kStep = 64;

bool is_hex(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// What every processor does: the marks of 64 bytes at a time, each mark looked at on its own.
class Scanner {
 public:
  Scanner(std::string_view block, Lines& lines) : block_(block), lines_(lines) {}

  void run() {
    size_t offset = 0;
    for (; offset + kStep <= block_.size(); offset += kStep)
      visit(marks_of(block_.data() + offset), offset);
    if (offset == block_.size()) return;
    char rest[kStep] = {};
    std::memcpy(rest, block_.data() + offset, block_.size() - offset);
    visit(marks_of(rest), offset);
  }

 private:
  // Bit i says that p[i] is a newline or a backslash.
#if defined(__x86_64__)
  static uint64_t marks_of(const char* p) {
    uint64_t marks = 0;
    for (int i = 0; i < 4; ++i) {
      __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * i));
      __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
      marks |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(hits))) << (16 * i);
    }
    return marks;
  }
#elif defined(__ARM_NEON)
  static uint64_t marks_of(const char* p) {
    static const uint8_t kBits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t bits = vld1q_u8(kBits);
    uint64_t marks = 0;
    for (int i = 0; i < 4; ++i) {
      uint8x16_t bytes = vld1q_u8(reinterpret_cast<const uint8_t*>(p + 16 * i));
      uint8x16_t hits = vorrq_u8(vceqq_u8(bytes, vdupq_n_u8('\n')), vceqq_u8(bytes, vdupq_n_u8('\\')));
      uint8x16_t set = vandq_u8(hits, bits);
      uint64_t low = vaddv_u8(vget_low_u8(set));
      uint64_t high = vaddv_u8(vget_high_u8(set));
      marks |= (low | high << 8) << (16 * i);
    }
    return marks;
  }
#else
  static uint64_t marks_of(const char* p) {
    uint64_t marks = 0;
    for (size_t i = 0; i < kStep; ++i)
      marks |= static_cast<uint64_t>(p[i] == '\n' || p[i] == '\\') << i;
    return marks;
  }
#endif

  void visit(uint64_t marks, size_t offset) {
    for (; marks != 0; marks &= marks - 1) {
      size_t i = offset + std::countr_zero(marks);
      if (block_[i] == '\n') {
        lines_.ends.push_back(static_cast<uint32_t>(i));
      } else if (i >= next_) {
        check_escape(i);
      }
    }
  }

  char byte(size_t i) const { return i < block_.size() ? block_[i] : '\0'; }

  void check_escape(size_t i) {
    next_ = i + 2;
    switch (byte(i + 1)) {
      case '/': lines_.unicode_escapes = true; return;
      case '"': case '\\': case 'b': case 'f': case 'n': case 'r': case 't': return;
      case 'u':
        lines_.unicode_escapes = true;
        if (is_hex(byte(i + 2)) && is_hex(byte(i + 3)) && is_hex(byte(i + 4)) && is_hex(byte(i + 5)))
          return;
        break;
      default: break;
    }
    lines_.escapes_valid = false;
  }

  std::string_view block_;
  Lines& lines_;
  size_t next_ = 0;  // a backslash before this is the second of an escape
};

#if defined(__x86_64__)
#define REJIG_AVX2 __attribute__((target("avx2")))
#define REJIG_AVX2_INLINE __attribute__((target("avx2"), always_inline)) inline

// With AVX2 the escapes of 64 bytes are checked together, as masks: bit i stands for byte i.
class WideScanner {
 public:
  WideScanner(std::string_view block, Lines& lines) : block_(block), lines_(lines) {}

  REJIG_AVX2 void run() {
    size_t offset = 0;
    for (; offset + kStep <= block_.size(); offset += kStep) step(load(block_.data() + offset), offset);
    char rest[kStep] = {};
    if (offset < block_.size())
      std::memcpy(rest, block_.data() + offset, block_.size() - offset);
    step(load(rest), offset);  // its zeros end an escape that the block does not
    lines_.escapes_valid = bad_ == 0;
    lines_.unicode_escapes = odd_ != 0;
  }

 private:
  struct Bytes {
    __m256i low, high;
  };

  REJIG_AVX2_INLINE static Bytes load(const char* p) {
    auto at = [](const char* q) { return reinterpret_cast<const __m256i*>(q); };
    return {_mm256_loadu_si256(at(p)), _mm256_loadu_si256(at(p + 32))};
  }
  REJIG_AVX2_INLINE static uint64_t bits_of(Bytes mask) {
    return static_cast<uint32_t>(_mm256_movemask_epi8(mask.low)) |
           static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(mask.high))) << 32;
  }
  REJIG_AVX2_INLINE static uint64_t equal(Bytes b, char c) {
    __m256i all = _mm256_set1_epi8(c);
    return bits_of({_mm256_cmpeq_epi8(b.low, all), _mm256_cmpeq_epi8(b.high, all)});
  }
  // Bytes that are among `table`: a character c stands there at c % 16.
  REJIG_AVX2_INLINE static uint64_t among(Bytes b, __m256i table) {
    return bits_of({_mm256_cmpeq_epi8(b.low, _mm256_shuffle_epi8(table, b.low)),
                    _mm256_cmpeq_epi8(b.high, _mm256_shuffle_epi8(table, b.high))});
  }
  REJIG_AVX2_INLINE static uint64_t in_range(Bytes b, char from, char count) {
    __m256i first = _mm256_set1_epi8(from), last = _mm256_set1_epi8(static_cast<char>(count - 1));
    __m256i low = _mm256_sub_epi8(b.low, first), high = _mm256_sub_epi8(b.high, first);
    return bits_of({_mm256_cmpeq_epi8(_mm256_min_epu8(low, last), low),
                    _mm256_cmpeq_epi8(_mm256_min_epu8(high, last), high)});
  }

  REJIG_AVX2_INLINE void step(Bytes b, size_t offset) {
    const __m256i newline = _mm256_set1_epi8('\n'), backslash = _mm256_set1_epi8('\\');
    Bytes ends{_mm256_cmpeq_epi8(b.low, newline), _mm256_cmpeq_epi8(b.high, newline)};
    Bytes slashes{_mm256_cmpeq_epi8(b.low, backslash), _mm256_cmpeq_epi8(b.high, backslash)};
    __m256i marks = _mm256_or_si256(_mm256_or_si256(ends.low, ends.high), _mm256_or_si256(slashes.low, slashes.high));
    if (_mm256_testz_si256(marks, marks) && (escaped_ | digits_) == 0) return;
    for (uint64_t bits = bits_of(ends); bits != 0; bits &= bits - 1)
      lines_.ends.push_back(static_cast<uint32_t>(offset + std::countr_zero(bits)));
    if (uint64_t bits = bits_of(slashes); (bits | escaped_ | digits_) != 0) check(b, bits);
  }

  REJIG_AVX2 void check(Bytes bytes, uint64_t backslashes) {
    uint64_t escaped = escaped_by(backslashes);
    // " / b f n r and \ t u: no two of a table are equal modulo 16.
    const __m256i first = _mm256_setr_epi8(-1, -1, 'b', -1, -1, -1, 'f', -1, -1, -1, -1, -1, '\\', -1, 'n', '/',
                                           -1, -1, 'b', -1, -1, -1, 'f', -1, -1, -1, -1, -1, '\\', -1, 'n', '/');
    const __m256i second = _mm256_setr_epi8(-1, -1, '"', -1, 't', 'u', -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                            -1, -1, '"', -1, 't', 'u', -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    uint64_t known = among(bytes, first) | among(bytes, second) | equal(bytes, 'r');
    uint64_t unicode = escaped & equal(bytes, 'u');
    uint64_t digits = unicode << 1 | unicode << 2 | unicode << 3 | unicode << 4 | digits_;
    digits_ = unicode >> 63 | unicode >> 62 | unicode >> 61 | unicode >> 60;
    bad_ |= escaped & ~known;
    odd_ |= unicode | (escaped & equal(bytes, '/'));
    if (digits == 0) [[likely]] return;
    __m256i fold = _mm256_set1_epi8(0x20);
    Bytes lower = {_mm256_or_si256(bytes.low, fold), _mm256_or_si256(bytes.high, fold)};
    bad_ |= digits & ~(in_range(bytes, '0', 10) | in_range(lower, 'a', 6));
  }

  // The bytes behind runs of backslashes of odd length. Adding its first bit to a run sets the bit behind it;
  // the parities of both tell the length. Of backslashes that are escaped themselves all is well.
  uint64_t escaped_by(uint64_t backslashes) {
    constexpr uint64_t kEven = 0x5555555555555555;
    uint64_t escaped = escaped_;
    backslashes &= ~escaped;
    uint64_t begins = backslashes & ~(backslashes << 1);
    uint64_t behind_even = backslashes + (begins & kEven);
    uint64_t behind_odd = 0;
    escaped_ = __builtin_add_overflow(backslashes, begins & ~kEven, &behind_odd);
    return escaped | (~backslashes & ((behind_even & ~kEven) | (behind_odd & kEven)));
  }

  std::string_view block_;
  Lines& lines_;
  uint64_t escaped_ = 0;  // of the next 64 bytes, by the last of these
  uint64_t digits_ = 0;   // of the next 64 bytes, wanted by a \u in these
  uint64_t bad_ = 0;
  uint64_t odd_ = 0;
};
#undef REJIG_AVX2
#undef REJIG_AVX2_INLINE
#endif

}  // namespace

void scan_lines(std::string_view block, Lines& lines) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    lines.ends.clear();
    return WideScanner(block, lines).run();
  }
#endif
  scan_lines_narrowly(block, lines);
}

void scan_lines_narrowly(std::string_view block, Lines& lines) {
  lines.ends.clear();
  lines.escapes_valid = true;
  lines.unicode_escapes = false;
  Scanner(block, lines).run();
}

}  // namespace rejig::json
