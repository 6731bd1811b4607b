#include "app/models/interchange/cpp/cpp_names.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

// Keywords of C++17 to C++23, words that compilers define, and names that the headers of the standard library may put
// in the global namespace, macros among them: no namespace can be called so. A blank behind each.
constexpr std::string_view kTaken =
    "FILE blkcnt_t blksize_t clock_t clockid_t dev_t div_t double_t float_t fpos_t fsid_t gid_t id_t imaxdiv_t ino_t "
    "int16_t int32_t int64_t int8_t int_fast16_t int_fast32_t int_fast64_t int_fast8_t int_least16_t int_least32_t "
    "int_least64_t int_least8_t intmax_t intptr_t itimerspec key_t ldiv_t lldiv_t max_align_t mbstate_t mode_t nlink_t "
    "off_t pid_t ptrdiff_t quad_t sigset_t size_t ssize_t suseconds_t time_t timer_t timespec timeval tm u_char u_int "
    "u_long u_short uid_t uint uint16_t uint32_t uint64_t uint8_t uint_fast16_t uint_fast32_t uint_fast64_t "
    "uint_fast8_t uint_least16_t uint_least32_t uint_least64_t uint_least8_t uintmax_t uintptr_t ulong useconds_t "
    "ushort va_list wctype_t wint_t "
    "EDOM EOF ERANGE EXIT_FAILURE EXIT_SUCCESS FP_INFINITE FP_NAN FP_NORMAL FP_ZERO HUGE_VAL INFINITY MAXFLOAT "
    "M_E M_LN10 M_LN2 M_LOG10E M_LOG2E M_PI M_SQRT2 NAN NULL OVERFLOW RAND_MAX UNDERFLOW abort abs access acos "
    "acosh alarm alignas alignof alloca and and_eq asin asinh asm assert atan atan2 atanh atexit atof atoi atol "
    "atoll auto bcmp bcopy bitand bitor bool break bsearch bzero calloc case catch cbrt ceil char char16_t "
    "char32_t char8_t class clock close co_await co_return co_yield compl concept const const_cast consteval "
    "constexpr constinit continue copysign cos cosh daylight decltype default delete div do double drem dup "
    "dynamic_cast else enum environ erf erfc errno exit exp exp10 exp2 explicit expm1 export extern fabs false "
    "fdim ffs finite float floor fma fmax fmin fmod for fork free frexp friend gamma getenv getline gets goto "
    "hypot if ilogb index inline int isalnum isalpha isatty isblank iscntrl isdigit isgraph isinf islower isnan "
    "isprint ispunct isspace isupper isxdigit j0 j1 jn kill labs ldexp ldiv lgamma link linux llabs lldiv "
    "llrint llround log log10 log1p log2 logb long lrint lround lseek main malloc memchr memcmp memcpy memmem "
    "memmove memset mktemp mktime modf mutable namespace nan nearbyint new nextafter nexttoward nice noexcept "
    "not not_eq nullptr open operator or or_eq pause pipe posix pow printf private protected public putchar "
    "putenv puts qsort raise rand random read realloc register reinterpret_cast remainder remove remquo rename "
    "requires return rindex rint rmdir round scalb scalbln scalbn scanf select setenv short signal signed "
    "signgam significand sin sincos sinh sizeof sleep sqrt srand srandom static static_assert static_cast std "
    "stderr stdin stdout stpcpy strcat strchr strcmp strcoll strcpy strcspn strdup strerror strlen strncpy "
    "strpbrk strrchr strsep strspn strstr strtod strtof strtok strtol strtoll strtoul strtoull struct strxfrm "
    "swab switch symlink sync system tan tanh template tgamma this thread_local throw time timezone toascii "
    "tolower toupper true trunc try typedef typeid typename tzname union unix unlink unsigned using vfork "
    "virtual void volatile wait wchar_t while write xor xor_eq y0 y1 yn ";

bool is_taken(const std::string& name) {
  const std::size_t at = (" " + std::string(kTaken)).find(" " + name + " ");
  return at != std::string::npos;
}

bool is_identifier(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name[0]) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void check(const std::string& name) {
  if (!is_identifier(name)) {
    throw Error("--name is no name of C++").expected("letters of ASCII, digits and _, no digit first").got(name);
  }
  if (name[0] == '_' || name.find("__") != std::string::npos) {
    throw Error("--name is reserved: it begins with _ or holds __").got(name);
  }
  if (is_taken(name)) {
    throw Error("--name is taken by C++ or its library").got(name).hint("for example " + name + "_model");
  }
}

}  // namespace

CppNames cpp_names(const std::string& name, const std::string& checksum) {
  const std::string mark = checksum.substr(0, 8);
  if (name.empty()) return {"BALLAST_MODEL_" + mark, "ballast_model_" + mark, ""};
  check(name);
  return {"BALLAST_" + name + "_" + mark, name, "model_" + mark};
}

}  // namespace ballast::app
