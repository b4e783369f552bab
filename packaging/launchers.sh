# shellcheck shell=bash
# shellcheck disable=SC2034 # its names are used by those who read it
# Read by the scripts beside it: what each of the three programs is started with, here and in every installer.
# Runs on bash 3.2 and later.

launchers="ironclaw ironctl ironclaw-controlplane"
archives="ironclaw ironctl"

main_class() {
  case $1 in
    ironclaw) echo dev.ironclaw.desktop.Launcher ;;
    ironctl) echo dev.ironclaw.ironctl.Ironctl ;;
    ironclaw-controlplane) echo dev.ironclaw.controlplane.Main ;;
  esac
}

module_of() {
  case $1 in
    ironclaw) echo app/desktop ;;
    ironctl) echo app/ironctl ;;
  esac
}

# The control plane starts from the app's class path, so that both share one archive of classes.
archive_of() {
  case $1 in
    ironclaw | ironclaw-controlplane) echo ironclaw ;;
    ironctl) echo ironctl ;;
  esac
}

# One word a line. The archives hold their classes linked, as all starts from them must want it. A core, a heap dump, an error file or an attached agent would show keys: all four are off.
jvm_flags() {
  case $1 in
    ironctl) echo --enable-native-access=ALL-UNNAMED ;;
    *) echo --enable-native-access=ALL-UNNAMED,javafx.graphics ;;
  esac
  printf '%s\n' --sun-misc-unsafe-memory-access=allow -XX:+DisableAttachMechanism -XX:-HeapDumpOnOutOfMemoryError \
    -XX:-CreateCoredumpOnCrash -XX:ErrorFile=/dev/null -XX:-UsePerfData -XX:+UseSerialGC -XX:+AOTClassLinking
  case $1 in
    # It ends before its code is worth much compiling, and what it calls by reflection it calls once: no code is made for that.
    ironctl) printf '%s\n' -XX:TieredStopAtLevel=1 -Djdk.reflect.useNativeAccessorOnly=true ;;
    # Code is compiled for the long run four times later than Java would: a start keeps that compiler busy with what does not stay
    # hot. Java would begin with a 64th of the machine's memory and give little back; nor would the C library, of what compiling
    # took.
    ironclaw) printf '%s\n' -Xms16m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:TrimNativeHeapInterval=60000 \
      -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000 \
      -XX:Tier4BackEdgeThreshold=160000 ;;
  esac
}
