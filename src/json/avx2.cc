#include "json/avx2.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#define REJIG_AVX2 __attribute__((target("avx2,bmi,popcnt,pclmul")))
#define REJIG_AVX2_INLINE __attribute__((target("avx2,bmi,popcnt,pclmul"), always_inline)) inline

namespace rejig::json::avx2 {
namespace {

constexpr size_t kHalf = 32;     // bytes
constexpr size_t kStep = 64;     // bytes: bit i of a mask stands for byte i
constexpr size_t kStretch = 64;  // steps: bit i of a set stands for step i

struct Bytes {
  __m256i low, high;
};

REJIG_AVX2_INLINE __m256i load_half(const char* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
REJIG_AVX2_INLINE Bytes load(const char* p) { return {load_half(p), load_half(p + kHalf)}; }
REJIG_AVX2_INLINE __m256i all(int c) { return _mm256_set1_epi8(static_cast<char>(c)); }
REJIG_AVX2_INLINE uint32_t mask_of(__m256i bytes) { return static_cast<uint32_t>(_mm256_movemask_epi8(bytes)); }
REJIG_AVX2_INLINE uint64_t is_any(__m256i mask) { return _mm256_testz_si256(mask, mask) == 0; }

REJIG_AVX2_INLINE uint64_t bits_of(Bytes mask) {
  return mask_of(mask.low) | static_cast<uint64_t>(mask_of(mask.high)) << kHalf;
}
REJIG_AVX2_INLINE uint64_t equal(Bytes a, Bytes b) {
  return bits_of({_mm256_cmpeq_epi8(a.low, b.low), _mm256_cmpeq_epi8(a.high, b.high)});
}
REJIG_AVX2_INLINE uint64_t equal(Bytes bytes, int c) { return equal(bytes, {all(c), all(c)}); }
REJIG_AVX2_INLINE uint64_t at_most(Bytes bytes, int c) {
  return equal(bytes, {_mm256_min_epu8(bytes.low, all(c)), _mm256_min_epu8(bytes.high, all(c))});
}
REJIG_AVX2_INLINE uint64_t in_range(Bytes bytes, int first, int last) {
  return at_most({_mm256_sub_epi8(bytes.low, all(first)), _mm256_sub_epi8(bytes.high, all(first))}, last - first);
}
REJIG_AVX2_INLINE Bytes in_lower_case(Bytes bytes) {
  return {_mm256_or_si256(bytes.low, all(0x20)), _mm256_or_si256(bytes.high, all(0x20))};
}

// A table of 16 bytes, looked up by four bits of each byte.
using Table = std::array<uint8_t, 16>;

REJIG_AVX2_INLINE __m256i look_up(const Table& table, __m256i places) {
  __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), places);
}
// What the table has for each byte below 0x80; 0 for any other.
REJIG_AVX2_INLINE Bytes look_up(const Table& table, Bytes bytes) {
  return {look_up(table, bytes.low), look_up(table, bytes.high)};
}

// Characters at the place of their lower four bits; elsewhere what no byte with these bits is.
constexpr Table places_of(std::string_view characters) {
  Table table{};
  table[0] = 1;
  for (char c : characters) table[c & 15] = static_cast<uint8_t>(c);
  return table;
}
constexpr Table kSpaces = places_of(" \t\n\r");
constexpr Table kPunctuation = places_of("{}:,");  // as in_lower_case has "[]" as well
constexpr Table kUsualEscapes = places_of("\"\\tfn");
constexpr Table kEscapes = places_of("b\\fn/");
constexpr Table kMoreEscapes = places_of("\"tu");

// ---- UTF-8 (RFC 3629)

// What two neighbouring bytes must not be, as sets of four bits: the upper and lower ones of the first
// byte, the upper ones of the second. Found by one look-up in each of three tables, as in Keiser and Lemire,
// "Validating UTF-8 in less than one instruction per byte" (2021).
struct Pairs {
  uint32_t upper, lower, next;
};
constexpr Pairs kWrongPairs[8] = {
    {0x00ff, 0xffff, 0x0f00},  // ASCII, continuation
    {0xf000, 0xffff, 0xf0ff},  // lead, no continuation
    {0x1000, 0x0003, 0x0f00},  // C0 and C1: too long a form
    {0x4000, 0x0001, 0x0300},  // E0 80..9F: too long a form
    {0x4000, 0x2000, 0x0c00},  // ED A0..BF: a surrogate
    {0x8000, 0xffe1, 0x0100},  // F0 80..8F: too long a form; F5.. 80..8F: no code point
    {0x8000, 0xfff0, 0x0e00},  // F4.. 90..BF: no code point
    {0x0f00, 0xffff, 0x0f00},  // two continuations: right where a longer sequence goes on, so this is bit 7
};

constexpr Table wrong_by(uint32_t Pairs::*part) {
  Table table{};
  for (size_t bit = 0; bit < 8; ++bit)
    for (size_t i = 0; i < 16; ++i) table[i] |= (kWrongPairs[bit].*part >> i & 1) << bit;
  return table;
}
constexpr Table kWrongByUpper = wrong_by(&Pairs::upper);
constexpr Table kWrongByLower = wrong_by(&Pairs::lower);
constexpr Table kWrongByNext = wrong_by(&Pairs::next);

REJIG_AVX2_INLINE __m256i lower_bits(__m256i bytes) { return _mm256_and_si256(bytes, all(0x0f)); }
REJIG_AVX2_INLINE __m256i upper_bits(__m256i bytes) { return lower_bits(_mm256_srli_epi16(bytes, 4)); }

// Not 0 where a byte at p does not go on what the three before it began.
REJIG_AVX2_INLINE __m256i wrong_utf8(const char* p) {
  __m256i bytes = load_half(p), before = load_half(p - 1);
  __m256i wrong = _mm256_and_si256(_mm256_and_si256(look_up(kWrongByUpper, upper_bits(before)),
                                                    look_up(kWrongByLower, lower_bits(before))),
                                   look_up(kWrongByNext, upper_bits(bytes)));
  // Bit 7 where the second or third byte before is a lead of so many bytes.
  __m256i third = _mm256_subs_epu8(load_half(p - 2), all(0xe0 - 0x80));
  __m256i fourth = _mm256_subs_epu8(load_half(p - 3), all(0xf0 - 0x80));
  __m256i goes_on = _mm256_and_si256(_mm256_or_si256(third, fourth), all(0x80));
  return _mm256_xor_si256(wrong, goes_on);
}

// ---- from masks to offsets

// The bits that are set in a byte, each as a byte.
constexpr std::array<uint64_t, 256> kBitsOfByte = [] {
  std::array<uint64_t, 256> bits{};
  for (size_t byte = 0; byte < bits.size(); ++byte)
    for (uint64_t bit = 8; bit-- > 0;)
      if (byte >> bit & 1) bits[byte] = bits[byte] << 8 | bit;
  return bits;
}();

// Puts `first` + i for every bit i; eight offsets at a time, so up to seven places behind them are written to.
REJIG_AVX2_INLINE uint32_t* put_offsets(uint64_t bits, size_t first, uint32_t* to) {
  __m256i base = _mm256_set1_epi32(static_cast<int>(first));
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i, bits >>= 8) {
    auto byte = static_cast<uint8_t>(bits);
    __m256i offsets = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<int64_t>(kBitsOfByte[byte])));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_add_epi32(base, offsets));
    base = _mm256_add_epi32(base, _mm256_set1_epi32(8));
    to += std::popcount(byte);
  }
  return to;
}

