# Builds the application where it is older than its sources. Sourced by ./espalier.

app="$root/deploy/target/espalier"
stamp="$app/.built"
log="$root/target/build.log"

is_stale() {
  [ -f "$stamp" ] && [ -f "$app/lib/espalier.jar" ] || return 0
  local newer
  newer="$(cd "$root" && find pom.xml .mvn ./*/pom.xml ./*/src/main models/embedded models/golden.jsonl examples -newer "$stamp" -print 2>/dev/null | head -n 1)"
  [ -n "$newer" ]
}

build_if_stale() {
  is_stale || return 0
  ensure_maven
  take_lock
  # Another process may have built while this one waited.
  is_stale || { drop_lock; return 0; }
  local started=$SECONDS
  say "building (the first time takes a few minutes, most of it downloads)"
  # Made before the build, so that an edit during the build counts as newer.
  touch "$root/target/.building"
  maven_account() { module_line; }
  if ! maven -Dmaven.test.skip=true -Dspotless.check.skip=true package; then
    drop_lock
    show_failure
    return 1
  fi
  mv "$root/target/.building" "$stamp"
  drop_lock
  say "built in $((SECONDS - started)) s"
}

# On a terminal one line that names the module under way; nothing otherwise.
module_line() {
  if [ -t 2 ]; then
    awk '/^\[INFO\] Building Espalier .*\[/ { sub(/^\[INFO\] Building /, ""); printf "\r\033[K  %s", $0; fflush() } END { printf "\r\033[K" }'
  else
    cat >/dev/null
  fi
}

# A folder is the lock; its owner's process id tells a lock that outlived its process.
take_lock() {
  mkdir -p "$root/target" 2>/dev/null || fail "cannot write to $root/target; make the folder writable or clone the project elsewhere"
  local lock="$root/target/.lock" owner waited=""
  until mkdir "$lock" 2>/dev/null; do
    owner="$(cat "$lock/pid" 2>/dev/null)"
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock"
      continue
    fi
    [ -n "$waited" ] || say "waiting for another build${owner:+ (process $owner)}"
    waited=yes
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap drop_lock EXIT
  trap 'exit 130' INT TERM
}

drop_lock() {
  rm -rf "$root/target/.lock"
  trap - EXIT INT TERM
}

# One start and stop of the node with everything that a study touches teaches the JVM what to keep ready (its AOT cache).
# The cache belongs to this build and this JDK; without one everything works, only slower to start.
warm_up_if_stale() {
  local cache="$app/espalier.aot" key="$jdk" have=""
  [ -f "$cache.key" ] && IFS= read -r have <"$cache.key"
  [ "$have" = "$key" ] && [ "$cache.key" -nt "$stamp" ] && return 0
  [ -w "$app" ] && [ "${ESPALIER_WARM_UP:-1}" != 0 ] || return 0
  say "preparing a fast start (once per build)"
  local home
  home="$(mktemp -d "${TMPDIR:-/tmp}/espalier-warm-up.XXXXXX")" || return 0
  rm -f "$cache"
  java_flags
  # Under a name of its own until it is whole: another process may start, or warm up, meanwhile.
  "$jdk/bin/java" "${flags[@]}" -XX:AOTCacheOutput="$cache.$$" -jar "$app/lib/espalier.jar" warm-up --home "$home" \
    >"$root/target/warm-up.log" 2>&1 </dev/null && mv "$cache.$$" "$cache"
  rm -rf "$home" "$cache.$$" "$cache.$$.config"
  printf '%s\n' "$key" >"$cache.key"
}

# Sets $flags.
java_flags() {
  # The JVM's own warnings (a cache that does not fit this machine) must not mix with our output.
  flags=(-Xlog:disable -Xlog:all=error:stderr
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED)
  if [ -f "$app/espalier.aot" ]; then flags=("${flags[@]}" "-XX:AOTCache=$app/espalier.aot"); fi
}

# A command that only looks something up is over before the JVM's second compiler pays: about a third less processor time.
# Sets $flags too; $1 is the command.
short_flags() {
  case "${1:-}" in
    version | validate | schema | optimizers | list | show | pause | resume | cancel) flags=("${flags[@]}" -XX:TieredStopAtLevel=1) ;;
  esac
}
