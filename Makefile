# ballast in short verbs. On a new Debian 12 each verb first installs what is missing. `make help` lists them.

PREFIX ?= /usr/local
BUILD ?= release
PACKAGES = g++ cmake ninja-build libboost-program-options-dev libboost-test-dev libboost-math-dev \
           libopenblas-dev zlib1g-dev nlohmann-json3-dev
LINT_PACKAGES = clang-format clang-tidy clang
FUZZ_PACKAGES = clang libclang-rt-14-dev
ARM64_PACKAGES = g++-aarch64-linux-gnu qemu-user libopenblas-dev:arm64 zlib1g-dev:arm64 libboost-test-dev:arm64 \
                 libboost-program-options-dev:arm64
MPI_PACKAGES = libopenmpi-dev openmpi-bin
SECONDS = 60
# Files of a folder are compiled as one: a third of the time of all of them, more than that of one. UNITY=OFF, or
# `cmake --preset` by hand, is for work on single files.
UNITY = ON
CONFIGURE = cmake -DBALLAST_UNITY=$(UNITY) --preset

.PHONY: release mpi help demo test configure packages lint format bench bench-build sanitize tsan fuzz portable static arm64 install uninstall clean
release: configure  ## the program alone, for this machine's processor: build/release/ballast (the default)
	@cmake --build --preset release --target ballast

mpi: packages  ## the program over ranks of MPI too: mpirun -n 8 build/release/ballast-mpi run ... (docs/scale.md)
	@sh cmake/packages.sh $(MPI_PACKAGES)
	$(CONFIGURE) release -D BALLAST_MPI=ON
	@cmake --build --preset release --target ballast-mpi

help:  ## this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*##/\1 /p' Makefile | while read -r verb does; do printf '  make %-10s %s\n' "$$verb" "$$does"; done

demo: release  ## the whole loop on built-in data: generate, augment, judge, verdict
	build/release/ballast demo

test: configure  ## build and run every test
	@cmake --build --preset release
	ctest --preset release

configure: packages
	@$(CONFIGURE) release > build/configure-release.log 2>&1 || { cat build/configure-release.log; exit 1; }

packages:
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES)

lint:  ## clang-format and clang-tidy; SINCE=REVISION: clang-tidy on what changed since then
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES) $(LINT_PACKAGES)
	@SINCE=$(SINCE) sh cmake/lint.sh

format:  ## every source by clang-format
	@sh cmake/packages.sh $(LINT_PACKAGES)
	git ls-files '*.cpp' '*.hpp' | xargs clang-format -i

bench-build: configure
	@cmake --build --preset release --target bench

bench: bench-build  ## build all probes and run those that need no data; the others say what they want
	@for probe in machine maths random neighbours denoiser_step sampling; do build/release/bench/$$probe || exit 1; done

SUITES =
sanitize: packages  ## build and test with address and undefined-behaviour sanitizers; SUITES="engine nn": of these folders
	$(CONFIGURE) asan-ubsan
	cmake --build --preset asan-ubsan $(addprefix --target test_,$(SUITES))
	ctest --preset asan-ubsan $(if $(SUITES),--tests-regex '^($(subst $(empty) $(empty),|,$(strip $(SUITES))))/')

tsan: packages  ## build and test with the thread sanitizer
	$(CONFIGURE) tsan && cmake --build --preset tsan && ctest --preset tsan

fuzz:  ## feed the readers hostile files for SECONDS=60 each (libFuzzer)
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES) $(FUZZ_PACKAGES)
	$(CONFIGURE) fuzz && cmake --build --preset fuzz && sh cmake/fuzz.sh $(SECONDS)

portable: packages  ## a build for any x86-64-v3 processor: build/portable/ballast
	$(CONFIGURE) portable && cmake --build --preset portable

static: packages  ## the same as one file that needs no library of the system: build/static/ballast
	$(CONFIGURE) static && cmake --build --preset static

arm64:  ## cross-compile the engine for 64-bit Arm, and run its tests under qemu
	@mkdir -p build && sh cmake/packages.sh $(PACKAGES) $(ARM64_PACKAGES)
	$(CONFIGURE) arm64 && cmake --build --preset arm64 && ctest --preset arm64

install: packages  ## program, man page, libraries, headers into PREFIX=/usr/local; BUILD=portable installs that build
	$(CONFIGURE) $(BUILD) && cmake --build --preset $(BUILD) --target ballast
	cmake --install build/$(BUILD) --prefix $(PREFIX)

uninstall:  ## remove what make install (of the same BUILD) wrote
	xargs rm -fv < build/$(BUILD)/install_manifest.txt

clean:  ## remove build/
	rm -rf build
