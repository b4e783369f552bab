#!/usr/bin/env bash
# What every installer holds: a Java runtime with JavaFX in it, the jars, SQLite's library as a file, the box's image.
#
#   image.sh OUT_DIR
#
# OUT_DIR gets runtime/, app/ (jars, and for each archive NAME.classpath with their names in order), native/ and box/.
# JAVA_HOME is a JDK 25; the checkout is built. Runs on bash 3.2 and later.
set -euo pipefail
export LC_ALL=C TZ=UTC
umask 022

out=${1:?usage: image.sh OUT_DIR}
jdk=${JAVA_HOME:?set JAVA_HOME to a JDK 25}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/.." && pwd -P)
# shellcheck source=packaging/launchers.sh
. "$here/launchers.sh"

# The modules of the JDK that the jars name, and those that are looked up by name: elliptic curves are in java.base, zipfs
# opens jars, localedata has the months of the user's language.
modules=java.base,java.desktop,java.instrument,java.naming,java.net.http,java.security.jgss,java.sql,javafx.controls
modules=$modules,jdk.localedata,jdk.management,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs

main() {
  rm -rf "$out"
  mkdir -p "$out/app" "$out/native" "$out/box"
  out=$(cd "$out" && pwd -P)
  work=$(mktemp -d "${TMPDIR:-/tmp}/ironclaw-image.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  copy_jars
  store_jars
  link_runtime
  prune_runtime
  name_providers
  copy_box
}

# JavaFX goes into the runtime, where its libraries are files: from a jar they would be unpacked to the user's home.
copy_jars() {
  local name entry
  for name in $archives; do
    : >"$out/app/$name.classpath"
    class_path "$name" | while IFS= read -r entry; do
      case $entry in */org/openjfx/*) continue ;; esac
      cp "$entry" "$out/app/"
      basename "$entry" >>"$out/app/$name.classpath"
    done
  done
}

class_path() {
  local folder
  folder=$root/$(module_of "$1")
  ls "$folder"/target/ironclaw-*.jar
  tr ':' '\n' <"$folder/target/classpath"
  echo
} 

# Stored, for the installer compresses all jars together far better than each of them does by itself. Two jars bring a library
# for each of many systems and unpack one when they are used: here it is a file, and the launchers say where it lies.
store_jars() {
  take_library 'sqlite-jdbc-*.jar' "org/sqlite/native/$(sqlite_native)"
  take_library 'jna-5.*.jar' "com/sun/jna/$(jna_native)"
  "$jdk/bin/java" "$here/StoreJars.java" "$out/app"
}

take_library() {
  local jar
  jar=$(find "$out/app" -name "$1")
  mkdir -p "$work/library"
  (cd "$work/library" && "$jdk/bin/jar" --extract --file "$jar" "$2")
  cp "$work/library/$2" "$out/native/"
}

sqlite_native() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo Linux/x86_64/libsqlitejdbc.so ;;
    Linux-aarch64) echo Linux/aarch64/libsqlitejdbc.so ;;
    Darwin-x86_64) echo Mac/x86_64/libsqlitejdbc.jnilib ;;
    Darwin-arm64) echo Mac/aarch64/libsqlitejdbc.jnilib ;;
    *) echo "image: no package for $(uname -s) $(uname -m)" >&2 && return 1 ;;
  esac
}

jna_native() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo linux-x86-64/libjnidispatch.so ;;
    Linux-aarch64) echo linux-aarch64/libjnidispatch.so ;;
    Darwin-x86_64) echo darwin-x86-64/libjnidispatch.jnilib ;;
    Darwin-arm64) echo darwin-aarch64/libjnidispatch.jnilib ;;
  esac
}

fx_platform() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo linux linux-amd64 ;;
    Linux-aarch64) echo linux-aarch64 linux-aarch64 ;;
    Darwin-x86_64) echo mac macos-amd64 ;;
    Darwin-arm64) echo mac-aarch64 macos-aarch64 ;;
  esac
}

# Uncompressed, for the installer compresses the whole far better than each file by itself.
link_runtime() {
  local classifier platform module jar
  read -r classifier platform <<<"$(fx_platform)"
  mkdir "$work/jmods"
  for module in base graphics controls; do
    jar=$(tr ':' '\n' <"$root/app/desktop/target/classpath" | grep "/javafx-$module-[0-9.]*-$classifier\\.jar\$")
    mkdir "$work/$module" "$work/$module.lib"
    (cd "$work/$module" && "$jdk/bin/jar" --extract --file "$jar")
    find "$work/$module" -maxdepth 1 \( -name '*.so' -o -name '*.dylib' \) -exec mv {} "$work/$module.lib/" \;
    rm -rf "$work/$module/META-INF"
    "$jdk/bin/jmod" create --class-path "$work/$module" --libs "$work/$module.lib" --target-platform "$platform" \
      "$work/jmods/javafx.$module.jmod"
  done
  "$jdk/bin/jlink" --module-path "$work/jmods" --add-modules "$modules" --output "$out/runtime" \
    --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-0
}

# Nothing here makes sound, prints, or is started but java. The archives are replaced by the launchers' own.
prune_runtime() {
  local home=$out/runtime
  find "$home/bin" -type f ! -name java -delete
  rm -f "$home"/lib/server/*.jsa "$home/lib/classlist" "$home/lib/libjsound.so" "$home/lib/libjsound.dylib" \
    "$home/lib/jexec" "$home/lib/libjsig.so" "$home/lib/server/libjsig.so" "$home"/lib/psfont*
}

# Java searches the jars for a provider of cryptography that its list names and its modules lack, and gets ready whatever it
# finds there: hundreds of Bouncy Castle's classes, at each start, for nothing.
name_providers() {
  local list=$out/runtime/conf/security/java.security
  awk -v lacking=' XMLDSig SunPCSC JdkSASL SunPKCS11 ' '/^security\.provider\.[0-9]+=/ {
    name = substr($0, index($0, "=") + 1)
    if (index(lacking, " " name " ")) next
    $0 = "security.provider." ++n "=" name
  } { print }' "$list" >"$work/java.security"
  chmod u+w "$list"
  cat "$work/java.security" >"$list"
}

copy_box() {
  local image=$root/sandbox/target/image
  [ -f "$image/image.json" ] || return 0
  cp -R "$image/rootfs" "$image/image.json" "$image/rootfs.sha256" "$image/jspawnhelper" "$out/box/"
}

main
