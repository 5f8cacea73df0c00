# Maven from PATH, else by the system's package manager. Sourced by ./espalier.

ensure_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  if command -v brew >/dev/null 2>&1; then
    say "no Maven found; installing it with Homebrew (once)"
    brew install --quiet maven >&2 </dev/null
  elif can_apt; then
    say "no Maven found; installing it with apt (once)"
    apt_install maven
  fi
  hash -r
  command -v mvn >/dev/null 2>&1 || fail "Maven is missing; install it (3.8 or newer) so that 'mvn' is on the PATH"
}

# Runs Maven under our JDK from the root; $log gets everything, standard error a short account of where it is.
maven() {
  mkdir -p "$root/target" 2>/dev/null || fail "cannot write to $root/target; make the folder writable or clone the project elsewhere"
  (cd "$root" && JAVA_HOME="$jdk" mvn --batch-mode --no-transfer-progress "$@" 2>&1 </dev/null) | tee "$log" | maven_account >&2
  return "${PIPESTATUS[0]}"
}

# The lines that explain a failed build.
show_failure() {
  say "the build failed; the lines that say why:"
  local errors
  errors="$(grep -E '^\[ERROR\]|^npx|COMPILATION ERROR' "$log" | awk '!seen[$0]++' | head -n 40)"
  if [ -n "$errors" ]; then printf '%s\n' "$errors" >&2; else tail -n 25 "$log" >&2; fi
  say "the whole log: $log"
}
