#!/usr/bin/env bash
# Builds the box's root filesystem from three modules and a JDK 25: no shell, no compiler, no attach, one program.
#
#   build.sh MODULES_DIR OUT_DIR
#
# MODULES_DIR holds the agent, the contract and jackson-core as jars. OUT_DIR gets rootfs/, rootfs.sha256,
# rootfs.tar, image.json and jspawnhelper.
# The same inputs give the same bytes, as any user; unchanged inputs build nothing.
set -euo pipefail
export LC_ALL=C TZ=UTC
umask 022

modules=${1:?usage: build.sh MODULES_DIR OUT_DIR}
out=${2:?usage: build.sh MODULES_DIR OUT_DIR}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
created=$(sed -n 's:.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*:\1:p' "$here/../../pom.xml")
agent=dev.ironclaw.sandbox

# Every launch of the box's JVM has these. The archive is made with them too: a collector or heap that differs would
# leave its objects unused.
jvm_flags=(
  -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -Xss512k -Xshare:auto
  -XX:-UsePerfData -XX:+DisableAttachMechanism -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError
  -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/tmp/hs_err.log -Dsun.jnu.encoding=UTF-8
  # Two reflective calls before the first word to the host would else each have a class written for them.
  -Djdk.reflect.useNativeAccessorOnly=true
)

