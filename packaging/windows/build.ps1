# Makes the msi of a checkout that is built, on Windows 10 or later with the WiX tool set on the PATH:
#
#   build.ps1 -Out FOLDER [-Deb FILE]
#
# Deb is the Debian package of the same version, made on Linux: the app installs it in WSL 2, where the control plane runs.
# Without it the msi holds none, and a person has to install it in WSL by hand.
# Not run yet: written on Linux. JAVA_HOME is a JDK 25. IRONCLAW_WIN_CERTIFICATE is the thumbprint of a certificate for
# signtool; without it the msi has no signature, and SmartScreen asks before it runs.
param([Parameter(Mandatory)] [string] $Out, [string] $Deb = '')
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$here = $PSScriptRoot
$packaging = Split-Path $here
$root = Split-Path $packaging
$jdk = $env:JAVA_HOME
if (-not $jdk) { throw 'set JAVA_HOME to a JDK 25' }
$pom = [xml](Get-Content "$root/pom.xml")
$version = $pom.project.version
$image = "$Out/image"
$resources = "$Out/resources"

function Run([string] $program) {
  & $program @args
  if ($LASTEXITCODE -ne 0) { throw "$program ended with $LASTEXITCODE" }
}

# The same list as packaging/image.sh has.
$modules = ((Get-Content "$packaging/image.sh") -match '^modules=' -replace '^modules=(\$modules)?', '') -join ''

$flags = @('--enable-native-access=ALL-UNNAMED,javafx.graphics', '--sun-misc-unsafe-memory-access=allow',
  '-XX:+DisableAttachMechanism', '-XX:-HeapDumpOnOutOfMemoryError', '-XX:-CreateCoredumpOnCrash', '-XX:-UsePerfData',
  '-XX:+UseSerialGC', '-Dorg.sqlite.lib.path=$APPDIR\native',
  '-Dironclaw.wsl.package=$APPDIR\wsl\ironclaw.deb')

function Copy-Jars([string] $module) {
  $list = (Get-Content "$root/$module/target/classpath") -split ';'
  $own = (Get-ChildItem "$root/$module/target/ironclaw-*.jar").FullName
  @($own) + $list | Where-Object { $_ -notmatch '[\\/]org[\\/]openjfx[\\/]' } | ForEach-Object { Copy-Item $_ "$image/app" }
  Split-Path -Leaf $own
}

Remove-Item -Recurse -Force -ErrorAction Ignore $image, $resources
New-Item -ItemType Directory -Force "$image/app/native", "$image/sqlite", "$image/jmods", $resources | Out-Null
if ($Deb) {
  if ((Split-Path -Leaf $Deb) -notlike "ironclaw_${version}_amd64.deb") { throw "$Deb is not the package of $version" }
  New-Item -ItemType Directory -Force "$image/app/wsl" | Out-Null
  Copy-Item $Deb "$image/app/wsl/ironclaw.deb"
}
$mainJar = Copy-Jars 'app/desktop'
$ctlJar = Copy-Jars 'app/ironctl'

# SQLite's library as a file: from the jar it would be unpacked to a temporary folder at each start.
$sqlite = (Get-ChildItem "$image/app/sqlite-jdbc-*.jar").FullName
Push-Location "$image/sqlite"
Run "$jdk/bin/jar" --extract --file $sqlite
Copy-Item 'org/sqlite/native/Windows/x86_64/sqlitejdbc.dll' "$image/app/native/"
Remove-Item -Recurse 'org/sqlite/native'
Run "$jdk/bin/jar" --create --file $sqlite --manifest META-INF/MANIFEST.MF -C . .
Pop-Location

foreach ($module in 'base', 'graphics', 'controls') {
  $jar = (Get-Content "$root/app/desktop/target/classpath") -split ';' | Where-Object { $_ -match "javafx-$module-[0-9.]+-win\.jar$" }
  $classes = "$image/fx/$module"
  $libraries = "$image/fx/$module.lib"
  New-Item -ItemType Directory -Force $classes, $libraries | Out-Null
  Push-Location $classes
  Run "$jdk/bin/jar" --extract --file $jar
  Pop-Location
  Get-ChildItem "$classes/*.dll" | Move-Item -Destination $libraries
  Remove-Item -Recurse "$classes/META-INF"
  Run "$jdk/bin/jmod" create --class-path $classes --libs $libraries --target-platform windows-amd64 "$image/jmods/javafx.$module.jmod"
}
Run "$jdk/bin/jlink" --module-path "$image/jmods" --add-modules $modules --output "$image/runtime" `
  --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-0
Run "$jdk/bin/java" '-Djava.awt.headless=true' "$packaging/Icon.java" "$image/icons"

# ironclaw: links are one component more in jpackage's own description of the installer, taken from this JDK.
Run "$jdk/bin/jimage" extract --dir "$image/jdk" --include 'regex:.*jpackage/internal/resources/main.wxs' "$jdk/lib/modules"
$template = Get-Content -Raw (Get-ChildItem -Recurse "$image/jdk" -Filter main.wxs | Select-Object -First 1).FullName
$links = Get-Content -Raw "$here/links.wxs"
$described = $template.Replace('</Feature>', "  <ComponentRef Id=`"IronClawLinks`"/>`n    </Feature>").Replace('</Product>', "$links`n  </Product>")
if ($described -notmatch 'IronClawLinks"/>' -or $described -notmatch 'URL Protocol') {
  throw 'jpackage of this JDK describes its installers in another way: correct packaging/windows/build.ps1'
}
Set-Content -Encoding utf8 "$resources/main.wxs" $described

@"
main-class=dev.ironclaw.ironctl.Ironctl
main-jar=$ctlJar
java-options=$(($flags -join ' ').Replace('\', '\\')) -XX:TieredStopAtLevel=1
win-console=true
win-menu=false
win-shortcut=false
"@ | Set-Content "$image/ironctl.properties"
@"
main-class=dev.ironclaw.controlplane.Main
main-jar=$mainJar
java-options=$(($flags -join ' ').Replace('\', '\\'))
win-console=true
win-menu=false
win-shortcut=false
"@ | Set-Content "$image/ironclaw-controlplane.properties"

$options = $flags | ForEach-Object { '--java-options', $_ }
Run "$jdk/bin/jpackage" --type msi --name IronClaw --app-version $version --vendor IronClaw --dest $Out `
  --description 'Personal AI agents, each in a sandbox of its own' --license-file "$root/LICENSE" --resource-dir $resources `
  --runtime-image "$image/runtime" --input "$image/app" --main-jar $mainJar --main-class dev.ironclaw.desktop.Launcher `
  --icon "$image/icons/ironclaw.ico" --add-launcher "ironctl=$image/ironctl.properties" `
  --add-launcher "ironclaw-controlplane=$image/ironclaw-controlplane.properties" --win-per-user-install --win-menu `
  --win-upgrade-uuid '0f3b8f2c-6f0e-4a53-9d0c-7b6f0f2f4c11' @options

$msi = "$Out/IronClaw-$version.msi"
if ($env:IRONCLAW_WIN_CERTIFICATE) {
  Run 'signtool' sign /sha1 $env:IRONCLAW_WIN_CERTIFICATE /fd sha256 /tr 'http://timestamp.digicert.com' /td sha256 $msi
}
"$((Get-FileHash -Algorithm SHA256 $msi).Hash.ToLower())  IronClaw-$version.msi" | Set-Content "$Out/SHA256SUMS"
Remove-Item -Recurse -Force $image, $resources