// ---- the pass

// By step. A word that is not 0 says that there is something to look at.
struct alignas(kHalf) Words {
  uint64_t of[kStretch];

  uint64_t& operator[](size_t i) { return of[i]; }

  // The set of the first `count` steps whose word is not 0.
  REJIG_AVX2_INLINE uint64_t set(size_t count) const {
    uint64_t zero = 0;
    for (size_t i = 0; i < kStretch; i += 4) {
      __m256i words = _mm256_load_si256(reinterpret_cast<const __m256i*>(of + i));
      __m256i is_zero = _mm256_cmpeq_epi64(words, _mm256_setzero_si256());
      zero |= static_cast<uint64_t>(_mm256_movemask_pd(_mm256_castsi256_pd(is_zero))) << i;
    }
    return ~zero & (~uint64_t{0} >> (kStretch - count));
  }
};

// The bytes that a backslash escapes. `first`: whether byte 0 is one, and then whether the next one behind these
// is. In a run of backslashes every second one escapes what is behind it: taking a run away from its
// shifted self borrows, with the odd bits set, just so far that bits flip in the run at every second place and
// behind it where its length is odd.
REJIG_AVX2_INLINE uint64_t escaped_by(uint64_t backslashes, uint64_t& first) {
  constexpr uint64_t kOdd = 0xaaaaaaaaaaaaaaaa;
  uint64_t runs = backslashes & ~first;
  uint64_t flips = ((runs << 1 | kOdd) - runs) ^ kOdd;  // the backslashes that escape, and other bytes that are escaped
  uint64_t escaped = flips ^ (backslashes | first);
  first = (flips & backslashes) >> 63;
  return escaped;
}

