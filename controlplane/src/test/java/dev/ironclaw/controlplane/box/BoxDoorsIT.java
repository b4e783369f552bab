package dev.ironclaw.controlplane.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.isolation.ProbeBoxes;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hostile program in a real box with the real server at its socket: before the box has a session every door is shut,
/// and the socket of another box is out of reach.
final class BoxDoorsIT {
  private static final String DOOR = "unbound-door-";

  @TempDir
  private Path folder;
  private BoxHouse house;
  private ProbeBoxes boxes;

  @BeforeEach
  void start() throws Exception {
    house = new BoxHouse();
    boxes = new ProbeBoxes(folder, house.runFolder());
  }

  @AfterEach
  void leavesNothingBehind() throws Exception {
    assertThat(boxes.traces()).isEmpty();
    house.close();
  }

  private static List<ProbeResult> doors(List<ProbeResult> results) {
    return results.stream().filter(result -> result.name().startsWith(DOOR)).toList();
  }

  @Test
  void everyDoorAnswers409BeforeTheBoxHasASessionAndNoOtherSocketIsReached() throws Exception {
    try (Crossing own = house.open(); Crossing other = house.server().openCrossing(BoxHouse.OTHER)) {
      List<ProbeResult> results = boxes.doors(own.folder(), other.folder().resolve("host.sock"));

      long shut = Arrays.stream(Door.values()).filter(door -> !door.isOpenUnbound()).count();
      assertThat(doors(results)).hasSize((int) shut);
      assertThat(results).filteredOn(result -> result.name().equals("other-box-socket")).hasSize(1);
      assertThat(results).filteredOn(result -> !result.held()).isEmpty();
    }
  }

  @Test
  void theProbesSucceedWhereTheBoxIsBoundAndTheOtherSocketIsMounted() throws Exception {
    try (Crossing own = house.openBound("read_persona");
        Crossing other = house.server().openCrossing(BoxHouse.OTHER)) {
      List<ProbeResult> results = boxes.weakDoors(own.folder(), other.folder().resolve("host.sock"));

      assertThat(doors(results)).hasSizeGreaterThan(5);
      assertThat(results).filteredOn(ProbeResult::held).isEmpty();
      assertThat(results).noneMatch(result -> result.detail().contains("unknown"));
    }
  }
}
