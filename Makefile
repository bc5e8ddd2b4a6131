# Needs Python 3.11 or newer with venv and pip, and nothing else; everything is kept in .venv and var.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BIN := .venv/bin
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links

# $(call install,LOCK FILE): one Chinese line for each package instead of pip's English ones
define install
total=$$(grep -c '^[a-z].*==' $(1)); n=0; \
echo "正在安装依赖（$(1)，共 $$total 个）……"; \
$(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes --no-build-isolation \
	--progress-bar off -r $(1) | while read -r verb name rest; do \
	case "$$verb" in \
	Collecting|Processing) n=$$((n+1)); name=$${name##*/}; echo "  [$$n/$$total] $${name%%[=-][=0-9]*}";; \
	Installing) echo "  正在写入 .venv ……";; \
	esac; done
endef

.PHONY: help setup run test check lint bench learn soak peers lock clean

help:
	@echo "make run    安装、建库并启动，随后在浏览器中打开所示地址"
	@echo "make test   安装测试工具并运行全部测试"
	@echo "make learn  读 tests/corpora 中公开的消息，重新学习“说的是哪一类话”“是哪类活动”“哪几个字是人名”“名字是谁做什么”“哪几个字是主题、地点”“哪一句是私事”的意见"
	@echo "make check  代码检查、类型检查、依赖约束与全部测试"
	@echo "make setup  只安装运行环境（.venv）"
	@echo "make lint   代码检查、类型检查、依赖约束"
	@echo "make bench  性能测试    make soak  长时间测试"
	@echo "make peers  安装企业微信官方的 Node.js 客户端（可选，对照测试用，需要 npm）"
	@echo "make lock   更新锁定的依赖（需要 uv）    make clean  删除 .venv"

setup: .venv/.installed
	@echo "运行环境已就绪：$(BIN)/zhibu --help"

run: .venv/.installed
	@exec $(BIN)/zhibu serve $(ARGS)

test: .venv/.tools
	$(BIN)/pytest -n 2 -m "not soak" $(ARGS)

check: lint test

lint: .venv/.tools
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: .venv/.tools
	$(BIN)/python -m benchmarks.intake $(ARGS)

learn: .venv/.tools
	$(BIN)/python -m benchmarks.learning_intents --write $(ARGS)
	$(BIN)/python -m benchmarks.learning_verdicts --write $(ARGS)
	$(BIN)/python -m benchmarks.learning_kinds --write $(ARGS)
	$(BIN)/python -m benchmarks.learning_names --write $(ARGS)
	$(BIN)/python -m benchmarks.learning_roles --write $(ARGS)
	$(BIN)/python -m benchmarks.learning_topics --write $(ARGS)
	$(BIN)/python -m benchmarks.learning_places --write $(ARGS)
	$(BIN)/python -m benchmarks.learning_privacy --write $(ARGS)

soak: .venv/.tools
	$(BIN)/pytest -n 2 -m soak $(ARGS)

peers:
	npm install --prefix tests/peers --no-package-lock --ignore-scripts --no-audit --no-fund --silent

lock: # keeps the versions that are locked: make lock ARGS=--upgrade for newer ones
	$(LOCK) $(ARGS) pyproject.toml requirements.in -o requirements.lock
	$(LOCK) $(ARGS) pyproject.toml requirements.in --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv

.venv/bin/python:
	@found=; for python in python3 python3.11 python3.12 python3.13 python3.14; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "需要 Python 3.11 或更高版本。Debian 12 请先运行：apt install python3 python3-venv" >&2; exit 1; fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "缺少 Python 的 venv 模块。Debian 12 请先运行：apt install python3-venv" >&2; exit 1; fi; \
	echo "正在创建 .venv（$$($$found --version)）……"; \
	$$found -m venv .venv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	@$(call install,requirements.lock)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation --editable .
	@touch $@; echo "安装完成。"

.venv/.tools: requirements-dev.lock .venv/.installed
	@$(call install,requirements-dev.lock)
	@touch $@
