# ballast in short verbs. On a new Debian 12 each verb first installs what is missing. `make help` lists them.

PREFIX ?= /usr/local
PACKAGES = g++ cmake ninja-build libboost-program-options-dev libboost-test-dev libboost-math-dev \
           libopenblas-dev zlib1g-dev nlohmann-json3-dev
LINT_PACKAGES = clang-format clang-tidy clang
FUZZ_PACKAGES = clang libclang-rt-14-dev
SECONDS = 60

.PHONY: release help demo test configure packages lint format bench sanitize tsan fuzz portable install clean
release: configure  ## the program alone, for this machine's processor: build/release/ballast (the default)
	@cmake --build --preset release --target ballast

help:  ## this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*##/\1 /p' Makefile | while read -r verb does; do printf '  make %-10s %s\n' "$$verb" "$$does"; done

demo: release  ## the whole loop on built-in data: generate, augment, judge, verdict
	build/release/ballast demo

test: configure  ## build and run every test
	@cmake --build --preset release
	ctest --preset release

configure: packages
	@cmake --preset release > build/configure-release.log 2>&1 || { cat build/configure-release.log; exit 1; }

packages:
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES)

lint:  ## clang-format and clang-tidy
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES) $(LINT_PACKAGES)
	@sh cmake/lint.sh

format:  ## every source by clang-format
	@sh cmake/packages.sh $(LINT_PACKAGES)
	git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

bench: configure  ## build all probes and run those that need no data; the others say what they want
	@cmake --build --preset release --target bench
	@for probe in machine maths random neighbours denoiser_step sampling; do build/release/bench/$$probe || exit 1; done

sanitize: packages  ## build and test with address and undefined-behaviour sanitizers
	cmake --preset asan-ubsan && cmake --build --preset asan-ubsan && ctest --preset asan-ubsan

tsan: packages  ## build and test with the thread sanitizer
	cmake --preset tsan && cmake --build --preset tsan && ctest --preset tsan

fuzz:  ## feed the readers hostile files for SECONDS=60 each (libFuzzer)
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES) $(FUZZ_PACKAGES)
	cmake --preset fuzz && cmake --build --preset fuzz && sh cmake/fuzz.sh $(SECONDS)

portable: packages  ## a build for any x86-64-v3 processor: build/portable/ballast
	cmake --preset portable && cmake --build --preset portable

install: release  ## the program, the libraries and their headers into PREFIX=/usr/local
	cmake --install build/release --prefix $(PREFIX)

clean:  ## remove build/
	rm -rf build
