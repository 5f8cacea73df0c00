#!/usr/bin/env bash
# Prints the path of a Python that has everything in requirements-test.txt; makes it on the first call.
# Safe to call from many processes at once. Needs python3 (3.10 or newer; ESPALIER_PYTHON_BASE names another).
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
requirements="${1:-$here/requirements-test.txt}"
base="${ESPALIER_PYTHON_BASE:-python3}"

if ! command -v "$base" >/dev/null 2>&1; then
  echo "python-env: no '$base' on this machine; install Python 3.10 or newer, or set ESPALIER_PYTHON_BASE" >&2
  exit 3
fi
if ! "$base" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
  echo "python-env: '$base' is older than Python 3.10; set ESPALIER_PYTHON_BASE to a newer one" >&2
  exit 3
fi

# The key covers the requirements and the interpreter, so that neither an edit nor an upgrade leaves a stale environment.
key="$( { cat "$requirements"; "$base" -c 'import sys, platform; print(sys.version, platform.machine())'; } \
  | "$base" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest()[:12])')"
root="${ESPALIER_CACHE:-$HOME/.cache/espalier}"
venv="$root/python-$key"
python="$venv/bin/python"

if [ -f "$venv/.complete" ]; then
  echo "$python"
  exit 0
fi

mkdir -p "$root"
# Python holds the lock (flock is not on macOS) while pip runs; a process that dies lets go of it.
"$base" - "$venv" "$requirements" "$root/python-$key.lock" <<'PYTHON' >&2
import fcntl, pathlib, shutil, subprocess, sys, venv

folder, requirements, lock = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with open(lock, "w") as handle:
    fcntl.flock(handle, fcntl.LOCK_EX)
    if not (folder / ".complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"python-env: installing {requirements} into {folder} (once)", flush=True)
        try:
            venv.create(folder, with_pip=True)
            subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                            "--requirement", requirements], check=True)
        except (subprocess.CalledProcessError, OSError) as problem:
            shutil.rmtree(folder, ignore_errors=True)
            sys.exit(f"python-env: the environment could not be made: {problem}")
        (folder / ".complete").touch()
PYTHON
echo "$python"
