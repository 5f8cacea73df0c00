# Finds a JDK 25 or newer, whatever the default `java` is. Sourced by ./espalier; sets $jdk.

oldest_jdk=25

# Succeeds where $1 is the home of a JDK that is new enough. Reads its `release` file: no process is started.
is_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  local line version=""
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case "$line" in
        JAVA_VERSION=*) version="${line#JAVA_VERSION=}" ;;
      esac
    done <"$1/release"
  else
    version="$("$1/bin/javac" -version 2>&1)" && version="${version#javac }"
  fi
  version="${version#\"}"
  version="${version%%[!0-9]*}"
  [ -n "$version" ] && [ "$version" -ge "$oldest_jdk" ]
}

# The home of the `java` on PATH, links resolved; nothing for macOS's stub.
jdk_on_path() {
  local java link
  java="$(command -v java 2>/dev/null)" || return 1
  while [ -L "$java" ]; do
    link="$(readlink "$java")"
    case "$link" in
      /*) java="$link" ;;
      *) java="$(dirname "$java")/$link" ;;
    esac
  done
  (cd -P "$(dirname "$java")/.." 2>/dev/null && pwd)
}

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${JDK25_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}"; do
    is_jdk "$candidate" && jdk="$candidate" && return 0
  done
  candidate="$(jdk_on_path)" && is_jdk "$candidate" && jdk="$candidate" && return 0
  for candidate in \
    "${HOME:-}"/.sdkman/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    is_jdk "$candidate" && jdk="$candidate" && return 0
  done
  if [ -x /usr/libexec/java_home ]; then
    candidate="$(/usr/libexec/java_home -v "$oldest_jdk+" 2>/dev/null)" && is_jdk "$candidate" && jdk="$candidate" && return 0
  fi
  return 1
}

# Only ways that need no question and no password: Homebrew, or apt for root.
install_jdk() {
  if command -v brew >/dev/null 2>&1; then
    say "no JDK 25 found; installing openjdk with Homebrew (once)"
    brew install --quiet openjdk >&2 </dev/null || return 1
  elif can_apt; then
    say "no JDK 25 found; asking apt for openjdk-25 (once)"
    apt_install openjdk-25-jdk-headless || return 1
  else
    return 1
  fi
  find_jdk
}

can_apt() { command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; }

apt_install() {
  apt-get update -qq >&2 </dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null
}
