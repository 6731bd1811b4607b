#include <cstdio>
int main() {
  std::puts("ballast 0.1.0");
}
