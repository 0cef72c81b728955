#include "json/lines.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace rejig::json {
namespace {

constexpr size_t kStep = 64;  // bytes
constexpr size_t kStretch = 64;  // steps

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

// With AVX2, 64 bytes are a step and 64 steps a stretch. First every step of a stretch says whether there is a
// newline or a backslash in it, without a branch; then only those are looked at again. Their escapes are
// checked together, as masks: bit i stands for byte i.
class WideScanner {
 public:
  WideScanner(std::string_view block, Lines& lines) : block_(block), lines_(lines) {}

  REJIG_AVX2 void run() {
    constexpr size_t kLength = kStretch * kStep;
    size_t whole = block_.size() / kStep * kStep;
    for (size_t offset = 0; offset < whole; offset += kLength)
      stretch(block_.data() + offset, std::min(kLength, whole - offset) / kStep, offset);
    char rest[kStep] = {};  // whose zeros end an escape that the block does not
    if (whole < block_.size()) std::memcpy(rest, block_.data() + whole, block_.size() - whole);
    stretch(rest, 1, whole);
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
  REJIG_AVX2_INLINE static uint64_t any(__m256i mask) { return _mm256_testz_si256(mask, mask) == 0; }
  REJIG_AVX2_INLINE static uint64_t equal(Bytes b, char c) {
    __m256i all = _mm256_set1_epi8(c);
    return bits_of({_mm256_cmpeq_epi8(b.low, all), _mm256_cmpeq_epi8(b.high, all)});
  }
  // Characters by what they are modulo 16.
  template <class... C>
  REJIG_AVX2_INLINE static __m256i table(C... c) {
    return _mm256_broadcastsi128_si256(_mm_setr_epi8(static_cast<char>(c)...));
  }
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

  // So many steps at p, which is at `offset` of the block.
  REJIG_AVX2 void stretch(const char* p, size_t count, size_t offset) {
    const __m256i newline = _mm256_set1_epi8('\n'), backslash = _mm256_set1_epi8('\\');
    uint64_t ended = 0, slashed = 0;  // bit i stands for step i
    for (size_t i = 0; i < count; ++i) {
      Bytes b = load(p + i * kStep);
      ended |= any(_mm256_or_si256(_mm256_cmpeq_epi8(b.low, newline), _mm256_cmpeq_epi8(b.high, newline))) << i;
      slashed |= any(_mm256_or_si256(_mm256_cmpeq_epi8(b.low, backslash), _mm256_cmpeq_epi8(b.high, backslash))) << i;
    }
    for (; ended != 0; ended &= ended - 1) {
      size_t at = std::countr_zero(ended) * kStep;
      for (uint64_t bits = equal(load(p + at), '\n'); bits != 0; bits &= bits - 1)
        lines_.ends.push_back(static_cast<uint32_t>(offset + at + std::countr_zero(bits)));
    }
    for (uint64_t left = slashed | unfinished(); left != 0; left &= left - 1) {
      size_t i = std::countr_zero(left);
      check(load(p + i * kStep));
      if (unfinished() && i + 1 < count) [[unlikely]] left |= uint64_t{2} << i;
    }
  }

  // Whether an escape goes on in the next step.
  bool unfinished() const { return (escaped_ | digits_) != 0; }

  REJIG_AVX2_INLINE void check(Bytes bytes) {
    // Most are among these. No two of a table are equal modulo 16.
    const __m256i usual = table(-1, -1, '"', -1, 't', -1, 'f', -1, -1, -1, -1, -1, '\\', -1, 'n', -1);
    uint64_t escaped = escaped_by(equal(bytes, '\\'));
    if (((escaped & ~among(bytes, usual)) | digits_) != 0) check(bytes, escaped);
  }

  REJIG_AVX2 void check(Bytes bytes, uint64_t escaped) {
    const __m256i first = table(-1, -1, 'b', -1, -1, -1, 'f', -1, -1, -1, -1, -1, '\\', -1, 'n', '/');
    const __m256i second = table(-1, -1, '"', -1, 't', 'u', -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    uint64_t known = among(bytes, first) | among(bytes, second) | equal(bytes, 'r');
    uint64_t unicode = escaped & equal(bytes, 'u');
    uint64_t digits = unicode << 1 | unicode << 2 | unicode << 3 | unicode << 4 | digits_;
    digits_ = unicode >> 63 | unicode >> 62 | unicode >> 61 | unicode >> 60;
    bad_ |= escaped & ~known;
    odd_ |= unicode | (escaped & equal(bytes, '/'));
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
