# Everything that can be done with tilld, from a bare Debian 12 with a Swift 6 toolchain.
# `make` alone lists the targets.

SWIFT_NEEDED = 6.2
JOBS ?= 2
DATA ?= ../shared/data
RUN ?= $(CURDIR)/run
CHECKS = --explicit-target-dependency-import-check error
export SWIFT_BACKTRACE = enable=no

PACKAGES = libusb-1.0-0-dev libudev-dev libevdev-dev libxkbcommon-dev libsystemd-dev \
  libzint-dev zlib1g-dev libsqlite3-dev unifont pkg-config gcc libc6-dev python3 python3-venv socat sqlite3 \
  umockdev libumockdev-dev strace e2fsprogs
# For `make rig` and `make powercut` alone.
RIG_PACKAGES = qemu-system-x86 busybox-static kmod cpio udev systemd

# Judges and peers, from PyPI, in a folder of their own.
PYTHON_PACKAGES = python-escpos==3.1 zxing-cpp biip==5.2.0 pillow

.PHONY: help deps swift build release run test test-unit test-live rig-a rig rig-deps sanitize \
  judges fuzz venv crash flood badinput killpoints sim bugs faults rot powercut disk-faults clocks \
  proof proof-share tillsim replay bench format lint clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## make run        builds, starts a till with virtual devices and a demo shop, sells a basket
run: release
	@scripts/run "$(RUN)"

## make test       installs what is missing and runs every test
# Fuzzing is short here; `make fuzz` takes its time.
test: SECONDS = 8
test: deps lint test-unit test-live rig-a sanitize judges fuzz proof-share

## make test-unit  the tests of the Swift package
test-unit: deps
	swift build -j $(JOBS) --build-tests $(CHECKS)
	swift test --skip-build

## make test-live  the real daemon from outside: crashes, floods, bad input, real baskets
test-live: build release
	Tests/Live/all --data "$(DATA)" --debug .build/debug --release .build/release

## make rig-a      the real tilld, libusb, libudev and libevdev against simulated hardware
rig-a: build
	Tests/Rig/probe.py --tillrig .build/debug/tillrig
	Tests/Rig/tier_a.py --tilld .build/debug/tilld --tillrig .build/debug/tillrig
	Tests/Rig/story.py --compare process,umockdev --tilld .build/debug/tilld \
	  --tillrig .build/debug/tillrig
	Tests/Rig/story.py --compare process,umockdev --spoil --tilld .build/debug/tilld \
	  --tillrig .build/debug/tillrig

## make rig        the same and more in a whole machine: Debian's kernel, drivers, udev, systemd
rig: release rig-deps
	swift build -c release -j $(JOBS) --product tillrig
	Tests/Rig/qemu/run --timeout 900 --bin .build/release -- Tests/Rig/qemu/all

## make powercut IMAGES=1000   cuts the power of a selling till; needs root, to mount the images
powercut: release rig-deps
	swift build -j $(JOBS) --product tilld
	Tests/PowerCut/powercut.py --images $(or $(IMAGES),1000) $(POWERCUT) \
	  $(REPORT:%=--report %/powercut.json) || [ $$? = 77 ]

rig-deps: deps
	@$(MAKE) -s deps PACKAGES="$(RIG_PACKAGES)"

## make sanitize   the devices' tests with the address and the thread sanitizer
sanitize: deps
	Tests/Sanitize/run address
	Tests/Sanitize/run thread

## make judges     others' libraries read what this one wrote, and the other way round
judges: release venv
	Tests/Judges/all --python .build/venv/bin/python --till .build/release/till

## make fuzz SECONDS=20     every parser gets what nobody would send
fuzz: deps
	Fuzz/run $(or $(SECONDS),20)

venv: .build/venv/ready

.build/venv/ready: | deps
	python3 -m venv .build/venv
	.build/venv/bin/pip install -q $(PYTHON_PACKAGES)
	touch $@

## make crash N=200         kills the daemon N times while it sells
crash: release
	python3 Tests/Live/crash.py --cycles $(or $(N),200) --tilld .build/release/tilld

## make killpoints N=2000   kills the daemon at N moments of a paid sale
killpoints: release
	python3 Tests/Live/killpoints.py --points $(or $(N),2000) --tilld .build/release/tilld

