package dev.ironclaw.controlplane.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One connection to a container's input and output. The library holds two threads for it.
final class DockerAttachment extends ResultCallback.Adapter<Frame> implements Attached {
  private static final int LIMIT_SECONDS = 30;

  private final Heard heard;
  private final InputPipe input = new InputPipe();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();

  private DockerAttachment(Heard heard) {
    this.heard = heard;
  }

  /// Returns when the engine has attached it.
  static DockerAttachment to(DockerClient client, String container, Heard heard) throws InterruptedException {
    DockerAttachment attachment = new DockerAttachment(heard);
    client.attachContainerCmd(container).withStdIn(attachment.input.reader()).withStdOut(true).withStdErr(true)
        .withFollowStream(true).withLogs(false).exec(attachment);
    try {
      attachment.requireBegun(container);
      return attachment;
    } catch (InterruptedException | RuntimeException e) {
      attachment.close();
      throw e;
    }
  }

  /// The library's own waiting would not end where the engine refuses.
  private void requireBegun(String container) throws InterruptedException {
    boolean told = begun.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (refused.get() instanceof RuntimeException refusal) {
      throw refusal;
    }
    if (!told || over.get()) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "attach to container " + container + ": the engine does not do it");
    }
  }

  @Override
  public void onStart(Closeable stream) {
    super.onStart(stream);
    started.set(true);
    begun.countDown();
  }

  @Override
  public void onNext(Frame frame) {
    if (frame.getStreamType() == StreamType.STDERR) {
      heard.err(frame.getPayload());
    } else {
      heard.out(frame.getPayload());
    }
  }

  @Override
  public void onError(Throwable problem) {
    super.onError(problem);
    if (!started.get()) {
      refused.set(problem);
    }
    gone();
  }

  @Override
  public void onComplete() {
    super.onComplete();
    gone();
  }

  private void gone() {
    input.close();
    if (over.compareAndSet(false, true) && started.get()) {
      heard.lost();
    }
    begun.countDown();
  }

  @Override
  public OutputStream in() {
    return input.writers();
  }

  @Override
  public void close() {
    over.set(true);
    input.close();
    try {
      super.close();
    } catch (IOException e) {
      // silent-ok: a connection that can't be closed goes with the container
    }
  }
}
