# ballast in short verbs. On a new Debian 12 each verb first installs what is missing.
#
#   make          build the release program: build/release/ballast
#   make demo     the whole loop on built-in data: generate, augment, judge, verdict
#   make test     build and run every test
#   make lint     clang-format and clang-tidy
#   make bench    build all probes and run those that need no data; the others say what they want
#   make sanitize build and test with address and undefined-behaviour sanitizers; make tsan with the thread sanitizer
#   make fuzz     feed the readers hostile files for SECONDS=60 each (libFuzzer)
#   make portable a build for any x86-64-v3 processor
#   make install  PREFIX=/usr/local
#   make clean

PREFIX ?= /usr/local
PACKAGES = g++ cmake ninja-build libboost-program-options-dev libboost-test-dev libboost-math-dev \
           libopenblas-dev zlib1g-dev nlohmann-json3-dev
LINT_PACKAGES = clang-format clang-tidy clang
FUZZ_PACKAGES = clang libclang-rt-14-dev
SECONDS = 60

.PHONY: release demo test lint format bench sanitize tsan fuzz portable install clean packages
release: packages
	@cmake --preset release > build/configure-release.log 2>&1 || { cat build/configure-release.log; exit 1; }
	@cmake --build --preset release

demo: release
	build/release/ballast demo

test: release
	ctest --preset release

packages:
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES)

lint:
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES) $(LINT_PACKAGES)
	@sh cmake/lint.sh

format:
	@sh cmake/packages.sh $(LINT_PACKAGES)
	git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

bench: release
	@cmake --build --preset release --target bench
	@for probe in machine maths random neighbours denoiser_step sampling; do build/release/bench/$$probe || exit 1; done

sanitize: packages
	cmake --preset asan-ubsan && cmake --build --preset asan-ubsan && ctest --preset asan-ubsan

tsan: packages
	cmake --preset tsan && cmake --build --preset tsan && ctest --preset tsan

fuzz:
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES) $(FUZZ_PACKAGES)
	cmake --preset fuzz && cmake --build --preset fuzz && sh cmake/fuzz.sh $(SECONDS)

portable: packages
	cmake --preset portable && cmake --build --preset portable

install: release
	cmake --install build/release --prefix $(PREFIX)

clean:
	rm -rf build
