#include "native_check.h"

using namespace rejig::builtins;

TEST_CASE("text, json, html") {
  const NativeRow rows[] = {
      {"format", R"("a")", {R"("text")"}, R"("a")"},
      {"format", "1.5", {R"("text")"}, R"("1.5")"},
      {"format", R"([1,"x"])", {R"("text")"}, R"("[1,\"x\"]")"},
      {"format", "null", {R"("text")"}, R"("null")"},
      {"format", R"("a\"é")", {R"("json")"}, R"("\"a\\\"é\"")"},
      {"format", R"({"a":[1,null]})", {R"("json")"}, R"("{\"a\":[1,null]}")"},
      {"format", "nan", {R"("json")"}, R"("null")"},
      {"format", R"("<&>'\" é")", {R"("html")"}, R"("&lt;&amp;&gt;&apos;&quot; é")"},
      {"format", "1", {R"("html")"}, R"("1")"},
      {"format", R"([1,"<'"])", {R"("html")"}, R"("[1,&quot;&lt;&apos;&quot;]")"},
      {"format", "null", {R"("html")"}, R"("null")"},
  };
  check_natives(rows);
}

TEST_CASE("uri") {
  const NativeRow rows[] = {
      {"format", R"("aZ09-_.~ !*'()/é日")", {R"("uri")"}, R"("aZ09-_.~%20%21%2A%27%28%29%2F%C3%A9%E6%97%A5")"},
      {"format", R"("\u0000%")", {R"("uri")"}, R"("%00%25")"},
      {"format", R"([1,"<"])", {R"("uri")"}, R"("%5B1%2C%22%3C%22%5D")"},
      {"format", R"("")", {R"("uri")"}, R"("")"},
      {"format", R"("a%20b+c")", {R"("urid")"}, R"("a b+c")"},
      {"format", R"("%E3%81%82%e3%81%84")", {R"("urid")"}, R"("あい")"},
      {"format", R"("100%25")", {R"("urid")"}, R"("100%")"},
      {"format", R"("a%00b")", {R"("urid")"}, R"("a\u0000b")"},
      {"format", R"("日本")", {R"("urid")"}, R"("日本")"},
      {"format", R"("")", {R"("urid")"}, R"("")"},
      {"format", "1", {R"("urid")"}, R"("1")"},
      {"format", R"("%")", {R"("urid")"}, R"(! string ("%") is not a valid uri encoding)"},
      {"format", R"("%2")", {R"("urid")"}, R"(! string ("%2") is not a valid uri encoding)"},
      {"format", R"("%zz")", {R"("urid")"}, R"(! string ("%zz") is not a valid uri encoding)"},
      {"format", R"("%FF")", {R"("urid")"}, R"(! string ("%FF") is not a valid uri encoding)"},
      {"format", R"("%C3%28")", {R"("urid")"}, R"(! string ("%C3%28") is not a valid uri encoding)"},
      {"format", R"("%ED%A0%80")", {R"("urid")"}, R"(! string ("%ED%A0%80") is not a valid uri encoding)"},
  };
  check_natives(rows);
}

TEST_CASE("csv and tsv") {
  const NativeRow rows[] = {
      {"format",
       R"([1,"a","b\"c",null,true,false,1.5,"x,y\n"])",
       {R"("csv")"},
       R"("1,\"a\",\"b\"\"c\",,true,false,1.5,\"x,y\n\"")"},
      {"format", "[]", {R"("csv")"}, R"("")"},
      {"format", "[null]", {R"("csv")"}, R"("")"},
      {"format", "[null,null]", {R"("csv")"}, R"(",")"},
      {"format", "[1.10,100000000000000000]", {R"("csv")"}, R"("1.10,100000000000000000")"},
      {"format", R"(["\"\""])", {R"("csv")"}, R"("\"\"\"\"\"\"")"},
      {"format", "1", {R"("csv")"}, "! number (1) cannot be csv-formatted, only array"},
      {"format", R"("a")", {R"("csv")"}, R"(! string ("a") cannot be csv-formatted, only array)"},
      {"format", R"({"a":1})", {R"("csv")"}, R"(! object ({"a":1}) cannot be csv-formatted, only array)"},
      {"format", "[[1]]", {R"("csv")"}, "! array ([1]) is not valid in a csv row"},
      {"format", R"(["a",{}])", {R"("csv")"}, "! object ({}) is not valid in a csv row"},
      {"format", R"([1,"a","b\"c",null,true,"x\ty\n\r\\"])", {R"("tsv")"}, R"("1\ta\tb\"c\t\ttrue\tx\\ty\\n\\r\\\\")"},
      {"format", "[]", {R"("tsv")"}, R"("")"},
      {"format", R"(["",""])", {R"("tsv")"}, R"("\t")"},
      {"format", R"("a")", {R"("tsv")"}, R"(! string ("a") cannot be tsv-formatted, only array)"},
      {"format", "[[1]]", {R"("tsv")"}, "! array ([1]) is not valid in a csv row"},
      {"format", "[{}]", {R"("tsv")"}, "! object ({}) is not valid in a csv row"},
  };
  check_natives(rows);
}

TEST_CASE("sh") {
  const NativeRow rows[] = {
      {"format", R"("a'b c")", {R"("sh")"}, R"("'a'\\''b c'")"},
      {"format", "1", {R"("sh")"}, R"("1")"},
      {"format", "null", {R"("sh")"}, R"("null")"},
      {"format", R"(["a b",1.50,null,false,"é"])", {R"("sh")"}, R"("'a b' 1.50 null false 'é'")"},
      {"format", "[]", {R"("sh")"}, R"("")"},
      {"format", R"("")", {R"("sh")"}, R"("''")"},
      {"format", "[[1]]", {R"("sh")"}, "! array ([1]) can not be escaped for shell"},
      {"format", R"({"a":1})", {R"("sh")"}, R"(! object ({"a":1}) can not be escaped for shell)"},
      {"format", R"(["a",{}])", {R"("sh")"}, "! object ({}) can not be escaped for shell"},
  };
  check_natives(rows);
}

TEST_CASE("base64") {
  const NativeRow rows[] = {
      {"format", R"("")", {R"("base64")"}, R"("")"},
      {"format", R"("a")", {R"("base64")"}, R"("YQ==")"},
      {"format", R"("ab")", {R"("base64")"}, R"("YWI=")"},
      {"format", R"("abc")", {R"("base64")"}, R"("YWJj")"},
      {"format", R"("日本")", {R"("base64")"}, R"("5pel5pys")"},
      {"format", R"("a\u0000\u007f~?>")", {R"("base64")"}, R"("YQB/fj8+")"},
      {"format", "1", {R"("base64")"}, R"("MQ==")"},
      {"format", "[1]", {R"("base64")"}, R"("WzFd")"},
      {"format", R"("")", {R"("base64d")"}, R"("")"},
      {"format", R"("YQ==")", {R"("base64d")"}, R"("a")"},
      {"format", R"("YWI=")", {R"("base64d")"}, R"("ab")"},
      {"format", R"("YWJj")", {R"("base64d")"}, R"("abc")"},
      {"format", R"("YQ")", {R"("base64d")"}, R"("a")"},
      {"format", R"("YWI")", {R"("base64d")"}, R"("ab")"},
      {"format", R"("5pel5pys")", {R"("base64d")"}, R"("日本")"},
      {"format", R"("AAAA")", {R"("base64d")"}, R"("\u0000\u0000\u0000")"},
      {"format", R"("/w==")", {R"("base64d")"}, R"("�")"},
      {"format", R"("44Fh")", {R"("base64d")"}, R"("�a")"},
      {"format", R"("====")", {R"("base64d")"}, R"("")"},
      {"format", R"("YW=Jj")", {R"("base64d")"}, R"("a")"},
      {"format", R"("Y")", {R"("base64d")"}, R"(! string ("Y") trailing base64 byte found)"},
      {"format", R"("Y===")", {R"("base64d")"}, R"(! string ("Y===") trailing base64 byte found)"},
      {"format", R"("YWJjY")", {R"("base64d")"}, R"(! string ("YWJjY") trailing base64 byte found)"},
      {"format", R"("!!!!")", {R"("base64d")"}, R"(! string ("!!!!") is not valid base64 data)"},
      {"format", R"("YWJj YWJj")", {R"("base64d")"}, R"(! string ("YWJj YWJj") is not valid base64 data)"},
      {"format", R"("YWJ\njYWJj")", {R"("base64d")"}, R"(! string ("YWJ\njYWJj") is not valid base64 data)"},
      {"format", R"("QUJD-_")", {R"("base64d")"}, R"(! string ("QUJD-_") is not valid base64 data)"},
      {"format", "1", {R"("base64d")"}, R"(! string ("1") trailing base64 byte found)"},
      {"format", "1234", {R"("base64d")"}, R"("�m�")"},
  };
  check_natives(rows);
}

TEST_CASE("base32, which jq 1.8.2 lacks") {
  const NativeRow rows[] = {
      {"format", R"("")", {R"("base32")"}, R"("")"},
      {"format", R"("f")", {R"("base32")"}, R"("MY======")"},
      {"format", R"("fo")", {R"("base32")"}, R"("MZXQ====")"},
      {"format", R"("foo")", {R"("base32")"}, R"("MZXW6===")"},
      {"format", R"("foob")", {R"("base32")"}, R"("MZXW6YQ=")"},
      {"format", R"("fooba")", {R"("base32")"}, R"("MZXW6YTB")"},
      {"format", R"("日本")", {R"("base32")"}, R"("42L2LZU4VQ======")"},
      {"format", R"("MZXW6YTB")", {R"("base32d")"}, R"("fooba")"},
      {"format", R"("MZXW6===")", {R"("base32d")"}, R"("foo")"},
      {"format", R"("MZXW6")", {R"("base32d")"}, R"("foo")"},
      {"format", R"("")", {R"("base32d")"}, R"("")"},
      {"format", R"("a1")", {R"("base32d")"}, R"(! string ("a1") is not valid base32 data)"},
  };
  check_natives(rows);
}

TEST_CASE("unknown formats") {
  const NativeRow rows[] = {
      {"format", "1", {R"("foo")"}, "! foo is not a valid format"},
      {"format", "1", {"1"}, "! number (1) is not a valid format"},
      {"format", "1", {"null"}, "! null (null) is not a valid format"},
  };
  check_natives(rows);
}
