package dev.ironclaw.controlplane.gateway;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A process that asks for a change and decides it, and stands still before its n-th call on a file of the audit log, to
/// be killed there. Arguments: folder, act, n.
final class GapChild {
  private GapChild() {}

  public static void main(String... arguments) {
    Path folder = Path.of(arguments[0]);
    GatewayFaultTest.Act act = GatewayFaultTest.Act.valueOf(arguments[1]);
    try (GatewayRig rig = new GatewayRig(folder)) {
      rig.logTo(folder.resolve("log"));
      rig.restart();
      rig.beforeFileFault = () -> {
        System.out.println("in the gap");
        while (true) {
          LockSupport.park();
        }
      };
      if (act != GatewayFaultTest.Act.SUBMIT) {
        submit(rig);
      }
      rig.failFile(Integer.parseInt(arguments[2]), false);
      switch (act) {
        case SUBMIT -> submit(rig);
        case APPROVE -> rig.approve(rig.gateway.find(GatewayRig.id(1)).orElseThrow());
        case REJECT -> rig.reject(rig.gateway.find(GatewayRig.id(1)).orElseThrow());
      }
      System.out.println("done");
    }
  }

  static Change submit(GatewayRig rig) {
    return rig.gateway.submit(rig.request(Optional.of(GatewayRig.id(1)), "persona", "{\"soul\":\"Wanted.\"}"));
  }
}
