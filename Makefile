# 顶格办. `make help` lists what there is. POSIX sh; needs Python >= 3.11 with pip and a package index, nothing else.
PYTHON ?= python3
PORT ?= 8765
STORY ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help install demo test lint types soak bench screenshots samples build clean

help: ## 列出可用命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(STAMP) ## 建 .venv 并按 uv.lock 安装（其他命令会自动先做）

$(STAMP): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 以上：make PYTHON=python3.12 …"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv sync --quiet --frozen --active --inexact --compile-bytecode --python $(BIN)/python
	@touch $(STAMP)

demo: install ## 演练场：打印一个网址；PORT= 换端口；STORY=1 演一遍两周的故事
	@$(BIN)/dingge demo --port $(PORT) $(if $(STORY),--story,)

test: install lint types ## 安装并跑全部测试（默认十分钟内）
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: install ## 代码检查和分层约定
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: install ## 类型检查
	@$(BIN)/mypy

soak: install ## 长跑：一千次断电、全部次数的随机测试
	@$(BIN)/python -m pytest -m soak -o addopts="-q -ra" --timeout 7200 tests

bench: install ## 与普通回声机器人同场比吞吐
	@$(BIN)/dingge bench

screenshots: install ## 重拍 docs/img 里的图（要有 chromium）
	@$(BIN)/python docs/screenshots.py

samples: install ## 重做 docs/samples 里的调度材料样件（有 LibreOffice 时另出 PDF）
	@$(BIN)/python docs/samples.py

build: install ## 产出 wheel 到 dist/
	@$(BIN)/uv build --quiet --wheel

clean: ## 删掉 .venv 和产物
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