// First every step of a stretch is sorted without a branch: which bytes are in strings, and whether there is
// anything else than text to be looked at. Then only the steps that have it are looked at again, one sort
// of thing after the other, so that no branch depends on where in a record a step happens to be.
class Pass {
 public:
  REJIG_AVX2 Pass(std::string_view text, uint32_t* at, Lines& lines)
      : text_(text), to_(at), lines_(lines), bad_utf8_(_mm256_setzero_si256()) {}

  // The first and the last step are copies, for what is read around them. The last is there even if it is
  // empty: its spaces end what the text leaves open.
  REJIG_AVX2 bool run() {
    constexpr size_t kLength = kStretch * kStep;
    char edge[kHalf + kStep] = {};
    size_t whole = text_.size() / kStep * kStep;
    if (whole > 0) {
      std::memcpy(edge + kHalf, text_.data(), kStep);
      stretch(edge + kHalf, 1, 0);
      std::memcpy(edge, text_.data() + whole - kHalf, kHalf);
    }
    for (size_t offset = kStep; offset < whole; offset += kLength)
      stretch(text_.data() + offset, std::min(kLength, whole - offset) / kStep, offset);
    std::memset(edge + kHalf, ' ', kStep);
    std::memcpy(edge + kHalf, text_.data() + whole, text_.size() - whole);
    stretch(edge + kHalf, 1, whole);
    lines_.unicode_escapes = odd_escapes_ != 0;
    return (bad_ | in_string_ | is_any(bad_utf8_)) == 0;
  }

  uint32_t* end() const { return to_; }

