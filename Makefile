# The two commands of the README, and the steps they are made of. CMake presets do the work.
BUILD_TYPE ?= release
JOBS ?= $(shell nproc)

.PHONY: demo test packages release dev asan tsan fuzz format format-check clean

demo: packages release  ## install what is missing, build, read the sample reports, show what was found
	@build/release/readout demo

test: packages  ## build and pass every test
	cmake --preset release
	cmake --build --preset release -j $(JOBS)
	ctest --preset release

packages:
	@cmake/packages.sh

release dev asan tsan fuzz:
	cmake --preset $@
	cmake --build --preset $@ -j $(JOBS)

format:  ## lay the C++ out as .clang-format says
	git ls-files '*.h' '*.cpp' | xargs clang-format-14 -i

format-check:
	git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run -Werror

clean:
	rm -rf build
