package dev.ironclaw.controlplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.ironclaw.controlplane.engine.EngineFacts.OciRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which of an engine's runtimes is the wall that a box needs.
final class EngineFactsTest {
  @Test
  void gvisorIsSealedWithJustTheFlagsOfABox() {
    assertThat(gvisor("--network=none", "--host-uds=open", "--oci-seccomp").isSealedGvisor()).isTrue();
    assertThat(gvisor("--oci-seccomp", "--host-uds=open", "--network=none", "--platform=systrap").isSealedGvisor())
        .isTrue();
  }

  @Test
  void anyOtherFlagMayBeAnotherWall() {
    assertThat(gvisor().isSealedGvisor()).isFalse();
    assertThat(gvisor("--network=host", "--host-uds=open", "--oci-seccomp").isSealedGvisor()).isFalse();
    assertThat(gvisor("--network=none", "--host-uds=open", "--oci-seccomp", "--network=host").isSealedGvisor())
        .isFalse();
    assertThat(gvisor("--network=none", "--host-uds=open", "--oci-seccomp", "--directfs").isSealedGvisor()).isFalse();
    assertThat(new OciRuntime("runc", List.of("--network=none", "--host-uds=open", "--oci-seccomp")).isSealedGvisor())
        .isFalse();
  }

  @Test
  void withoutTheFilterItIsTheWeakerOne() {
    OciRuntime unfiltered = gvisor("--network=none", "--host-uds=open");

    assertThat(unfiltered.isSealedGvisor()).isFalse();
    assertThat(unfiltered.isUnfilteredGvisor()).isTrue();
    assertThat(gvisor("--network=none").isUnfilteredGvisor()).isFalse();
  }

  @Test
  void aRuntimeThatContainerdStartsIsKnownByItsTypeOrItsName() throws Exception {
    Info info = DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper().readValue("""
        {"Runtimes": {"kata": {"path": ""}, "typed": {"runtimeType": "io.containerd.kata.v2"}, "runc": {"path": "runc"},
        "runsc": {"runtimeType": "io.containerd.runsc.v1"}}}""", Info.class);

    EngineFacts facts = EngineReading.facts(info);

    assertThat(facts.runtimes().get("kata")).satisfies(kata -> assertThat(kata.isKata()).isTrue());
    assertThat(facts.runtimes().get("typed")).satisfies(kata -> assertThat(kata.isKata()).isTrue());
    assertThat(facts.runtimes().get("runc")).satisfies(runc -> assertThat(runc.isKata()).isFalse());
    assertThat(facts.runtimes().get("runsc")).as("nobody knows its flags")
        .satisfies(runsc -> assertThat(runsc.isSealedGvisor() || runsc.isUnfilteredGvisor()).isFalse());
  }

  private static OciRuntime gvisor(String... arguments) {
    return new OciRuntime("/usr/local/bin/runsc", List.of(arguments));
  }
}
