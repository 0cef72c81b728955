#include "oracle/oracle.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "eval/builtins.h"
#include "eval/interpreter.h"
#include "eval/prepare.h"
#include "json/render.h"
#include "json/text.h"
#include "lang/compile.h"
#include "rejig/output.h"
#include "rejig/rewriter.h"
#include "stream/pipeline.h"

namespace rejig::oracle {
namespace {

using json::Arena;
using json::Value;

class Parser {
 public:
  Parser(std::string_view text, Arena& arena) : p_(text.data()), end_(p_ + text.size()), arena_(arena) {}

  Value value() {
    skip_space();
    switch (*p_) {
      case '{': return object();
      case '[': return array();
      case '"': return Value::of(string());
      case 't': return p_ += 4, Value::boolean(true);
      case 'f': return p_ += 5, Value::boolean(false);
      case 'n': return p_ += 4, Value{};
      default: return number();
    }
  }

 private:
  void skip_space() {
    while (p_ < end_ && json::is_space(*p_)) ++p_;
  }

  bool take(char c) {
    skip_space();
    return *p_ == c && (++p_, true);
  }

  std::string_view string() {
    const char* begin = ++p_;
    while (*p_ != '"') p_ += *p_ == '\\' ? 2 : 1;
    return json::decode_escapes({begin, static_cast<size_t>(p_++ - begin)}, arena_);
  }

  Value number() {
    const char* begin = p_;
    while (p_ < end_ && std::string_view("+-.eE0123456789").find(*p_) != std::string_view::npos) ++p_;
    std::string_view text = arena_.copy({begin, static_cast<size_t>(p_ - begin)});
    Value v{json::Tag::literal, static_cast<uint32_t>(text.size()), {}};
    v.text = text.data();
    return v;
  }

  Value array() {
    json::Array* array = json::make_array(arena_, 0);
    ++p_;
    if (take(']')) return Value::of(array);
    do json::push(*array, value(), arena_);
    while (take(','));
    take(']');
    return Value::of(array);
  }

  Value object() {
    json::Object* object = json::make_object(arena_, 0);
    ++p_;
    if (take('}')) return Value::of(object);
    do {
      skip_space();
      std::string_view key = string();
      take(':');
      json::put(*object, key, value(), arena_);
    } while (take(','));
    take('}');
    return Value::of(object);
  }

  const char* p_;
  const char* end_;
  Arena& arena_;
};

// A file in memory, readable by name.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : fd_(::memfd_create("input", 0)) {
    while (!text.empty()) {
      ssize_t put = ::write(fd_, text.data(), text.size());
      if (put <= 0) std::abort();
      text.remove_prefix(put);
    }
  }
  ~MemoryFile() { ::close(fd_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }
  std::string text() const {
    std::string text(::lseek(fd_, 0, SEEK_END), '\0');
    if (::pread(fd_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) std::abort();
    return text;
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

lang::Program compile(std::string_view text) {
  std::vector<lang::Source> sources{{"test", std::string(text)}};
  return lang::compile(std::move(sources), {eval::builtin_names(), eval::prelude(), {}});
}

Value parse(std::string_view text, Arena& arena) { return Parser(text, arena).value(); }

std::string canonical(Value v) {
  Arena arena;
  std::string compact;
  json::write_compact(v, compact, arena);
  std::string sorted;
  json::render(oracle::parse(compact, arena), {true, false, 0}, 0, sorted, arena);
  return sorted;
}

std::string canonical(std::string_view text) {
  Arena arena;
  return canonical(oracle::parse(text, arena));
}

std::string rewrite(const lang::Program& program, std::string_view record) {
  Arena arena;
  eval::Interpreter interpreter(program);
  Value v = oracle::parse(record, arena);
  switch (interpreter.run(v, {"test", 1}, arena)) {
    case eval::Verdict::kept: return canonical(v);
    case eval::Verdict::dropped: return "(dropped)";
    case eval::Verdict::failed: break;
  }
  Value message = interpreter.failure().message;
  return "(error) " + (message.is_string() ? std::string(json::text_of(message, arena)) : canonical(message));
}

std::string run(const lang::Program& program, std::string_view input, Options options,
                std::string* messages, Totals* totals) {
  MemoryFile in(input);
  MemoryFile out("");
  options.inputs = {in.path()};
  options.reading.count_lines = eval::asks_for_line(program);
  const eval::Plan plan(program);
  stream::Writer writer(out.fd());
  Output output(program, options, writer, nullptr, [&](std::string_view message) {
    if (messages) *messages += message;
  });
  stream::Reader reader(options.inputs, options.reading);
  auto make_work = [&]() -> std::function<void(Job&)> {
    auto rewriter = std::make_shared<Rewriter>(program, plan, options);
    return [rewriter](Job& job) { rewriter->work(job); };
  };
  stream::Pipeline<Job>(reader, make_work, [&](Job& job) { return output.put(job); })
      .run(std::max(1u, options.threads));
  output.finish();
  if (totals) *totals = output.totals();
  return out.text();
}

}  // namespace rejig::oracle
