#!/usr/bin/env bash
# Writes classes.lst anew: the classes that a box loads from start to its first answer, and a job's own agent in a job that
# uses each of its tools. Run it after a change to the
# agent's code that adds classes, then build the image again and commit the list.
#
#   train.sh IMAGE_DIR TEST_CLASSES CLASSES MODULES_DIR
set -euo pipefail
export LC_ALL=C

image=${1:?usage: train.sh IMAGE_DIR TEST_CLASSES CLASSES MODULES_DIR}
tests=${2:?test classes}
classes=${3:?classes}
modules=${4:?modules}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'kill "${hosts[@]}" || true; rm -rf "$work"' EXIT
hosts=()

# host SOCKET PROGRAM ARGUMENT...: starts a host and waits for its socket
host() {
  "${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java" -cp "$tests:$classes:$modules/*" "$2" "$1" "${@:3}" &
  hosts+=($!)
  until [[ -S $1 ]]; do
    read -rt 0.1 _ <> <(:) || true
  done
}

# run ENTRYPOINT LIST OPTION...: runs a program of the image and lists its classes
run() {
  local words
  mapfile -t words < <(sed -n "s/.*\"$1\":\[\([^]]*\)\].*/\1/p" "$image/image.json" | tr "," "\n" | tr -d "\"" \
    | grep -v Xshare)
  timeout 60 env -i "$image/rootfs${words[0]}" -Xshare:off "-XX:DumpLoadedClassList=$2" "${words[@]:1}" "${@:3}"
}

mkdir "$work/workspace" "$work/project"
host "$work/host.sock" dev.ironclaw.sandbox.testing.TrainingHost \
  "$here/../../contract/src/test/resources/golden/box" "$here/../src/test/resources/sse"
run entrypoint "$work/list" "--socket=$work/host.sock" "--workspace=$work/workspace"
host "$work/job.sock" dev.ironclaw.sandbox.worker.TrainingOrchestrator
printf 'ab%.0s' {1..32} > "$work/token"
run workerEntrypoint "$work/joblist" --mode=worker --job=11111111-2222-3333-4444-555555555555 \
  "--socket=$work/job.sock" "--token=$work/token" "--workspace=$work/project" "--home=$work/home" --port=0 --proxy-port=0
cat "$work/joblist" >> "$work/list"
# Sorted, so that one run's order of threads is not another's; classes come before what refers to them.
{
  grep '^#' "$work/list" | awk '!seen[$0]++'
  grep -v '^[#@]' "$work/list" | grep -v ' source: ' | sed 's/ id: [0-9]*$//' | sort -u
  grep '^@' "$work/list" | sort -u
} > "$here/classes.lst"
echo "image: $(wc -l < "$here/classes.lst") classes"