main() {
  local jdk stamp
  jdk=$(find_jdk)
  stamp=$(inputs "$jdk" | sha256sum | cut -d' ' -f1)
  if [[ -f $out/image.json && -f $out/stamp && $(<"$out/stamp") == "$stamp" ]]; then
    echo "image: unchanged, $out"
    return
  fi
  rm -rf "$out"
  mkdir -p "$out/rootfs"
  out=$(cd "$out" && pwd)
  link_runtime "$jdk"
  keep_helper
  prune_runtime
  copy_native_libraries
  write_skeleton
  touch_all
  dump_archive
  touch_all
  pack
  list_files
  describe
  echo "$stamp" > "$out/stamp"
  echo "image: $(sed -n 's/.*"digest":"\([^"]*\)".*/\1/p' "$out/image.json")"
}

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [[ -n $candidate && -x $candidate/bin/jlink ]] && grep -q '^JAVA_VERSION="25[."]' "$candidate/release"; then
      echo "$candidate"
      return
    fi
  done
  echo "image: no JDK 25 with jlink in JAVA_HOME or /usr/lib/jvm; install one and set JAVA_HOME" >&2
  return 1
}

# What decides the bytes of the image: this script, the class list, the modules, the JDK and the C library.
inputs() {
  cat "$here/build.sh" "$here/classes.lst" "$1/release"
  echo "$created"
  (cd "$modules" && sha256sum -- *.jar)
  sha256sum "$(ldd "$1/bin/java" | sed -n 's:.*=> \(/.*libc\.so\.6\) .*:\1:p')"
}

link_runtime() {
  "$1/bin/jlink" --module-path "$modules" --add-modules "$agent" --output "$out/rootfs/ironclaw" \
    --strip-debug --no-header-files --no-man-pages --compress zip-0
}

# With it the JVM starts a program without copying all of its own memory first, which takes gVisor ten times as long as the rest.
# No box has it: it lies beside, for the images of jobs.
keep_helper() {
  install -m 755 "$out/rootfs/ironclaw/lib/jspawnhelper" "$out/jspawnhelper"
  touch -d "$created" "$out/jspawnhelper"
}

# Keeps the one launcher and the libraries that the agent loads. Nothing in the box starts a process, draws, prints,
# speaks TLS or takes an agent.
prune_runtime() {
  local home=$out/rootfs/ironclaw
  find "$home/bin" -type f ! -name java -delete
  rm -rf "$home/legal" "$home/lib/jspawnhelper" "$home/lib/jexec" "$home/lib/classlist" "$home/lib/security/cacerts" \
    "$home/lib/libjsig.so" "$home/lib/server/libjsig.so" "$home/lib/server"/*.jsa "$home/conf/sdp" "$home/lib/psfont"*
}

# The dynamic loader and the C libraries, at the paths where the loader looks for them.
copy_native_libraries() {
  local file
  find "$out/rootfs/ironclaw" -type f \( -name '*.so' -o -name java \) -exec ldd {} + \
    | sed -n 's:^.*[[:space:]]\(/[^ ]*\) (0x.*:\1:p' | sort -u | grep -v "^$out/" \
    | while read -r file; do
        install -D -m 755 "$file" "$out/rootfs$file"
      done
}

write_skeleton() {
  local root=$out/rootfs
  mkdir -p "$root"/{proc,sys,dev,tmp,run/ironclaw,workspace,mnt,etc}
  printf 'root:x:0:0:root:/:/nonexistent\nagent:x:65532:65532:agent:/:/nonexistent\n' > "$root/etc/passwd"
  printf 'root:x:0:\nagent:x:65532:\n' > "$root/etc/group"
  find "$root" -type d -exec chmod 755 {} +
  find "$root" -type f -perm /111 -exec chmod 755 {} +
  find "$root" -type f ! -perm /111 -exec chmod 644 {} +
}

# The archive holds the size and time of the module file, so times are set before and after it is made.
touch_all() {
  find "$out/rootfs" -exec touch -h -d "$created" {} +
}

# At the JVM's default place, so that it is found wherever the root filesystem is mounted.
dump_archive() {
  local home=$out/rootfs/ironclaw
  env -i "$home/bin/java" "${jvm_flags[@]}" -Xshare:dump -XX:SharedClassListFile="$here/classes.lst" \
    -XX:SharedArchiveFile="$home/lib/server/classes.jsa" -m "$agent/$agent.Main" > "$out/dump.log"
  chmod 644 "$home/lib/server/classes.jsa"
}

pack() {
  tar --create --file "$out/rootfs.tar" --directory "$out/rootfs" --format=ustar --sort=name --mtime="$created" \
    --owner=0 --group=0 --numeric-owner .
}

# One line for each file: its digest, its mode, its path. The control plane compares every file at each start.
list_files() {
  local mode path
  (cd "$out/rootfs" && find . -type f -printf '%m %P\n' | sort -k 2 | while read -r mode path; do
    printf '%s %s %s\n' "$(sha256sum < "$path" | cut -d' ' -f1)" "$mode" "$path"
  done) > "$out/rootfs.sha256"
}

describe() {
  local digest manifest files bytes version helper
  manifest=$(sha256sum "$out/rootfs.sha256" | cut -d' ' -f1)
  digest=$(sha256sum "$out/rootfs.tar" | cut -d' ' -f1)
  helper=$(sha256sum < "$out/jspawnhelper" | cut -d' ' -f1)
  files=$(find "$out/rootfs" -type f | wc -l)
  bytes=$(stat -c %s "$out/rootfs.tar")
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$out/rootfs/ironclaw/release")
  printf '{"digest":"sha256:%s","manifest":"sha256:%s","entrypoint":[%s],"probeEntrypoint":[%s],"workerEntrypoint":[%s],"spawnHelper":"sha256:%s","created":"%s","javaVersion":"%s","files":%d,"bytes":%d}\n' \
    "$digest" "$manifest" "$(command_line Main)" \
    "$(command_line probe.ProbeMain "--enable-native-access=$agent")" \
    "$(command_line worker.WorkerMain -Xmx384m)" "$helper" "$created" "$version" "$files" "$bytes" \
    > "$out/image.json"
}

# The probes make system calls; the agent makes none. A job's program holds whole conversations, and its
# container is larger.
command_line() {
  local word
  printf '"/ironclaw/bin/java"'
  for word in "${jvm_flags[@]}" "${@:2}" -m "$agent/$agent.$1"; do
    printf ',"%s"' "$word"
  done
}

main
