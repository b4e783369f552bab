#!/usr/bin/env bash
# Makes IronClaw.app and its dmg of a checkout that is built, on macOS 13 or later:
#
#   build.sh OUT_DIR
#
# Not run yet: written on Linux, where only its syntax and its files can be checked. JAVA_HOME is a JDK 25.
# IRONCLAW_MAC_IDENTITY is the name of a Developer ID Application certificate in the keychain; without it the app has no
# signature and macOS asks before it opens it. IRONCLAW_MAC_NOTARY is a keychain profile of `xcrun notarytool`.
set -euo pipefail
export LC_ALL=C TZ=UTC
umask 022

out=${1:?usage: build.sh OUT_DIR}
jdk=${JAVA_HOME:?set JAVA_HOME to a JDK 25}
identity=${IRONCLAW_MAC_IDENTITY:-}
notary=${IRONCLAW_MAC_NOTARY:-}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
packaging=$(dirname "$here")
root=$(dirname "$packaging")
# shellcheck source=packaging/launchers.sh
. "$packaging/launchers.sh"

main() {
  version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$root/pom.xml")
  mkdir -p "$out"
  out=$(cd "$out" && pwd -P)
  app=$out/IronClaw.app
  rm -rf "$app" "$out/image" "$out/icons" "$out/launchers"
  "$packaging/image.sh" "$out/image"
  mv "$out/image/native" "$out/image/app/native"
  "$jdk/bin/java" -Djava.awt.headless=true "$packaging/Icon.java" "$out/icons"
  app_image
  answer_links
  for archive in $archives; do dump_archive "$archive"; done
  sign
  "$jdk/bin/jpackage" --type dmg --name IronClaw --app-version "$(mac_version)" --app-image "$app" --dest "$out"
  notarize
  (cd "$out" && shasum -a 256 IronClaw-*.dmg >SHA256SUMS)
  rm -rf "$out/image" "$out/icons" "$out/launchers"
}

# The first number of a version is at least 1 there.
mac_version() { case $version in 0.*) echo "1.${version#0.}" ;; *) echo "$version" ;; esac; }

app_image() {
  local arguments=() word
  mkdir -p "$out/launchers"
  launcher ironctl
  launcher ironclaw-controlplane
  while IFS= read -r word; do arguments+=(--java-options "$word"); done < <(options ironclaw)
  "$jdk/bin/jpackage" --type app-image --name IronClaw --app-version "$(mac_version)" --vendor IronClaw --dest "$out" \
    --runtime-image "$out/image/runtime" --input "$out/image/app" --main-class "$(main_class ironclaw)" \
    --main-jar "$(head -n 1 "$out/image/app/ironclaw.classpath")" --icon "$out/icons/ironclaw.icns" \
    --mac-package-identifier dev.ironclaw.IronClaw --mac-app-category utilities --resource-dir "$here" \
    --add-launcher "ironctl=$out/launchers/ironctl.properties" \
    --add-launcher "ironclaw-controlplane=$out/launchers/ironclaw-controlplane.properties" "${arguments[@]}"
}

launcher() {
  {
    printf 'main-class=%s\n' "$(main_class "$1")"
    printf 'main-jar=%s\n' "$(head -n 1 "$out/image/app/$(archive_of "$1").classpath")"
    printf 'java-options=%s\n' "$(options "$1" | tr '\n' ' ')"
  } >"$out/launchers/$1.properties"
}

# shellcheck disable=SC2016 # $APPDIR is jpackage's own word
options() {
  jvm_flags "$1"
  printf '%s\n' "-XX:SharedArchiveFile=\$APPDIR/$(archive_of "$1").jsa" -Xlog:disable \
    -Xlog:all=warning,cds*=off,aot*=off:stderr '-Dorg.sqlite.lib.path=$APPDIR/native' '-Djna.boot.library.path=$APPDIR/native' -Djna.nounpack=true
}

# ironclaw: links come to the app.
answer_links() {
  plutil -insert CFBundleURLTypes -json "$(cat "$here/url-types.json")" "$app/Contents/Info.plist"
}

dump_archive() {
  local flags=() word jars
  while IFS= read -r word; do flags+=("$word"); done < <(jvm_flags "$1")
  # jpackage lists every jar of the folder itself; the archive must agree with that list.
  # shellcheck disable=SC2016 # $APPDIR is jpackage's own word
  jars=$(sed -n 's:^app.classpath=\$APPDIR/::p' "$app/Contents/app/$(cfg_of "$1")")
  (cd "$app/Contents/app" && env -i "$out/image/runtime/bin/java" "${flags[@]}" -Xshare:dump \
    -XX:SharedClassListFile="$packaging/classes/$1.lst" -XX:SharedArchiveFile="$PWD/$1.jsa" \
    -cp "$(printf '%s\n' "$jars" | sed "s:^:$PWD/:" | tr '\n' ':' | sed 's/:$//')" "$(main_class "$1")")
}

cfg_of() { case $1 in ironclaw) echo IronClaw.cfg ;; *) echo "$1.cfg" ;; esac; }

# From the inside out, each with the hardened runtime.
sign() {
  [ -n "$identity" ] || return 0
  find "$app" -type f \( -name '*.dylib' -o -name '*.jnilib' -o -perm +111 \) -print0 |
    xargs -0 codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$identity"
  codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$identity" \
    "$app/Contents/runtime"
  codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$identity" "$app"
  codesign --verify --deep --strict "$app"
}

notarize() {
  [ -n "$identity" ] && [ -n "$notary" ] || return 0
  xcrun notarytool submit "$out/IronClaw-$(mac_version).dmg" --keychain-profile "$notary" --wait
  xcrun stapler staple "$out/IronClaw-$(mac_version).dmg"
}

main
