#!/usr/bin/env bash
# Writes classes/*.lst anew: the classes that each launcher loads from its start through everyday work. Run it after a
# change that adds many classes, on a machine with runsc and a display (Xvfb will do), then package again and commit the
# lists. A list that is out of date only makes a start slower: the installer's test says when an archive is not accepted.
#
#   train.sh IMAGE_DIR        what image.sh wrote
set -euo pipefail
export LC_ALL=C

image=$(cd "${1:?usage: train.sh IMAGE_DIR}" && pwd -P)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=packaging/launchers.sh
. "$here/launchers.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/ironclaw-train.XXXXXX")
started=
trap 'if [ -n "$started" ]; then kill "$started" || true; wait; fi; rm -rf "$work"' EXIT

main() {
  local verb
  start ironclaw-controlplane --dev --api-addr 127.0.0.1:0 --accept-unenforced-limits
  until grep -q 'is ready' "$work/out"; do
    kill -0 "$started" 2>/dev/null || { cat "$work/out" >&2 && exit 1; }
    pause 0.2
  done
  ctl change submit --group mock-agent --kind enabled_tools --payload '{"tools":["read_file"]}' --reason 'to read' || true
  ctl chat mock-agent --message hello || true
  # Without --json: its library would make each start of the others slower.
  for verb in version status --help "agent list" "agent show mock-agent" "session list" "change pending" "grant list" \
    "audit list" "audit verify" "policy show" "token list" doctor man "completion bash"; do
    # shellcheck disable=SC2086 # words, split on purpose
    ctl $verb || true
  done
  stop
  start ironclaw --accept-unenforced-limits
  pause 25
  ctl agent list || true
  ctl change submit --group mock-agent --kind enabled_tools --payload '{"tools":["read_file","list_dir"]}' --reason 'to look' || true
  pause 10
  stop
  list ironclaw ironclaw ironclaw-controlplane
  list ironctl ironctl
}

pause() { read -rt "$1" _ <> <(:) || true; }

# Replaces this shell: java NAME LIST [ARGUMENTS]
java() {
  local name=$1 list=$2 flags=() word
  shift 2
  while IFS= read -r word; do flags+=("$word"); done < <(jvm_flags "$name")
  cd "$image/app"
  exec "$image/runtime/bin/java" "${flags[@]}" -Xshare:off -XX:DumpLoadedClassList="$list" \
    -Dorg.sqlite.lib.path="$image/native" -Dironclaw.image="$image/box" \
    -cp "$(tr '\n' ':' <"$(archive_of "$name").classpath")" "$(main_class "$name")" "$@"
}

start() {
  (java "$1" "$work/$1.0.list" --state-dir "$work/state" "${@:2}" >"$work/out" 2>&1) &
  started=$!
}

stop() {
  kill "$started"
  wait "$started" || true
  started=
}

ctl() { (java ironctl "$work/ironctl.$RANDOM.list" "$@" --state-dir "$work/state") </dev/null >/dev/null; }

# list ARCHIVE LAUNCHER…. Sorted, so that one run's order of threads is not another's; classes come before what refers to
# them. A class that a library made up while it ran is in no jar. Constants (@cp) are what an archive of linked classes
# has resolved already.
list() {
  local name=$1 files=()
  shift
  while [ $# -gt 0 ]; do files+=("$work/$1".*.list) && shift; done
  {
    grep -hv '^[#@]' "${files[@]}" | grep -v ' source: ' | sed 's/ id: [0-9]*$//' | sort -u
    grep -h '^@' "${files[@]}" | sort -u
  } >"$here/classes/$name.lst"
  echo "train: $(wc -l <"$here/classes/$name.lst") lines for $name"
}

main
