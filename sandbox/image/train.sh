#!/usr/bin/env bash
# Writes classes.lst anew: the classes that a box loads from start to its first answer. Run it after a change to the
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
trap 'kill "$host" || true; rm -rf "$work"' EXIT

"${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin/java" -cp "$tests:$classes:$modules/*" \
  dev.ironclaw.sandbox.testing.TrainingHost "$work/host.sock" \
  "$here/../../contract/src/test/resources/golden/box" "$here/../src/test/resources/sse" &
host=$!
until [[ -S $work/host.sock ]]; do
  read -rt 0.1 _ <> <(:) || true
done
mkdir "$work/workspace"
mapfile -t words < <(sed -n "s/.*\"entrypoint\":\[\([^]]*\)\].*/\1/p" "$image/image.json" | tr "," "\n" | tr -d "\"" | grep -v Xshare)
timeout 60 env -i "$image/rootfs${words[0]}" -Xshare:off "-XX:DumpLoadedClassList=$work/list" \
  "${words[@]:1}" "--socket=$work/host.sock" "--workspace=$work/workspace"
# Sorted, so that one run's order of threads is not another's; classes come before what refers to them.
{
  grep '^#' "$work/list"
  grep -v '^[#@]' "$work/list" | grep -v ' source: ' | sed 's/ id: [0-9]*$//' | sort -u
  grep '^@' "$work/list" | sort -u
} > "$here/classes.lst"
echo "image: $(wc -l < "$here/classes.lst") classes"
