# The whole build with its tests, format check, Error Prone and NullAway. Sourced by ./espalier.

# Python is for the tests that compare with the real DSPy and run the reference model server; without it they are skipped
# with a sentence, unless ESPALIER_REQUIRE_PYTHON=1.
prepare_python() {
  local script="$root/scripts/python-env.sh"
  [ -f "$script" ] || return 0
  if ! command -v "${ESPALIER_PYTHON_BASE:-python3}" >/dev/null 2>&1 && [ "${ESPALIER_REQUIRE_PYTHON:-}" = 1 ] && can_apt; then
    say "no Python found; installing it with apt (once)"
    apt_install python3 python3-venv
  fi
  local python
  if ! python="$(bash "$script")"; then
    # Debian ships Python without its venv module.
    if [ "${ESPALIER_REQUIRE_PYTHON:-}" = 1 ] && can_apt && apt_install python3-venv && python="$(bash "$script")"; then
      :
    elif [ "${ESPALIER_REQUIRE_PYTHON:-}" = 1 ]; then
      fail "the tests need a Python environment here (ESPALIER_REQUIRE_PYTHON=1) and it could not be made; the lines above say why"
    else
      say "no Python environment: tests that compare with the real DSPy are skipped"
      return 0
    fi
  fi
  export ESPALIER_PYTHON="$python"
}

run_tests() {
  ensure_maven
  prepare_python
  log="$root/target/test.log"
  local started=$SECONDS status=0
  take_lock
  touch "$root/target/.building"
  rm -rf "$root"/*/target/surefire-reports
  maven_account() {
    awk '/^\[INFO\] Building Espalier .*\[/ { sub(/^\[INFO\] Building /, ""); print "espalier: " $0; fflush() }
         /Tests run:.*(Time elapsed|FAIL)/ { sub(/^\[[A-Z]+\] /, ""); print "  " $0; fflush() }'
  }
  say "testing (the log: $log)"
  maven verify "$@" || status=1
  if [ $status = 0 ] && [ $# = 0 ] && [ -d "$app" ]; then mv "$root/target/.building" "$stamp"; fi
  drop_lock
  [ $status = 0 ] || show_failure
  summary $status $((SECONDS - started))
  return $status
}

summary() {
  local totals skips
  totals="$(cat "$root"/*/target/surefire-reports/TEST-*.xml 2>/dev/null | awk '
    /<testsuite / {
      suites++
      tests += value("tests"); failures += value("failures"); errors += value("errors"); skipped += value("skipped")
    }
    function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
    END { printf "%d tests in %d classes: %d failed, %d with errors, %d skipped", tests, suites, failures, errors, skipped }')"
  skips="$(grep -h '<skipped' "$root"/*/target/surefire-reports/TEST-*.xml 2>/dev/null |
    sed -n 's/.*message="\([^"]*\)".*/\1/p' | sort | uniq -c | sed 's/^ */  skipped /')"
  printf '\n%s\n' "$totals"
  [ -z "$skips" ] || printf '%s\n' "$skips"
  if [ "$1" = 0 ]; then printf 'espalier test: passed in %d s\n' "$2"; else printf 'espalier test: FAILED in %d s\n' "$2"; fi
}
