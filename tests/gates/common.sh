# What the gates share: counting, and running commands from the documentation.
# Each gate sources this file, says pass or fail for everything it looks at, and
# ends with finish.
# shellcheck shell=bash

passed=0
failed=0

pass() {
	passed=$((passed + 1))
}

# What is wrong, in one line.
fail() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$*"
}

# The line that all tests end with; the exit status of the gate.
finish() {
	printf '%d passed, %d failed\n' "$passed" "$failed"
	test "$failed" = 0 && test "$passed" != 0
}

# A fresh copy of what a reader of the documentation has after building: the
# samples, the rules, and the programs where they find those rules. Sets $stage;
# it is removed when the gate ends.
open_stage() {
	local bin=$1

	if [ ! -x "$bin/klopt" ]; then
		echo "$0: there is no $bin/klopt: build it first" >&2
		exit 2
	fi
	stage=$(mktemp -d)
	trap 'rm -rf "$stage"' EXIT
	mkdir -p "$stage/build/release/bin"
	cp -R samples rules "$stage"
	cp "$bin"/klopt* "$stage/build/release/bin"
	cp -R "${bin%/bin}/share" "$stage/build/release"
}

# Runs a command there as a new user would, with both streams on standard
# output. The exit status is the command's.
run_on_stage() {
	(
		cd "$stage" || exit 99
		exec env -i PATH="$stage/build/release/bin:/usr/local/bin:/usr/bin:/bin" \
			HOME="$stage" TMPDIR="$stage" LC_ALL=C.UTF-8 TZ=UTC \
			SOURCE_DATE_EPOCH=1 timeout 60 bash -c "$1"
	) </dev/null 2>&1
}