 private:
  // `count` steps at p, which is at `offset` of the text.
  REJIG_AVX2 void stretch(const char* p, size_t count, size_t offset) {
    uint64_t in_string = in_string_, first_escaped = first_escaped_;
#pragma GCC unroll 2
    for (size_t i = 0; i < count; ++i) {
      Bytes bytes = load(p + i * kStep);
      uint64_t escaped = escaped_by(equal(bytes, '\\'), first_escaped);
      uint64_t quotes = equal(bytes, '"') & ~escaped;
      // Sums of the bits below each: 1 from an opening quote to before its closing one.
      __m128i sums = _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<int64_t>(quotes)), _mm_set1_epi8(-1), 0);
      uint64_t inside = static_cast<uint64_t>(_mm_cvtsi128_si64(sums)) ^ in_string;
      in_string = static_cast<uint64_t>(static_cast<int64_t>(inside) >> 63);
      __m256i least = _mm256_min_epu8(bytes.low, bytes.high);
      escaped_[i] = escaped;
      quotes_[i] = quotes;
      outside_[i] = ~(inside ^ quotes);
      controls_[i] = mask_of(_mm256_cmpeq_epi8(_mm256_min_epu8(least, all(0x1f)), least));
      wide_[i] = mask_of(_mm256_or_si256(bytes.low, bytes.high));
    }
    in_string_ = in_string;
    first_escaped_ = first_escaped;
    check_utf8(p, count, wide_.set(count));
    check_escapes(p, count, escaped_.set(count));
    find_lines(p, offset, controls_.set(count));
    find_structure(p, offset, outside_.set(count));
  }

  // A step is checked as well if the one before it is not ASCII.
  REJIG_AVX2_INLINE void check_utf8(const char* p, size_t count, uint64_t wide) {
    __m256i bad = bad_utf8_;
    uint64_t left = (wide << 1 | was_wide_ | wide) & (~uint64_t{0} >> (kStretch - count));
    for (; left != 0; left &= left - 1) {
      const char* step = p + std::countr_zero(left) * kStep;
      bad = _mm256_or_si256(bad, _mm256_or_si256(wrong_utf8(step), wrong_utf8(step + kHalf)));
    }
    bad_utf8_ = bad;
    was_wide_ = wide >> (count - 1);
  }

  REJIG_AVX2_INLINE void check_escapes(const char* p, size_t count, uint64_t escapes) {
    for (uint64_t left = escapes | (digits_ != 0); left != 0; left &= left - 1) {
      size_t i = std::countr_zero(left);
      Bytes bytes = load(p + i * kStep);
      uint64_t unusual = escaped_[i] & ~equal(bytes, look_up(kUsualEscapes, bytes));
      if ((unusual | digits_) == 0) continue;
      check_escapes(bytes, escaped_[i]);
      if (digits_ != 0 && i + 1 < count) left |= uint64_t{2} << i;
    }
  }

  REJIG_AVX2 void check_escapes(Bytes bytes, uint64_t escaped) {
    uint64_t known = equal(bytes, look_up(kEscapes, bytes)) | equal(bytes, look_up(kMoreEscapes, bytes)) | equal(bytes, 'r');
    uint64_t unicode = escaped & equal(bytes, 'u');
    uint64_t digits = unicode << 1 | unicode << 2 | unicode << 3 | unicode << 4 | digits_;
    digits_ = unicode >> 63 | unicode >> 62 | unicode >> 61 | unicode >> 60;
    bad_ |= escaped & ~known;
    bad_ |= digits & ~(in_range(bytes, '0', '9') | in_range(in_lower_case(bytes), 'a', 'f'));
    odd_escapes_ |= unicode | (escaped & equal(bytes, '/'));
  }

  REJIG_AVX2_INLINE void find_lines(const char* p, size_t offset, uint64_t controls) {
    for (uint64_t left = controls; left != 0; left &= left - 1) {
      size_t i = std::countr_zero(left);
      Bytes bytes = load(p + i * kStep);
      bad_ |= at_most(bytes, 0x1f) & ~outside_[i];
      for (uint64_t bits = equal(bytes, '\n'); bits != 0; bits &= bits - 1)
        lines_.ends.push_back(static_cast<uint32_t>(offset + i * kStep + std::countr_zero(bits)));
    }
  }

  REJIG_AVX2_INLINE void find_structure(const char* p, size_t offset, uint64_t outside) {
    uint32_t* to = to_;
    uint64_t in_scalar = in_scalar_;
    for (uint64_t left = outside; left != 0; left &= left - 1) {
      size_t i = std::countr_zero(left);
      Bytes bytes = load(p + i * kStep);
      uint64_t punctuation = equal(in_lower_case(bytes), look_up(kPunctuation, bytes));
      uint64_t value = ~(punctuation | equal(bytes, look_up(kSpaces, bytes)));
      uint64_t scalar = value & outside_[i] & ~quotes_[i];
      uint64_t begins = value & ~(scalar << 1 | in_scalar);
      in_scalar = scalar >> 63;
      to = put_offsets((punctuation | begins) & outside_[i], offset + i * kStep, to);
    }
    to_ = to;
    in_scalar_ = in_scalar;
  }

  std::string_view text_;
  uint32_t* to_;
  Lines& lines_;

  // Of the stretch at hand: the bytes
  Words escaped_;  // behind a backslash
  Words quotes_;   // that open and close strings
  Words outside_;  // outside strings, and their opening quotes
  // and which of its steps have
  Words controls_;  // a control character
  Words wide_;      // other bytes than ASCII

  // For the next step.
  uint64_t in_string_ = 0;      // all bits or none
  uint64_t in_scalar_ = 0;      // bit 0, as those below: whether a number or literal goes on
  uint64_t first_escaped_ = 0;  // whether its first byte is escaped
  uint64_t was_wide_ = 0;       // whether this one is not all ASCII
  uint64_t digits_ = 0;         // its bytes that must be hexadecimal digits

  __m256i bad_utf8_;
  uint64_t bad_ = 0;  // control characters in strings, and escapes
  uint64_t odd_escapes_ = 0;
};

}  // namespace

REJIG_AVX2 bool index(std::string_view text, uint32_t* at, uint32_t& count, Lines& lines) {
  lines.ends.clear();
  Pass pass(text, at, lines);
  bool good = pass.run();
  std::fill_n(pass.end(), 2, static_cast<uint32_t>(text.size()));
  count = static_cast<uint32_t>(pass.end() - at);
  return good;
}

}  // namespace rejig::json::avx2

#else

namespace rejig::json::avx2 {
bool index(std::string_view, uint32_t*, uint32_t&, Lines&) { return false; }
}  // namespace rejig::json::avx2

#endif
