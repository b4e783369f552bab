package dev.ironclaw.controlplane.channel.testing;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A channel whose platform is a list, with a switch for each way in which platforms fail.
public final class FakeChannel implements Channel {
  private final String type;
  private final List<Delivery> sent = new ArrayList<>();
  private final List<Delivery> announced = new ArrayList<>();
  private final Map<String, Supplier<RuntimeException>> broken = new HashMap<>();
  private Runnable afterSending = () -> {};

  public FakeChannel(String type) {
    this.type = type;
  }

  /// From now on this place fails in a way that may pass.
  public synchronized void failFor(String platformId) {
    broken.put(platformId, () -> new IronclawException(ErrorCode.UPSTREAM_FAILED, "send: the platform is down"));
  }

  /// From now on this place refuses for good.
  public synchronized void refuseFor(String platformId) {
    broken.put(platformId, () -> new IronclawException(ErrorCode.NOT_FOUND, "send: the room is gone"));
  }

  /// From now on the channel itself has a bug for this place.
  public synchronized void breakFor(String platformId) {
    broken.put(platformId, () -> new IllegalStateException("bug"));
  }

  public synchronized void mend(String platformId) {
    broken.remove(platformId);
  }

  /// Runs when the platform has the message and nobody knows yet: the moment for a crash.
  public synchronized void afterSending(Runnable action) {
    afterSending = action;
  }

  /// What the platform has, in the order in which it came.
  public synchronized List<Delivery> sent() {
    return List.copyOf(sent);
  }

  /// What was marked.
  public synchronized List<Delivery> announced() {
    return List.copyOf(announced);
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public synchronized String deliver(Delivery delivery) {
    Supplier<RuntimeException> fault = broken.get(delivery.platformId());
    if (fault != null) {
      throw fault.get();
    }
    sent.add(delivery);
    afterSending.run();
    return "p" + sent.size();
  }

  @Override
  public synchronized void delivered(Delivery delivery) {
    announced.add(delivery);
  }
}
