package dev.ironclaw.controlplane.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.event.StoredEvents.Place;
import dev.ironclaw.controlplane.event.StoredEvents.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventHubTest {
  private final EventHub hub = new EventHub(new Random(1), new EventHub.Limits(4, 8, 2, 4_000));
  private final BlockingQueue<HubEvent> seen = new LinkedBlockingQueue<>();

  @Test
  void handsEveryEventOverInOrderUntilItIsClosed() throws InterruptedException {
    hub.subscribe(Optional.empty(), seen::add);

    hub.publish("a", Map.of("n", 1), true);
    hub.publish("b", Map.of("n", 2), false);
    hub.close();
    hub.publish("c", Map.of(), true);

    assertThat(types(3)).containsExactly("a", "b", "closed");
    assertThat(seen.poll(20, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void replaysWhatAReaderMissedButNoPassingEvent() throws InterruptedException {
    hub.publish("a", Map.of(), true);
    String afterA = hub.lastId();
    hub.publish("partial", Map.of(), false);
    hub.publish("b", Map.of(), true);

    hub.subscribe(Optional.of(afterA), seen::add);
    hub.publish("c", Map.of(), true);

    assertThat(types(2)).containsExactly("b", "c");
  }

  @Test
  void resumesFromAPassingEventsId() throws InterruptedException {
    hub.publish("a", Map.of(), true);
    hub.publish("partial", Map.of(), false);
    String afterPartial = hub.lastId();
    hub.publish("b", Map.of(), true);

    hub.subscribe(Optional.of(afterPartial), seen::add);

    assertThat(types(1)).containsExactly("b");
  }

  @Test
  void asksAReaderToReloadWhenItsIdIsForgottenOrStrange() throws InterruptedException {
    String start = hub.lastId();
    for (int i = 0; i < 5; i++) {
      hub.publish("e" + i, Map.of(), true);
    }
    String epoch = start.substring(0, start.indexOf('-') + 1);
    String place = start.substring(start.lastIndexOf('-'));
    for (String id : List.of(start, epoch + "6" + place, epoch + "x" + place, epoch + "-1" + place, epoch + "1",
        "0000-1" + place, "", epoch + "9".repeat(30) + place)) {
      hub.subscribe(Optional.of(id), seen::add);
      HubEvent event = next();
      assertThat(event.type()).as(id).isEqualTo(HubEvent.RESYNC);
      assertThat(event.id()).isEqualTo(hub.lastId());
    }
    hub.subscribe(Optional.of(epoch + "1" + place), seen::add);
    assertThat(types(4)).containsExactly("e1", "e2", "e3", "e4");
  }

  @Test
  void anotherStartHasAnotherEpoch() throws InterruptedException {
    hub.publish("a", Map.of(), true);
    EventHub restarted = new EventHub(new Random(2));
    restarted.publish("b", Map.of(), true);

    restarted.subscribe(Optional.of(hub.lastId()), seen::add);

    assertThat(types(1)).containsExactly(HubEvent.RESYNC);
  }

  @Test
  void cutsASlowReaderOffAndNobodyElse() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    BlockingQueue<HubEvent> slow = new LinkedBlockingQueue<>();
    hub.subscribe(Optional.empty(), event -> {
      slow.add(event);
      stuck.countDown();
      awaitQuietly(release);
    });
    hub.subscribe(Optional.empty(), seen::add);
    hub.publish("first", Map.of(), true);
    assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
    next();

    for (int i = 0; i < 9; i++) {
      hub.publish("e" + i, Map.of(), true);
      assertThat(next().type()).isEqualTo("e" + i);
    }
    release.countDown();

    assertThat(slow.poll(60, TimeUnit.SECONDS)).extracting(HubEvent::type).isEqualTo("first");
    assertThat(slow.poll(60, TimeUnit.SECONDS)).matches(HubEvent::isClosed);
  }

  @Test
  void dropsPassingEventsForAReaderThatLags() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    hub.subscribe(Optional.empty(), event -> {
      seen.add(event);
      stuck.countDown();
      awaitQuietly(release);
    });
    hub.publish("first", Map.of(), true);
    assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 100; i++) {
      hub.publish("partial" + i, Map.of(), false);
    }
    hub.publish("truth", Map.of(), true);
    release.countDown();

    assertThat(types(4)).containsExactly("first", "partial0", "partial1", "truth");
  }

  @Test
  void forgetsLongEventsSoonerSoThatMemoryStaysBounded() throws InterruptedException {
    String start = hub.lastId();
    hub.publish("a", Map.of("text", "x".repeat(3_000)), true);
    String afterA = hub.lastId();
    hub.publish("b", Map.of("text", "x".repeat(3_000)), true);

    hub.subscribe(Optional.of(start), seen::add);
    assertThat(types(1)).containsExactly(HubEvent.RESYNC);
    hub.subscribe(Optional.of(afterA), seen::add);
    assertThat(types(1)).containsExactly("b");
  }

  @Test
  void aReaderThatFailsHurtsNobodyElse() throws InterruptedException {
    hub.subscribe(Optional.empty(), event -> {
      throw new IllegalStateException("connection is gone");
    });
    hub.subscribe(Optional.empty(), seen::add);
    hub.publish("a", Map.of(), true);
    hub.publish("b", Map.of(), true);

    assertThat(types(2)).containsExactly("a", "b");
  }

  @Test
  void aClosedSubscriptionGetsNothingMore() throws InterruptedException {
    BlockingQueue<HubEvent> left = new LinkedBlockingQueue<>();
    Subscription subscription = hub.subscribe(Optional.empty(), left::add);
    hub.subscribe(Optional.empty(), seen::add);
    subscription.close();
    subscription.close();
    hub.publish("a", Map.of(), true);
    hub.close();

    assertThat(types(2)).containsExactly("a", HubEvent.CLOSED);
    assertThat(left.poll(20, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void everyReaderSeesOneOrderWhenManyPublish() throws InterruptedException {
    EventHub wide = new EventHub(new Random(3));
    BlockingQueue<HubEvent> other = new LinkedBlockingQueue<>();
    wide.subscribe(Optional.empty(), seen::add);
    wide.subscribe(Optional.empty(), other::add);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String type = "t" + i;
      threads.add(Thread.ofPlatform().start(() -> {
        for (int n = 0; n < 100; n++) {
          wide.publish(type, Map.of("n", n), true);
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    wide.close();

    List<HubEvent> first = take(seen, 801);
    assertThat(take(other, 801)).isEqualTo(first);
    for (int i = 1; i < 800; i++) {
      assertThat(number(first.get(i))).isEqualTo(number(first.get(i - 1)) + 1);
    }
  }

  @Test
  void nobodyWaitsForADatabaseThatOneReaderWaitsForAndThatReaderMissesNothing() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Stored before = new Stored(new Place(1, "a"), "change.pending", Map.of("n", 1));
    Stored meanwhile = new Stored(new Place(2, "b"), "change.decided", Map.of("n", 2));
    hub.store(new StoredEvents() {
      @Override
      public Place newest() {
        return before.place();
      }

      @Override
      public Optional<List<Stored>> after(Place place) {
        if (place.equals(before.place())) {
          return Optional.of(List.of(meanwhile));
        }
        reading.countDown();
        awaitQuietly(release);
        return Optional.of(List.of(before, meanwhile));
      }
    });
    String away = new EventId("f".repeat(16), 7, Place.START).toString();
    Thread reader = Thread.ofPlatform().start(() -> hub.subscribe(Optional.of(away), seen::add));
    assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Thread.ofPlatform().start(() -> {
      hub.publish("system.panic", Map.of(), true);
      hub.publishStored();
    }).join(Duration.ofSeconds(60))).as("published").isTrue();
    release.countDown();
    reader.join();
    hub.publish("later", Map.of(), true);

    assertThat(types(5)).containsExactly("change.pending", HubEvent.RESYNC, "system.panic", "change.decided", "later");
    hub.subscribe(Optional.of(hub.lastId()), seen::add);
    assertThat(seen.poll(20, TimeUnit.MILLISECONDS)).isNull();
  }

  private static long number(HubEvent event) {
    return Long.parseLong(event.id().split("-")[1]);
  }

  private List<String> types(int count) throws InterruptedException {
    return take(seen, count).stream().map(HubEvent::type).toList();
  }

  private HubEvent next() throws InterruptedException {
    return take(seen, 1).getFirst();
  }

  private static List<HubEvent> take(BlockingQueue<HubEvent> from, int count) throws InterruptedException {
    List<HubEvent> events = new ArrayList<>();
    while (events.size() < count) {
      HubEvent event = from.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("event %d", events.size()).isNotNull();
      events.add(event);
    }
    return events;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