## make flood      a thousand idle and fifty flooding clients beside a sale
flood: release
	python3 Tests/Live/flood.py --tilld .build/release/tilld

## make badinput   everything that can be sent wrong, and what the till answers
badinput: build
	python3 Tests/Live/badinput.py --tilld .build/debug/tilld

## make sim SEEDS=500 FIRST=1    simulated shop days in which everything fails, and a judge
sim: tillsim
	.build/release/tillsim hunt --seeds $(or $(SEEDS),500) --first $(or $(FIRST),1) \
	  --operations $(or $(OPERATIONS),2000) --jobs $(JOBS) --twice $(REPORT:%=--report %/sim.json)

## make bugs       plants ten bugs, and has the simulator find every one
bugs: deps
	Tests/Bugs/run --jobs $(JOBS) --operations $(or $(OPERATIONS),2000) \
	  $(REPORT:%=--report %/bugs.json)

## make faults EVERY=1    every fault at every disk operation of a scripted day
faults: tillsim
	.build/release/tillsim faults --every $(or $(EVERY),1) $(REPORT:%=--report %/faults.json)

## make rot FLIPS=10000   flips single bits of a stored shop, one at a time
rot: tillsim
	.build/release/tillsim rot --flips $(or $(FLIPS),10000) $(REPORT:%=--report %/rot.json)

tillsim: deps
	swift build -c release -j $(JOBS) --product tillsim

## make proof      all proofs in full, some hours, and the page about them
proof: PROOF = .build/proof
proof:
	mkdir -p $(PROOF)
	$(MAKE) sim bugs faults rot powercut disk-faults clocks REPORT=$(PROOF)
	docs/proof.py $(PROOF) docs/proof.md

# A share of each proof, for every change.
proof-share:
	$(MAKE) sim SEEDS=12
	$(MAKE) bugs OPERATIONS=500
	$(MAKE) faults EVERY=41
	$(MAKE) rot FLIPS=120
	$(MAKE) powercut IMAGES=24
	$(MAKE) disk-faults POINTS=2
	$(MAKE) clocks

## make replay     imports real products, sells all real baskets, compares every total
replay: release
	python3 Tests/Live/replay.py --all --data "$(DATA)" --tilld .build/release/tilld

## make bench      durable commits, lookups, search, start-up and memory beside bare C
bench: release venv
	swift build -c release -j $(JOBS) --product tillbench
	python3 Benchmarks/bench.py --bin .build/release $(BENCH)

## make disk-faults POINTS=5   the disk fails under the shipped daemon, and fills up
disk-faults: build release
	Tests/Disk/disk.py --points $(or $(POINTS),5) --tilld .build/release/tilld \
	  --control .build/debug/tilld $(REPORT:%=--table %/disk-table.json --report %/disk.json)
	Tests/Disk/traced.py --tilld .build/release/tilld $(REPORT:%=--report %/traced.json)
	Tests/Disk/room.py --tilld .build/release/tilld $(REPORT:%=--report %/room.json)

## make clocks     the wall clock jumps, stops and leaps under the shipped daemon
clocks: build release
	Tests/Disk/clock.py --tilld .build/release/tilld --control .build/debug/tilld \
	  $(REPORT:%=--report %/clock.json)

## make build      everything, for debugging
build: deps
	swift build -j $(JOBS) $(CHECKS)

## make release    tilld and till, optimised
release: deps
	swift build -c release -j $(JOBS) --product tilld
	swift build -c release -j $(JOBS) --product till

## make deps       installs Debian packages that are missing, by name
deps: swift
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' \
	    || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q --no-install-recommends $$missing; \
	fi

swift:
	@found=$$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -1); \
	if [ -z "$$found" ] || [ "$$(printf '%s\n%s\n' $(SWIFT_NEEDED) "$$found" | sort -V | head -1)" \
	  != "$(SWIFT_NEEDED)" ]; then \
	  echo "tilld needs Swift $(SWIFT_NEEDED) or later (found: $${found:-none}); see https://swift.org/install" >&2; \
	  exit 1; fi

## make format     writes every Swift file as .swift-format says
format: swift
	swift format format -i -r -p Sources Tests Package.swift

## make lint       refuses a Swift file that is not written so
lint: swift
	swift format lint --strict -r -p Sources Tests Package.swift

## make clean      forgets everything that was built, and the demo shop
clean:
	rm -rf .build .build-* "$(RUN)"
